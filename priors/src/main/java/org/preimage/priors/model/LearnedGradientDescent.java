package org.preimage.priors.model;

import java.util.ArrayList;
import java.util.List;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * Learned gradient descent: x &lt;- x + N_k(x, g_k) for k = 1, ..., K with g_k = B (y - A x_1), minus the gradient of 1/2 |A x -
 * y|<sup>2</sup> where B is A*, or the same preconditioned where B is a pseudo-inverse of A. It begins at B y.
 *
 * <p>J. Adler, O. Oktem, "Solving ill-posed inverse problems using iterative deep neural networks", Inverse Problems 33 (2017);
 * A. Hauptmann, F. Lucka, M. Betcke, N. Huynh, J. Adler, B. Cox, P. Beard, S. Ourselin, S. Arridge, "Model-based learning for
 * accelerated, limited-view 3-D photoacoustic tomography", IEEE Trans. Med. Imaging 37 (2018), without memory.
 *
 * @param iterations K
 * @param memory channels of x, of which the first is the image
 * @param network from memory + 1 to memory channels
 * @param inverse whether B is the pseudo-inverse
 */
public record LearnedGradientDescent(int iterations, int memory, Network network, boolean inverse) implements Model {
    public LearnedGradientDescent {
        if (iterations < 1 || memory < 1) {
            throw new IllegalArgumentException("learned gradient descent has " + iterations + " iterations and "
                    + memory + " channels, but needs at least one of each");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int k = 0; k < iterations; k++) {
            network.declare(weights.within("step." + k));
        }
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        List<Var> iterates = iterates(tape, physics, data);
        Var last = iterates.get(iterates.size() - 1);
        return tape.segment((w, in) -> in[0].slice(1, 0, Samples.channels(physics.image())), last);
    }

    /** The start and all iterates, with their memory. */
    List<Var> iterates(Tape tape, Physics physics, Var data) {
        int channels = Samples.channels(physics.image());
        Var x = back(tape, physics, data);
        if (memory > 1) {
            int[] shape = x.value().shape();
            shape[1] = (memory - 1) * channels;
            Tensor rest = Scope.zeros(shape);
            x = tape.segment((w, in) -> Tensor.channels(in[0], rest), x);
        }
        List<Var> all = new ArrayList<>(List.of(x));
        for (int k = 0; k < iterations; k++) {
            Var projected = physics.forward(tape, x, 0);
            Var residual = tape.segment((w, in) -> in[0].minus(in[1]), data, projected);
            Var gradient = back(tape, physics, residual);
            String at = "step." + k;
            x = tape.segment((w, in) -> in[0].plus(network.forward(Tensor.channels(in), w.within(at))), x, gradient);
            all.add(x);
        }
        return all;
    }

    private Var back(Tape tape, Physics physics, Var data) {
        return inverse ? physics.inverse(tape, data, 0) : physics.adjoint(tape, data, 0);
    }
}
