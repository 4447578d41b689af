package org.preimage.priors.diffusion;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.Diagonal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.ProximalLeastSquares;

/**
 * The denoised image brought to the data where it may be wrong,
 *
 * <pre>argmin_x |A x - b|<sup>2</sup> / (2 n<sup>2</sup>) + sum_i (x_i - D_i(z, s))<sup>2</sup> / (2 r_i<sup>2</sup>),   r_i<sup>2</sup> = s<sup>2</sup> dD_i / dz_i / w,</pre>
 *
 * as Tweedie's second formula says that the covariance of x given z is s<sup>2</sup> dD / dz. Its diagonal is v_i (J* v)_i in the mean over
 * random signs v; here of one v for all samples of a level, averaged over the pixels around. An estimate costs about as much as two
 * of {@link ProximalGuide}. For that one's six Gaussian pixels the mean is off by up to 0.34 posterior deviations and the deviations
 * by 5 % ({@link Ddim#ANCESTRAL}).
 *
 * <p>Boys, Girolami, Pidstrigach, Reich, Mosca and Akyildiz 2023, Tweedie moment projected diffusions for inverse problems,
 * arXiv:2310.06721, who take the sums of rows for the diagonal; Bekas, Kokiopoulou and Saad 2007, An estimator for the diagonal of a
 * matrix, Appl. Numer. Math. 57.
 *
 * @param prior D
 * @param fit A and b
 * @param noise n, positive
 * @param trust w, positive
 * @param iterations conjugate gradients at most
 */
public record PixelwiseGuide(DiffusionPrior prior, LeastSquares fit, double noise, double trust, int iterations)
        implements Guide {
    private static final double TOLERANCE = 1e-4;

    /** Pixels to each side over which variances are averaged. */
    private static final int RADIUS = 2;

    /** Smallest variance over that of images of white noise. */
    private static final double LEAST = 0.003;

    public PixelwiseGuide {
        // What it needs is what the other needs.
        new ProximalGuide(prior, fit, noise, trust, iterations);
    }

    @Override
    public void estimate(float[][] noisy, double level, double share, float[][] out) {
        Space space = prior.space();
        float[] signs = signs(space.length(), level);
        float[][] products = new float[noisy.length][space.length()];
        prior.pullBack(noisy, level, (i, x) -> signs, out, products);
        Parallel.ranges(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                float[] deviations = deviations(signs, products[i], level);
                LinearOperator scaled = fit.operator().after(new Diagonal(space, deviations));
                float[] u = new float[deviations.length];
                for (int k = 0; k < u.length; k++) {
                    u[k] = out[i][k] / deviations[k];
                }
                new ProximalLeastSquares(new LeastSquares(scaled, fit.data()), iterations, TOLERANCE)
                        .prox(u, 1 / (noise * noise), u);
                for (int k = 0; k < u.length; k++) {
                    out[i][k] = deviations[k] * u[k];
                }
            }
        });
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
    private float[] deviations(float[] signs, float[] product, double level) {
        Space space = prior.space();
        int columns = space.size(0);
        int rows = space.size(1);
        int parts = space.field() == Field.COMPLEX ? 2 : 1;
        double[] slopes = new double[columns * rows];
        for (int i = 0; i < product.length; i++) {
            slopes[i / parts] += (double) signs[i] * product[i] / parts;
        }
        double d = prior.deviation();
        double white = level * level * d * d / (level * level + d * d);
        double[] smooth = averaged(averaged(slopes, columns, rows, 1), columns, rows, columns);
        float[] out = new float[product.length];
        for (int i = 0; i < out.length; i++) {
            double variance = level * level * smooth[i / parts];
            out[i] = (float) Math.sqrt(Math.min(white, Math.max(LEAST * white, variance)) / trust);
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
