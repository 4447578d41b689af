package org.preimage.reconstruction.solver;

import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * Plug-and-play half-quadratic splitting with a denoiser that works ever more gently,
 *
 * <pre>
 * x_k = argmin 1/2 |A x - b|<sup>2</sup> + w / (2 sigma_k<sup>2</sup>) |x - z_{k-1}|<sup>2</sup>
 * z_k = D_{sigma_k}(x_k),   k = 1 ... n,
 * </pre>
 *
 * with sigma_k in equal ratios from {@code first} to {@code last}, and the last from then on. The solution is z. Where D is the
 * proximal map of sigma<sup>2</sup> f, and sigma is constant, z tends to a minimiser of the data fidelity with w times the
 * Moreau envelope of f. In n steps the method is finished; it is a scheme of good order, not the minimisation of anything.
 *
 * <p>Zhang, Li, Zuo, Zhang, Van Gool and Timofte 2022, Plug-and-play image restoration with deep denoiser prior, IEEE Trans. Pattern
 * Anal. Mach. Intell. 44.
 *
 * @param fit the data fidelity
 * @param denoiser D
 * @param weight w, positive: the variance of the data's noise times a number of order 1
 * @param first noise level that D removes at first
 * @param last and at last
 * @param steps n, at least 1
 * @param innerIterations conjugate gradients in each iteration at most, at least 1
 */
public record PnpHalfQuadratic(
        LeastSquares fit, Denoiser denoiser, double weight, double first, double last, int steps, int innerIterations)
        implements Iteration<PnpHalfQuadratic.State> {
    /** @throws IllegalArgumentException if the spaces differ, or a number is not positive and finite */
    public PnpHalfQuadratic {
        fit.domain().requireShape("the domain of the denoiser", denoiser.domain());
        PnpFista.requireSigma(first);
        PnpFista.requireSigma(last);
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight is " + weight + ", but must be positive and finite");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", but must be at least 1");
        }
        PnpAdmm.requireInner(innerIterations);
    }

    /** All buffers of a run. */
    public static final class State {
        private final ProximalFit proximal;
        private final float[] x;
        private final float[] z;
        private final float[] previous;
        private long iteration;

        private State(ProximalFit proximal, float[] x0) {
            this.proximal = proximal;
            x = x0.clone();
            z = x0.clone();
            previous = x0.clone();
        }

        /** Iterations done. */
        public long iteration() {
            return iteration;
        }
    }

    /** The noise level of iteration k, from 0. */
    public double sigma(long k) {
        return k >= steps - 1 ? last : first * Math.pow(last / first, (double) k / (steps - 1));
    }

    @Override
    public State start(float[] x0) {
        fit.domain().require("x0", x0);
        return new State(new ProximalFit(fit, innerIterations, PnpAdmm.INNER_TOLERANCE), x0);
    }

    @Override
    public void step(State s) {
        double sigma = sigma(s.iteration++);
        System.arraycopy(s.z, 0, s.previous, 0, s.z.length);
        s.proximal.solve(weight / (sigma * sigma), s.previous, s.x);
        denoiser.denoise(s.x, sigma, s.z);
    }

    @Override
    public float[] solution(State s) {
        return s.z;
    }

    /** |z' - z| / |z'| of the last step, but no less than sigma_k / sigma_n - 1. */
    @Override
    public double residual(State s) {
        double left = s.iteration == 0 ? 1 : Math.abs(sigma(s.iteration - 1) / last - 1);
        return Math.max(left, GradientDescent.relativeChange(s.z, s.previous));
    }

    /** The data fidelity: what the denoiser adds to it has no value in general. */
    @Override
    public double objective(State s) {
        return fit.value(s.z);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("weight", weight);
        c.same("first", first);
        c.same("last", last);
        c.same("steps", steps);
        float[] slope = fit.domain().zeros();
        fit.gradient(fit.domain().zeros(), slope);
        // Stands for the operator and the data.
        c.same("slope at zero", slope);
        c.array("x", s.x);
        c.array("z", s.z);
        c.array("previous", s.previous);
        s.iteration = c.count("iteration", s.iteration);
    }
}
