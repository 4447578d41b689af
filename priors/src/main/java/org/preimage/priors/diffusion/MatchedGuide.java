package org.preimage.priors.diffusion;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.ProximalLeastSquares;

/**
 * The denoised image brought to the data as far as it contradicts them: the step of {@link ProximalGuide} with the variance that the
 * misfit itself tells, for data see noise and what D(z, s) errs by,
 *
 * <pre>E |A D(z, s) - b|<sup>2</sup> = m n<sup>2</sup> + r<sup>2</sup> |A|<sub>F</sub><sup>2</sup>,</pre>
 *
 * twice that r<sup>2</sup>, as D has been drawn to the data before, and at most {@value #MOST} times what it would be for images of white
 * noise. Where errors of neighbours go together, as where data are means over many pixels, r is larger than any variance of single
 * pixels would say. For the six Gaussian pixels of {@link ProximalGuide} the mean is off by up to 0.33 posterior deviations and the
 * deviations by 15 % ({@link Ddim#ANCESTRAL}).
 *
 * @param prior D
 * @param fit A and b
 * @param noise n, positive
 * @param samples m that hold noise, at least 1
 * @param gain |A|<sub>F</sub><sup>2</sup>, positive
 * @param iterations conjugate gradients at most
 */
public record MatchedGuide(
        DiffusionPrior prior, LeastSquares fit, double noise, int samples, double gain, int iterations)
        implements Guide {
    private static final double TOLERANCE = 1e-4;
    private static final double FACTOR = 2;
    private static final double MOST = 10;
    private static final double LEAST = 1e-3;

    public MatchedGuide {
        // What it needs is what the other needs, too.
        new ProximalGuide(prior, fit, noise, 1, iterations);
        if (samples < 1 || !(gain > 0) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("samples are " + samples + " and the gain is " + gain
                    + ", but there must be at least one, and a positive gain");
        }
    }

    @Override
    public void estimate(float[][] noisy, double level, double share, float[][] out) {
        prior.denoise(noisy, level, out);
        double d = prior.deviation();
        double white = level * level * d * d / (level * level + d * d);
        ProximalLeastSquares map = new ProximalLeastSquares(fit, iterations, TOLERANCE);
        Parallel.ranges(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                double misfit = Vectors.distanceSquared(fit.operator().apply(out[i]), fit.data());
                double told = FACTOR * (misfit - samples * noise * noise) / gain;
                double r2 = Math.min(MOST * white, Math.max(LEAST * white, told));
                map.prox(out[i], r2 / (noise * noise), out[i]);
            }
        });
    }
}
