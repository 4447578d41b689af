package org.preimage.reconstruction.parameter;

import java.util.Locale;
import org.preimage.operators.LinearOperator;

/**
 * Weights of sparse priors for k-space.
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
