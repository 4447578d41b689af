package org.preimage.reconstruction.stability;

import java.util.random.RandomGenerator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;

/**
 * A power-like iteration for methods that are known by their results alone: e is replaced by F(R(y + e)) - F(R(y)), scaled to
 * the same length, with the forward operator F. Where R approximately inverts a linear F with a symmetric regularisation, R =
 * (F* F + M)<sup>-1</sup> F*, this is the power method on the symmetric F R, whose largest eigenvalues belong to what the data keep
 * best. That is not always where |R e| / |e| is largest; so whenever the change does not grow, the search goes back to the
 * worst e found and takes a random step from there, white noise and the projection of a white image in turn, shorter each time.
 *
 * @param reconstructions how many at most, at least 1
 */
public record DifferenceIteration(int reconstructions) implements PerturbationSearch {
    private static final double SHORTER = 0.7;

    public DifferenceIteration {
        Trial.requireBudget(reconstructions);
    }

    @Override
    public Perturbation search(
            Reconstructor reconstructor,
            InverseProblem problem,
            Image before,
            double size,
            float[] start,
            RandomGenerator random,
            Listener... listeners) {
        Trial trial = new Trial(problem, before, size, reconstructions, listeners);
        Operator forward = problem.forward();
        float[] projected = forward.apply(before.data());
        float[] e = trial.start(start, random);
        double length = 1;
        boolean white = true;
        while (trial.goesOn()) {
            Image image = trial.reconstructed(reconstructor, e);
            float[] next = null;
            if (trial.count(e, image)) {
                next = forward.apply(image.data());
                Vectors.add(-1, projected, next);
            }
            if (next == null || Vectors.norm(next) == 0) {
                float[] step = white ? trial.noise(random) : forward.apply(image(forward, random));
                white = !white;
                trial.sized(step);
                next = trial.worstValues().clone();
                Vectors.add(length, step, next);
                length *= SHORTER;
            }
            e = trial.sized(next);
        }
        return trial.worst();
    }

    private static float[] image(Operator forward, RandomGenerator random) {
        float[] x = forward.domain().zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
