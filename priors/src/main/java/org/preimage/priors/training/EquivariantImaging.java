package org.preimage.priors.training;

import java.util.random.RandomGenerator;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/**
 * Equivariant imaging: with x the model's image of data y, and T an image turned by right angles and mirrored,
 *
 * <pre>mean (A x - y)<sup>2</sup> + alpha mean (T x - f(A T x))<sup>2</sup>.</pre>
 *
 * The first term says nothing of what A does not see; the second does, as the set of images is the same when they are turned,
 * but what A sees of them is not. Images are square; A has norm 1.
 *
 * <p>D. Chen, J. Tachella, M. E. Davies, "Equivariant imaging: learning beyond the range space", ICCV 2021.
 */
public final class EquivariantImaging extends SelfSupervised {
    private final double alpha;

    /**
     * @param model f
     * @param pairs data and operators
     * @param alpha weight of equivariance, not negative
     * @param seed of turns
     */
    public EquivariantImaging(Model model, Supervised.Pairs pairs, double alpha, long seed) {
        super(model, pairs, seed);
        if (!(alpha >= 0)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", but must not be negative");
        }
        this.alpha = alpha;
    }

    @Override
    Var loss(Tape tape, Supervised.Pair pair, RandomGenerator random) {
        Physics physics = physics(pair);
        int[] shape = Samples.shape(physics.image(), 1);
        if (shape[2] != shape[3]) {
            throw new IllegalArgumentException("images are " + physics.image() + ", but must be square to be turned");
        }
        Tensor data = scaled(pair.data(), physics);
        Var x = model().reconstruct(tape, physics, tape.constant(data));
        Var seen = physics.forward(tape, x, 0);
        int turn = 1 + random.nextInt(7);
        Var turned = tape.segment((w, in) -> turned(in[0], turn), x);
        Var again = model().reconstruct(tape, physics, physics.forward(tape, turned, 0));
        return tape.segment(
                (w, in) -> in[0].minus(data)
                        .square()
                        .mean()
                        .plus(in[1].minus(in[2]).square().mean().times(alpha)),
                seen,
                turned,
                again);
    }

    /** One of the eight symmetries of the square; 0 is none. */
    static Tensor turned(Tensor x, int turn) {
        Tensor y = (turn & 1) == 0 ? x : mirrored(x);
        y = (turn & 2) == 0 ? y : mirrored(y.permute(0, 1, 3, 2)).permute(0, 1, 3, 2);
        return (turn & 4) == 0 ? y : y.permute(0, 1, 3, 2);
    }

    private static Tensor mirrored(Tensor x) {
        int n = x.size(3);
        int[] indices = new int[n];
        for (int i = 0; i < n; i++) {
            indices[i] = n - 1 - i;
        }
        return x.take(Tensor.indices(indices));
    }
}
