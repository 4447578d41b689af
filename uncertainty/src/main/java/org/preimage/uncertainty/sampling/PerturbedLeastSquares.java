package org.preimage.uncertainty.sampling;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.posterior.SampleLoop;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Independent images of the Gaussian posterior of data b = A x + e, with white noise e of standard deviation s and the prior density
 * exp(-|L x|<sup>2</sup> / 2). Each is the least-squares solution for data and prior that are perturbed by noise of their own,
 *
 * <pre>x = argmin |A x - (b + s e1)|^2 / s^2 + |L x - e2|^2,    e1, e2 ~ N(0, I),</pre>
 *
 * which has exactly the posterior's mean, that of Tikhonov's method, and its covariance (A* A / s<sup>2</sup> + L* L)<sup>-1</sup>.
 * Papandreou and Yuille 2010, Gaussian sampling by local perturbations, NIPS; Orieux, Feron and Giovannelli 2012, Sampling
 * high-dimensional Gaussian distributions for general linear inverse problems, IEEE Signal Processing Letters 19. Solved by
 * conjugate gradients from zero.
 *
 * @param noise s, positive and finite
 * @param root L, from the image space; A and L together must have no common null space
 * @param iterations of conjugate gradients for an image at most
 * @param tolerance relative residual of the normal equations at which an image is done
 */
public record PerturbedLeastSquares(double noise, LinearOperator root, int iterations, double tolerance)
        implements PosteriorSampler {
    /** @throws IllegalArgumentException if a number is out of its range */
    public PerturbedLeastSquares {
        if (!(noise > 0) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException("noise is " + noise + ", but must be positive and finite");
        }
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", but must lie between 0 and 1");
        }
        Stopping.at(iterations, tolerance);
    }

    /** As the interface says; {@link Status#ITERATION_LIMIT} if a solve ran out of iterations, so that its image is inexact. */
    @Override
    public Status sample(
            InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        LinearOperator forward = problem.linear("sampling by perturbed least squares");
        Space space = forward.domain();
        space.requireShape("the domain of the prior's root", root.domain());
        LinearOperator stacked = LinearOperator.stacked(forward.scaled(1 / noise), root);
        float[] data = problem.data().data();
        float[] right = new float[stacked.range().length()];
        Runner runner = new Runner(
                "solving for a sample", Stopping.at(iterations, tolerance).every(1), listeners);
        boolean[] exact = {true};
        Status status = new SampleLoop("sampling", n)
                .run(
                        () -> {
                            for (int i = 0; i < right.length; i++) {
                                double shift = i < data.length ? data[i] / noise : 0;
                                right[i] = (float) (shift + random.nextGaussian());
                            }
                            Outcome outcome = runner.run(new Cgls(stacked, right), space.zeros());
                            exact[0] &= outcome.status() == Status.CONVERGED;
                            return outcome.status() == Status.CANCELLED ? null : outcome.solution();
                        },
                        sink,
                        listeners);
        return status == Status.CONVERGED && !exact[0] ? Status.ITERATION_LIMIT : status;
    }
}
