package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * Learned primal-dual: Chambolle and Pock's iteration with networks in place of its proximal maps, and memory. With several
 * channels of images f and of data h, for k = 1, ..., K
 *
 * <pre>
 * h &lt;- h + D_k(h, A f_1, y)
 * f &lt;- f + P_k(f, B (h_1 + y - A f_1))
 * </pre>
 *
 * and f_1 is the result. In the published form B is A* and its argument h_1, f begins at 0. Where a pseudo-inverse B of A is known
 * (filtered back-projection), it may stand in its place, and f_1 begins at B y: what the networks are told is then an
 * image in the right scale, and they learn several times faster.
 *
 * <p>J. Adler, O. Oktem, "Learned primal-dual reconstruction", IEEE Trans. Med. Imaging 37 (2018).
 *
 * @param iterations K
 * @param primalMemory channels of f
 * @param dualMemory channels of h
 * @param primal from primalMemory + 1 to primalMemory channels
 * @param dual from dualMemory + 2 to dualMemory channels
 * @param inverse whether B is the pseudo-inverse
 */
public record LearnedPrimalDual(
        int iterations, int primalMemory, int dualMemory, Network primal, Network dual, boolean inverse)
        implements Model {
    public LearnedPrimalDual {
        if (iterations < 1 || primalMemory < 1 || dualMemory < 1) {
            throw new IllegalArgumentException("learned primal-dual has " + iterations + " iterations, " + primalMemory
                    + " primal and " + dualMemory + " dual channels, but needs at least one of each");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int k = 0; k < iterations; k++) {
            dual.declare(weights.within("dual." + k));
            primal.declare(weights.within("primal." + k));
        }
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        int n = data.value().size(0);
        Var f = start(tape, physics, data, n);
        int[] dataShape = Samples.shape(physics.data(), n);
        dataShape[1] = dualMemory;
        Var h = tape.constant(zeros(dataShape));
        for (int k = 0; k < iterations; k++) {
            String of = "dual." + k;
            Var projected = physics.forward(tape, f, 0);
            h = tape.segment(
                    (w, in) -> in[0].plus(dual.forward(Tensor.channels(in), w.within(of))), h, projected, data);
            Var back;
            if (inverse) {
                Var sum = tape.segment((w, in) -> in[0].slice(1, 0, 1).plus(in[1].minus(in[2])), h, data, projected);
                back = physics.inverse(tape, sum, 0);
            } else {
                back = physics.adjoint(tape, h, 0);
            }
            String at = "primal." + k;
            f = tape.segment((w, in) -> in[0].plus(primal.forward(Tensor.channels(in), w.within(at))), f, back);
        }
        return tape.segment((w, in) -> in[0].slice(1, 0, 1), f);
    }

    private Var start(Tape tape, Physics physics, Var data, int n) {
        int[] shape = Samples.shape(physics.image(), n);
        shape[1] = primalMemory;
        if (!inverse) {
            return tape.constant(zeros(shape));
        }
        Var image = physics.inverse(tape, data, 0);
        if (primalMemory == 1) {
            return image;
        }
        shape[1] = primalMemory - 1;
        Tensor rest = zeros(shape);
        return tape.segment((w, in) -> Tensor.channels(in[0], rest), image);
    }

    private static Tensor zeros(int[] shape) {
        return Scope.zeros(shape);
    }
}
