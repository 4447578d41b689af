package org.preimage.reconstruction.parameter;

import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * Weights of the squared image w/2 |x|<sup>2</sup> beside 1/2 |A x - b|<sup>2</sup>: the noise's variance over the mean square of the
 * image, at which for white images and white noise the minimiser is the one of least expected error (Foster 1961, An application
 * of the Wiener-Kolmogorov smoothing theory to matrix inversion, J. SIAM 9).
 *
 * @param weight the weight; 0 if the data are zero
 * @param note how it was chosen, in words
 */
public record RidgeWeight(double weight, String note) {
    /**
     * For a rough image.
     *
     * @param goal what is known of the data's noise
     * @param image of about the right size
     */
    public static RidgeWeight of(Discrepancy goal, float[] image) {
        double squares = Vectors.normSquared(image);
        double variance = goal.samples() == 0 ? 0 : goal.radius() * goal.radius() / goal.samples();
        return new RidgeWeight(
                squares > 0 ? variance * image.length / squares : variance,
                String.format(
                        Locale.ROOT,
                        "the noise's variance over the image's mean square, taken as %.4g; %s",
                        squares / image.length,
                        goal.note()));
    }

    /** The same with the multiple of A* b that fits the data best as the image. */
    public static RidgeWeight of(LinearOperator operator, Discrepancy goal) {
        float[] x = operator.adjoint(goal.data());
        double seen = Vectors.normSquared(operator.apply(x));
        Vectors.scale(seen > 0 ? Vectors.normSquared(x) / seen : 0, x);
        return of(goal, x);
    }

    /** A multiple of it. */
    public RidgeWeight times(double factor) {
        return new RidgeWeight(factor * weight, String.format(Locale.ROOT, "%.3g times %s", factor, note));
    }
}
