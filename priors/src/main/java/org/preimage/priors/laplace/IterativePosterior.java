package org.preimage.priors.laplace;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.Threads;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * The posterior by conjugate gradients in the space of data, where no covariance is ever made: for images of any size. Samples
 * follow Matheron's rule: with v from the prior of weights and noise e
 *
 * <pre>x = x* + J (v - V J* A* K<sup>-1</sup> (A J v + e)).</pre>
 *
 * <p>Each thread records a network of its own; results do not depend on their number.
 *
 * <p>Wilson, Borovitskiy, Terenin, Mostowsky and Deisenroth 2021, Pathwise conditioning of Gaussian processes, JMLR 22.
 */
public final class IterativePosterior implements ImagePosterior {
    private final LinearModel model;
    private final float[] deviations;
    private final double noise;
    private final Solver solver;

    /**
     * How K u = c is solved.
     *
     * @param rank of the preconditioner: products with K that are spent once
     * @param tolerance of |c - K u| / |c|
     * @param iterations at most
     */
    public record Accuracy(int rank, double tolerance, int iterations) {
        /** A rank of 100 and residuals of 1e-3: far below what a few hundred samples tell. */
        public static final Accuracy STANDARD = new Accuracy(100, 1e-3, 200);

        public Accuracy {
            if (rank < 1 || !(tolerance > 0) || iterations < 1) {
                throw new IllegalArgumentException("the rank is " + rank + ", the tolerance " + tolerance
                        + " and the number of iterations " + iterations + ", but all must be positive");
            }
        }
    }

    /** Conjugate gradients with a preconditioner that was made once. */
    record Solver(Nystrom nystrom, double tolerance, int iterations) {
        static Solver of(LinearModel model, double[] variances, Accuracy accuracy) {
            RandomGenerator random = Draws.generator(accuracy.rank(), 0);
            return new Solver(
                    Nystrom.of(model, variances, accuracy.rank(), random), accuracy.tolerance(), accuracy.iterations());
        }

        float[] solve(LinearOperator k, double noise, float[] right, float[] start) {
            PreconditionedCg cg = new PreconditionedCg(k, r -> nystrom.apply(r, noise), right);
            PreconditionedCg.State state = cg.start(start);
            if (cg.residual(state) <= tolerance) {
                return cg.solution(state);
            }
            return new Runner(
                            "conjugate gradients",
                            Stopping.at(iterations, tolerance).every(1))
                    .resume(cg, state)
                    .solution();
        }
    }

    /**
     * @param model the linear model
     * @param variances v_b
     * @param noise s<sup>2</sup>
     * @param accuracy of the solutions
     */
    public IterativePosterior(LinearModel model, double[] variances, double noise, Accuracy accuracy) {
        this.model = model;
        deviations = model.blocks().deviations(variances);
        this.noise = noise;
        solver = Solver.of(model, variances, accuracy);
    }

    @Override
    public Space space() {
        return model.space();
    }

    @Override
    public float[] mean() {
        return model.image();
    }

    @Override
    public float[] covarianceTimes(float[] v) {
        space().require("v", v);
        try (LinearisedNetwork j = model.linearised()) {
            float[] w = j.adjoint(v);
            for (int i = 0; i < w.length; i++) {
                w[i] *= deviations[i] * deviations[i];
            }
            return explained(j, w, null);
        }
    }

    @Override
    public float[][] samples(long seed, int first, int count) {
        float[][] out = new float[count][];
        Threads.pieces(count, (from, to) -> {
            try (LinearisedNetwork j = model.linearised()) {
                for (int k = from; k < to; k++) {
                    out[k] = sample(j, Draws.generator(seed, first + k));
                }
            }
        });
        return out;
    }

    private float[] sample(LinearisedNetwork j, RandomGenerator random) {
        float[] w = new float[deviations.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = deviations[i] == 0 ? 0 : (float) (deviations[i] * random.nextGaussian());
        }
        float[] e = new float[model.operator().range().length()];
        for (int i = 0; i < e.length; i++) {
            e[i] = (float) (Math.sqrt(noise) * random.nextGaussian());
        }
        float[] x = explained(j, w, e);
        Vectors.add(1, model.image(), x);
        return x;
    }

    /** J (w - V J* A* K<sup>-1</sup> (A J w + e)), e = 0 where there is none. */
    private float[] explained(LinearisedNetwork j, float[] w, float[] e) {
        DataCovariance k = new DataCovariance(model.operator(), j, deviations, noise);
        float[] right = model.operator().apply(j.apply(w));
        if (e != null) {
            Vectors.add(1, e, right);
        }
        float[] u = solver.solve(k, noise, right, new float[right.length]);
        float[] rest = Arrays.copyOf(w, w.length);
        Vectors.add(-1, k.weights(u), rest);
        return j.apply(rest);
    }
}
