package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * The variational network: x &lt;- x - eta_k B (A x - y) - N_k(x) for k = 1, ..., K with learned steps eta_k and networks N_k in
 * the image domain. B is A*, or a pseudo-inverse of A, and x begins at B y.
 *
 * <p>K. Hammernik et al., "Learning a variational network for reconstruction of accelerated MRI data", Magn. Reson. Med. 79
 * (2018), with any network in place of its filters; A. Sriram et al., "End-to-end variational networks for accelerated MRI
 * reconstruction", MICCAI 2020, without its estimate of coils.
 *
 * @param iterations K
 * @param network N_k, from as many channels as the image has, 1 or 2, to as many
 * @param step eta_k with which training begins, for an operator of norm 1
 * @param inverse whether B is the pseudo-inverse
 */
public record VariationalNetwork(int iterations, Network network, double step, boolean inverse) implements Model {
    public VariationalNetwork {
        if (iterations < 1 || !(step > 0)) {
            throw new IllegalArgumentException("a variational network has " + iterations + " iterations and a step of "
                    + step + ", but needs at least one and a positive step");
        }
    }

    private static String at(int k) {
        return "step." + k;
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int k = 0; k < iterations; k++) {
            weights.within(at(k)).add("eta", Law.constant(step), 1);
            network.declare(weights.within(at(k)));
        }
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Var x = physics.back(tape, data, inverse);
        for (int k = 0; k < iterations; k++) {
            String name = at(k);
            Var gradient = physics.gradient(tape, x, data, inverse);
            x = tape.segment(
                    (w, in) -> in[0].minus(in[1].times(w.within(name).get("eta")))
                            .minus(network.forward(in[0], w.within(name))),
                    x,
                    gradient);
        }
        return x;
    }
}
