package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The noise level of k-space: {@link MriOperator#noiseLevel} has the rule. */
final class KSpaceNoise {
    /** Median of the magnitude of a complex number whose parts have standard deviation 1, sqrt(2 ln 2). */
    private static final double RAYLEIGH_MEDIAN = Math.sqrt(2 * Math.log(2));

    private static final int FEWEST = 32;

    /** Samples that make an annulus, lest the lowest of several be so by chance. */
    private static final int ANNULUS = 256;

    private static final int MOST_ANNULI = 16;

    private KSpaceNoise() {}

    /**
     * @param data complex, coil after coil
     * @param coils number of coils
     * @param radii of the samples of a coil
     */
    static OptionalDouble level(float[] data, int coils, float[] radii) {
        int points = radii.length;
        int[] outwards = IntStream.range(0, points)
                .filter(i -> measured(data, coils, points, i))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> radii[i]))
                .mapToInt(i -> i)
                .toArray();
        int count = outwards.length;
        if (count < FEWEST) {
            return OptionalDouble.empty();
        }
        int annuli = Math.max(2, Math.min(MOST_ANNULI, count / ANNULUS));
        double lowest = Double.POSITIVE_INFINITY;
        for (int a = annuli / 2; a < annuli; a++) {
            int from = (int) ((long) count * a / annuli);
            int to = (int) ((long) count * (a + 1) / annuli);
            double squares = 0;
            for (int c = 0; c < coils; c++) {
                double level = median(data, c * points, outwards, from, to) / RAYLEIGH_MEDIAN;
                squares += level * level / coils;
            }
            lowest = Math.min(lowest, squares);
        }
        return OptionalDouble.of(Math.sqrt(lowest));
    }

    private static boolean measured(float[] data, int coils, int points, int i) {
        for (int c = 0; c < coils; c++) {
            int at = 2 * (c * points + i);
            if (data[at] != 0 || data[at + 1] != 0) {
                return true;
            }
        }
        return false;
    }

    private static double median(float[] data, int first, int[] samples, int from, int to) {
        double[] magnitudes = new double[to - from];
        for (int k = from; k < to; k++) {
            int at = 2 * (first + samples[k]);
            magnitudes[k - from] = Math.hypot(data[at], data[at + 1]);
        }
        Arrays.sort(magnitudes);
        return 0.5 * (magnitudes[(to - from - 1) / 2] + magnitudes[(to - from) / 2]);
    }
}
