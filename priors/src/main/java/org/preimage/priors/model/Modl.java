package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * Model-based deep learning: a denoiser and consistency with the data in turn, for k = 1, ..., K
 *
 * <pre>
 * z &lt;- x + N(x)
 * x &lt;- (A* A + lambda)<sup>-1</sup> (A* y + lambda z)
 * </pre>
 *
 * from x = A* y, with the same network in all blocks and one learned lambda = exp(w) &gt; 0. The inner equations are solved by
 * conjugate gradients, and so are those of the gradient.
 *
 * <p>H. K. Aggarwal, M. P. Mani, M. Jacob, "MoDL: model-based deep learning architecture for inverse problems", IEEE Trans. Med.
 * Imaging 38 (2019).
 *
 * @param blocks K
 * @param network from as many channels as the image has, 1 or 2, to as many
 * @param lambda with which training begins
 * @param iterations of conjugate gradients at most
 * @param tolerance relative residual at which they stop
 */
public record Modl(int blocks, Network network, double lambda, int iterations, double tolerance) implements Model {
    private static final String LAMBDA = "log-lambda";

    public Modl {
        if (blocks < 1 || !(lambda > 0)) {
            throw new IllegalArgumentException("MoDL has " + blocks + " blocks and lambda " + lambda
                    + ", but needs at least one block and a positive lambda");
        }
        new Damped(iterations, tolerance);
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add(LAMBDA, Law.constant(Math.log(lambda)), 1);
        network.declare(weights.within("denoiser"));
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Damped damped = new Damped(iterations, tolerance);
        Var back = physics.adjoint(tape, data, 0);
        Var weight = tape.segment((w, in) -> w.get(LAMBDA).exp());
        Var x = back;
        for (int k = 0; k < blocks; k++) {
            Var z = tape.segment((w, in) -> in[0].plus(network.forward(in[0], w.within("denoiser"))), x);
            x = damped.solve(tape, physics, back, z, weight);
        }
        return x;
    }
}
