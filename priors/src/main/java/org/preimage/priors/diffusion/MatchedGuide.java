package org.preimage.priors.diffusion;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.Diagonal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.ProximalLeastSquares;

/**
 * The denoised image brought to the data where it may be wrong, as far as it contradicts them,
 *
 * <pre>argmin_x |A x - b|<sup>2</sup> / (2 n<sup>2</sup>) + sum_i (x_i - D_i(z, s))<sup>2</sup> / (2 c r_i<sup>2</sup>).</pre>
 *
 * <p>Where it may be wrong, its own slope tells, for by Tweedie's second formula the covariance of x given z is s<sup>2</sup> dD / dz.
 * r_i<sup>2</sup> is the diagonal, v_i (J v)_i s<sup>2</sup> in the mean over random signs v; here of one v at the first of the images, which
 * are all estimates of the same one, by a difference along v, averaged over the pixels around.
 *
 * <p>How far, the misfit tells, for data see noise and what D errs by, E |A D - b|<sup>2</sup> = m n<sup>2</sup> + c |A r v|<sup>2</sup>: c is twice that, as D
 * has been drawn to the data before, and at most {@value #MOST}. It grows where errors of neighbours go together, as where data are
 * means over many pixels, which variances of pixels by themselves do not tell.
 *
 * <p>For the six Gaussian pixels of {@link ProximalGuide} the mean is off by up to 0.33 posterior deviations and the deviations by 15 %
 * ({@link Ddim#ANCESTRAL}).
 *
 * <p>The slopes as in Boys, Girolami, Pidstrigach, Reich, Mosca and Akyildiz 2023, Tweedie moment projected diffusions for inverse
 * problems, arXiv:2310.06721, who take the sums of rows for the diagonal; Bekas, Kokiopoulou and Saad 2007, An estimator for the
 * diagonal of a matrix, Appl. Numer. Math. 57.
 *
 * @param prior D
 * @param fit A and b
 * @param noise n, positive
 * @param samples m that hold noise, at least 1
 * @param iterations conjugate gradients at most
 */
public record MatchedGuide(DiffusionPrior prior, LeastSquares fit, double noise, int samples, int iterations)
        implements Guide {
    private static final double TOLERANCE = 1e-4;
    private static final double FACTOR = 2;
    private static final double MOST = 10;
    private static final double LEAST = 1e-3;

    /** Length of the step that tells a slope, over the level: the network bends over distances of about the level. */
    private static final double ALONG = 0.02;

    /** Pixels to each side over which variances are averaged. */
    private static final int RADIUS = 2;

    /** Smallest variance over that of images of white noise. */
    private static final double FLOOR = 0.003;

    public MatchedGuide {
        // What it needs is what the other needs, too.
        new ProximalGuide(prior, fit, noise, 1, iterations);
        if (samples < 1) {
            throw new IllegalArgumentException("samples are " + samples + ", but there must be at least one");
        }
    }

    @Override
    public void estimate(float[][] noisy, double level, double share, float[][] out) {
        float[] signs = signs(prior.space().length(), level);
        float[] deviations = deviations(slopes(signs, noisy, level, out), level);
        float[] error = deviations.clone();
        for (int k = 0; k < error.length; k++) {
            error[k] *= signs[k];
        }
        double gain = Vectors.normSquared(fit.operator().apply(error));
        Parallel.ranges(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                double misfit = Vectors.distanceSquared(fit.operator().apply(out[i]), fit.data());
                double told = FACTOR * (misfit - samples * noise * noise) / gain;
                double c = gain > 0 ? Math.min(MOST, Math.max(LEAST, told)) : 1;
                bring(out[i], deviations, Math.sqrt(c));
            }
        });
    }

    /** D of all, and v (J v) at the first: one image more in the same call, a little further along v, tells it. */
    private float[] slopes(float[] signs, float[][] noisy, double level, float[][] out) {
        int n = noisy.length;
        float along = (float) (ALONG * level);
        float[][] in = Arrays.copyOf(noisy, n + 1);
        float[][] all = Arrays.copyOf(out, n + 1);
        in[n] = noisy[0].clone();
        all[n] = new float[signs.length];
        for (int i = 0; i < signs.length; i++) {
            in[n][i] += along * signs[i];
        }
        prior.denoise(in, level, all);
        float[] slopes = new float[signs.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = signs[i] * (all[n][i] - out[0][i]) / along;
        }
        return slopes;
    }

    /** The minimiser for deviations times a factor, in place: in units of them the images are white. */
    private void bring(float[] x, float[] deviations, double factor) {
        float[] scale = deviations.clone();
        Vectors.scale(factor, scale);
        LinearOperator scaled = fit.operator().after(new Diagonal(prior.space(), scale));
        float[] u = new float[x.length];
        for (int k = 0; k < u.length; k++) {
            u[k] = x[k] / scale[k];
        }
        new ProximalLeastSquares(new LeastSquares(scaled, fit.data()), iterations, TOLERANCE)
                .prox(u, 1 / (noise * noise), u);
        for (int k = 0; k < u.length; k++) {
            x[k] = scale[k] * u[k];
        }
    }

    private static float[] signs(int n, double level) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(Double.doubleToLongBits(level));
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = random.nextBoolean() ? 1 : -1;
        }
        return v;
    }

    /** r of each value. */
    private float[] deviations(float[] slopes, double level) {
        Space space = prior.space();
        int columns = space.size(0);
        int rows = space.size(1);
        int parts = space.field() == Field.COMPLEX ? 2 : 1;
        double[] pixels = new double[columns * rows];
        for (int i = 0; i < slopes.length; i++) {
            pixels[i / parts] += slopes[i] / parts;
        }
        double d = prior.deviation();
        double white = level * level * d * d / (level * level + d * d);
        double[] smooth = averaged(averaged(pixels, columns, rows, 1), columns, rows, columns);
        float[] out = new float[slopes.length];
        for (int i = 0; i < out.length; i++) {
            double variance = level * level * smooth[i / parts];
            out[i] = (float) Math.sqrt(Math.min(white, Math.max(FLOOR * white, variance)));
        }
        return out;
    }

    /** Along rows for a step of 1, along columns for one of a row. */
    private static double[] averaged(double[] x, int columns, int rows, int step) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int at = step == 1 ? i % columns : i / columns;
            int last = (step == 1 ? columns : rows) - 1;
            int from = Math.max(-RADIUS, -at);
            int to = Math.min(RADIUS, last - at);
            for (int k = from; k <= to; k++) {
                out[i] += x[i + k * step] / (to - from + 1);
            }
        }
        return out;
    }
}
