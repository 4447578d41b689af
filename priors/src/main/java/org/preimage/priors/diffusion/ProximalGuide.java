package org.preimage.priors.diffusion;

import org.preimage.operators.parallel.Parallel;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.ProximalLeastSquares;

/**
 * The denoised image brought to the data as far as noise in both allows,
 *
 * <pre>argmin_x |A x - b|<sup>2</sup> / (2 n<sup>2</sup>) + |x - D(z, s)|<sup>2</sup> / (2 r<sup>2</sup>),   r<sup>2</sup> = s<sup>2</sup> d<sup>2</sup> / (s<sup>2</sup> + d<sup>2</sup>) / w,</pre>
 *
 * a map of D that stretches no distance, and for n = 0 tends to the projection onto what fits the data. r is how far D is taken to be
 * from x; by w = 1 it is what it would be for images of white noise, so that w above 1 tells how much better a prior knows them. In
 * z = x + s e this is the same as mixing z with data that are seen under noise of the same draw, A z and b + s A e.
 *
 * <p>Of white Gaussian images with w = 1 it is E[x | z, b] itself, and draws are those of the posterior. Of others they are biased: for six
 * correlated Gaussian pixels, two data and 200 levels from noise the mean is off by up to 0.33 posterior deviations and the deviations by
 * 4 % ({@link Ddim#ANCESTRAL}), by 0.37 and 13 % ({@link Heun}), by 0.18 and 43 % ({@link PredictorCorrector}, one step at 0.16).
 *
 * <p>Chung, Sim and Ye 2022, Come-closer-diffuse-faster: accelerating conditional diffusion models for inverse problems through
 * stochastic contraction, CVPR, for the projection; Zhu, Zhang, Liang, Cao, Wen, Timofte and Van Gool 2023, Denoising diffusion models
 * for plug-and-play image restoration, CVPR workshops, for the proximal step.
 *
 * @param prior D
 * @param fit A and b
 * @param noise n, positive
 * @param trust w, positive
 * @param iterations conjugate gradients at most, where there is no closed form
 */
public record ProximalGuide(DiffusionPrior prior, LeastSquares fit, double noise, double trust, int iterations)
        implements Guide {
    private static final double TOLERANCE = 1e-4;

    public ProximalGuide {
        prior.space().requireShape("the domain of the operator", fit.domain());
        if (!(noise > 0) || !(trust > 0) || Double.isInfinite(noise) || Double.isInfinite(trust)) {
            throw new IllegalArgumentException(
                    "noise is " + noise + " and trust " + trust + ", but both must be positive and finite");
        }
    }

    @Override
    public void estimate(float[][] noisy, double level, double share, float[][] out) {
        prior.denoise(noisy, level, out);
        double d = prior.deviation();
        double r2 = level * level * d * d / (level * level + d * d) / trust;
        ProximalLeastSquares map = new ProximalLeastSquares(fit, iterations, TOLERANCE);
        Parallel.ranges(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                map.prox(out[i], r2 / (noise * noise), out[i]);
            }
        });
    }
}
