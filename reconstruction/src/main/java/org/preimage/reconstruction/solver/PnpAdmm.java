package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * Plug-and-play ADMM: the alternating direction method of multipliers with a denoiser in the place of the prior's proximal map,
 *
 * <pre>
 * x' = argmin 1/2 |A x - b|<sup>2</sup> + rho/2 |x - z + u|<sup>2</sup>
 * z' = D_sigma(x' + u)
 * u' = u + x' - z'
 * </pre>
 *
 * The solution is z. Where D is the proximal map of f with the step 1 / rho, z tends to a minimiser of 1/2 |A x - b|<sup>2</sup> +
 * f(x). The first line is exact where A has a closed form, else some conjugate gradients from the last x.
 *
 * <p>Venkatakrishnan, Bouman and Wohlberg 2013, Plug-and-play priors for model based reconstruction, GlobalSIP.
 *
 * @param fit the data fidelity
 * @param denoiser D
 * @param sigma noise level that it removes
 * @param penalty rho, positive
 * @param innerIterations conjugate gradients in each iteration at most, at least 1
 */
public record PnpAdmm(LeastSquares fit, Denoiser denoiser, double sigma, double penalty, int innerIterations)
        implements Iteration<PnpAdmm.State> {
    /** Residual of the linear system, relative to its right-hand side. */
    static final double INNER_TOLERANCE = 1e-6;

    /** @throws IllegalArgumentException if the spaces differ, or a number is not positive and finite */
    public PnpAdmm {
        fit.domain().requireShape("the domain of the denoiser", denoiser.domain());
        PnpFista.requireSigma(sigma);
        requirePenalty(penalty);
        requireInner(innerIterations);
    }

    static void requirePenalty(double penalty) {
        if (!(penalty > 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty is " + penalty + ", but must be positive and finite");
        }
    }

    static void requireInner(int innerIterations) {
        if (innerIterations < 1) {
            throw new IllegalArgumentException("innerIterations is " + innerIterations + ", but must be at least 1");
        }
    }

    /** All buffers of a run. */
    public static final class State {
        private final ProximalFit proximal;
        private final float[] x;
        private final float[] z;
        private final float[] last;
        private final float[] u;
        private final float[] work;

        private State(ProximalFit proximal, float[] x0) {
            this.proximal = proximal;
            x = x0.clone();
            z = x0.clone();
            last = x0.clone();
            u = new float[x0.length];
            work = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        fit.domain().require("x0", x0);
        return new State(new ProximalFit(fit, innerIterations, INNER_TOLERANCE), x0);
    }

    @Override
    public void step(State s) {
        Vectors.combine(1, s.z, -1, s.u, s.work);
        s.proximal.solve(penalty, s.work, s.x);
        Vectors.add(1, s.x, s.u);
        System.arraycopy(s.z, 0, s.last, 0, s.z.length);
        denoiser.denoise(s.u, sigma, s.z);
        Vectors.add(-1, s.z, s.u);
    }

    @Override
    public float[] solution(State s) {
        return s.z;
    }

    /** The larger one of |x - z| / |z| and |z' - z| / |z'|. */
    @Override
    public double residual(State s) {
        return Math.max(GradientDescent.relativeChange(s.z, s.x), GradientDescent.relativeChange(s.z, s.last));
    }

    /** The data fidelity: what the denoiser adds to it has no value in general. */
    @Override
    public double objective(State s) {
        return fit.value(s.z);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("sigma", sigma);
        c.same("penalty", penalty);
        c.array("x", s.x);
        c.array("z", s.z);
        c.array("last", s.last);
        c.array("u", s.u);
    }
}
