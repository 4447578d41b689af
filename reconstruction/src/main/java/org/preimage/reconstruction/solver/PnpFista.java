package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * Plug-and-play proximal gradients: ISTA or FISTA with a denoiser in the place of the proximal map,
 *
 * <pre>
 * x' = D_sigma(y - t grad f(y))
 * a' = (1 + sqrt(1 + 4 a<sup>2</sup>)) / 2
 * y' = x' + (a - 1) / a' (x' - x)
 * </pre>
 *
 * without momentum y' = x'. The momentum is dropped whenever it points uphill. Where D is a proximal map of step t this is {@link
 * Ista} or {@link Fista}. Of other denoisers the fixed points are the same with and without momentum; that there are any,
 * and that they are found, is known under conditions that {@link
 * org.preimage.reconstruction.denoise.Lipschitz} tells about.
 *
 * <p>Kamilov, Mansour and Wohlberg 2017, A plug-and-play priors approach for solving nonlinear imaging inverse problems, IEEE Signal
 * Process. Lett. 24.
 *
 * @param f the data fidelity
 * @param denoiser D
 * @param sigma noise level that it removes
 * @param step t, positive; at most 1/L
 * @param accelerated whether there is momentum
 */
public record PnpFista(Differentiable f, Denoiser denoiser, double sigma, double step, boolean accelerated)
        implements Iteration<PnpFista.State> {
    /** @throws IllegalArgumentException if the spaces differ, or step or sigma is not positive and finite */
    public PnpFista {
        f.domain().requireShape("the domain of the denoiser", denoiser.domain());
        GradientDescent.requireStep(step);
        requireSigma(sigma);
    }

    static double requireSigma(double sigma) {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive and finite");
        }
        return sigma;
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] y;
        private final float[] gradient;
        private final Momentum momentum = new Momentum();

        private State(float[] x0) {
            x = x0.clone();
            last = x0.clone();
            y = x0.clone();
            gradient = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        f.gradient(s.y, s.gradient);
        Vectors.combine(1, s.y, -step, s.gradient, s.gradient);
        denoiser.denoise(s.gradient, sigma, s.x);
        if (accelerated) {
            s.momentum.extrapolate(s.x, s.last, s.y, true);
        } else {
            System.arraycopy(s.x, 0, s.y, 0, s.x.length);
        }
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.x, s.last);
    }

    /** The data fidelity: what the denoiser adds to it has no value in general. */
    @Override
    public double objective(State s) {
        return f.value(s.x);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.same("sigma", sigma);
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("y", s.y);
        s.momentum.persist(c);
    }
}
