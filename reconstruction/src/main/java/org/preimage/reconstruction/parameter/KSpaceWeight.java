package org.preimage.reconstruction.parameter;

import java.util.Locale;
import org.preimage.operators.LinearOperator;

/**
 * Weights of sparse priors for k-space: a multiple of what noise adds to each entry of A* b, sigma times the root mean square of
 * A's column norms, with sigma as the operator knows it ({@link LinearOperator#noiseLevel}).
 *
 * <p>The multiples, 0.6 for wavelet details and 0.5 for total variation, were chosen by PSNR on a measured brain (8 coils, Poisson
 * discs): among 0.25, 0.5, 0.7, 1 and more, wavelets did best with 0.5 at R = 2 and 8 and with 0.7 at R = 4, the two within 0.15
 * dB; among 0.2, 0.4 and 0.8, total variation did best with 0.4 at R = 2, and 0.4 dB better with 0.8 than with 0.4 at R = 8. For a
 * noisy Shepp-Logan phantom at R = 4 a multiple of 1 is 0.3 dB better for wavelets, and 0.8 is 1 dB better than 0.4 for total variation.
 *
 * @param weight the weight
 * @param note how it was chosen, in words
 */
public record KSpaceWeight(double weight, String note) {
    private static final double WAVELETS = 0.6;
    private static final double DIFFERENCES = 0.5;

    /** The weight of the details of an orthogonal wavelet transform. */
    public static KSpaceWeight forWavelets(LinearOperator operator, float[] data) {
        return of(operator, data, WAVELETS);
    }

    /** The weight of total variation. */
    public static KSpaceWeight forTotalVariation(LinearOperator operator, float[] data) {
        return of(operator, data, DIFFERENCES);
    }

    private static KSpaceWeight of(LinearOperator operator, float[] data, double factor) {
        Discrepancy noise = Discrepancy.estimate(operator, data);
        double weight = factor * noise.scale();
        return new KSpaceWeight(
                weight, String.format(Locale.ROOT, "%.3g times what noise adds to A* b; %s", factor, noise.note()));
    }
}
