package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * Regularisation by denoising: an image at which data and denoiser pull equally,
 *
 * <pre>A*(A x - b) + w (x - D_sigma(x)) = 0,</pre>
 *
 * by accelerated proximal gradients,
 *
 * <pre>
 * x' = argmin 1/2 |A x - b|<sup>2</sup> + w/2 |x - D_sigma(z)|<sup>2</sup>
 * z' = x' + (a - 1) / a' (x' - x),   a' = (1 + sqrt(1 + 4 a<sup>2</sup>)) / 2,
 * </pre>
 *
 * without momentum the fixed-point scheme. Where D is linear, symmetric and non-expansive, x is the minimiser of 1/2 |A x -
 * b|<sup>2</sup> + w/2 &lt;x, x - D x&gt;; of other denoisers the equation still says what is found, but there is no such
 * functional in general. The momentum is dropped whenever it points uphill.
 *
 * <p>Romano, Elad and Milanfar 2017, The little engine that could: regularization by denoising, SIAM J. Imaging Sci. 10; Reehorst and
 * Schniter 2019, Regularization by denoising: clarifications and new interpretations, IEEE Trans. Comput. Imaging 5.
 *
 * @param fit the data fidelity
 * @param denoiser D
 * @param sigma noise level that it removes
 * @param weight w, positive
 * @param accelerated whether there is momentum
 * @param innerIterations conjugate gradients in each iteration at most, at least 1
 */
public record Red(
        LeastSquares fit, Denoiser denoiser, double sigma, double weight, boolean accelerated, int innerIterations)
        implements Iteration<Red.State> {
    /** @throws IllegalArgumentException if the spaces differ, or a number is not positive and finite */
    public Red {
        fit.domain().requireShape("the domain of the denoiser", denoiser.domain());
        PnpFista.requireSigma(sigma);
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight is " + weight + ", but must be positive and finite");
        }
        PnpAdmm.requireInner(innerIterations);
    }

    /** All buffers of a run. */
    public static final class State {
        private final ProximalFit proximal;
        private final float[] x;
        private final float[] last;
        private final float[] z;
        private final float[] denoised;
        private final Momentum momentum = new Momentum();

        private State(ProximalFit proximal, float[] x0) {
            this.proximal = proximal;
            x = x0.clone();
            last = x0.clone();
            z = x0.clone();
            denoised = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        fit.domain().require("x0", x0);
        return new State(new ProximalFit(fit, innerIterations, PnpAdmm.INNER_TOLERANCE), x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        denoiser.denoise(s.z, sigma, s.denoised);
        s.proximal.solve(weight, s.denoised, s.x);
        if (accelerated) {
            s.momentum.extrapolate(s.x, s.last, s.z, true);
        } else {
            System.arraycopy(s.x, 0, s.z, 0, s.x.length);
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

    /** 1/2 |A x - b|<sup>2</sup> + w/2 &lt;x, x - D x&gt;, which is minimised where D is linear and symmetric. */
    @Override
    public double objective(State s) {
        denoiser.denoise(s.x, sigma, s.denoised);
        return fit.value(s.x) + 0.5 * weight * (Vectors.normSquared(s.x) - Vectors.dot(s.x, s.denoised));
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("sigma", sigma);
        c.same("weight", weight);
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("z", s.z);
        s.momentum.persist(c);
    }
}
