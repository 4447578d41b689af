package org.preimage.reconstruction.parameter;

import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.space.Space;

/**
 * The value g of one count in data y = g k, k ~ Poisson(m), as of a camera, from the data alone.
 *
 * <p>Their variance is g times their mean, so 2 sqrt(y) has the variance g wherever there are more than a few counts (the root
 * that stabilises Poisson's variance, Anscombe 1948): g is the {@link NoiseLevel} of that root, squared, with that estimate's
 * robustness against edges. Values of fewer than five counts do not count once g is known roughly. Averages over pixels have a
 * gain accordingly smaller, and so have data with an offset; noise that does not grow with the signal gives what fits best.
 *
 * @param gain g; 0 for data without noise, NaN if there are too few samples
 */
public record EmissionGain(double gain) {
    private static final double FEW = 5;

    /**
     * Estimates g.
     *
     * @param space shape of the data
     * @param values y; negative ones are taken as 0
     */
    public static EmissionGain of(Space space, float[] values) {
        space.require("values", values);
        float[] root = new float[values.length];
        for (int i = 0; i < root.length; i++) {
            root[i] = (float) (2 * Math.sqrt(Math.max(0, values[i])));
        }
        boolean[] counted = new boolean[root.length];
        Arrays.fill(counted, true);
        double gain = square(NoiseLevel.of(space, root, counted));
        for (int pass = 0; pass < 2 && gain > 0; pass++) {
            for (int i = 0; i < root.length; i++) {
                counted[i] = values[i] > FEW * gain;
            }
            double better = square(NoiseLevel.of(space, root, counted));
            gain = Double.isNaN(better) ? gain : better;
        }
        return new EmissionGain(gain);
    }

    private static double square(double a) {
        return a * a;
    }

    /** What was found, in words. */
    public String note() {
        if (Double.isNaN(gain)) {
            return "too few samples to estimate the gain";
        }
        return gain == 0
                ? "the data show no noise"
                : String.format(Locale.ROOT, "a gain of %.4g per count estimated from the noise", gain);
    }
}
