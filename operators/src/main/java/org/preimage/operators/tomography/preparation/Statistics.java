package org.preimage.operators.tomography.preparation;

import java.util.Arrays;

/** Medians, and what is built on them. */
final class Statistics {
    /** Of a normal distribution: standard deviation over median absolute deviation. */
    private static final double NORMAL = 1.4826;

    private Statistics() {}

    /** The median of the first n values, which it sorts. */
    static double median(double[] values, int n) {
        Arrays.sort(values, 0, n);
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }

    static double median(double[] values) {
        return median(values.clone(), values.length);
    }

    /** The standard deviation that a normal distribution of the same median absolute deviation has. */
    static double robustSigma(double[] values) {
        double middle = median(values);
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - middle);
        }
        return NORMAL * median(deviations, deviations.length);
    }

    /** Running median over an odd window, the ends mirrored: values -1, -2 are those of 0, 1. */
    static void runningMedian(float[] line, int n, int window, float[] out, float[] sorted) {
        int half = window / 2;
        for (int k = 0; k < window; k++) {
            sorted[k] = line[mirror(k - half, n)];
        }
        Arrays.sort(sorted, 0, window);
        out[0] = sorted[half];
        for (int i = 1; i < n; i++) {
            float gone = line[mirror(i - 1 - half, n)];
            float come = line[mirror(i + half, n)];
            replace(sorted, window, gone, come);
            out[i] = sorted[half];
        }
    }

    private static void replace(float[] sorted, int n, float gone, float come) {
        int at = Arrays.binarySearch(sorted, 0, n, gone);
        if (gone < come) {
            while (at + 1 < n && sorted[at + 1] < come) {
                sorted[at] = sorted[at + 1];
                at++;
            }
        } else {
            while (at > 0 && sorted[at - 1] > come) {
                sorted[at] = sorted[at - 1];
                at--;
            }
        }
        sorted[at] = come;
    }

    /** The index in 0 .. n - 1 that a mirror at both ends shows at i. */
    static int mirror(int i, int n) {
        int period = 2 * n;
        int j = Math.floorMod(i, period);
        return j < n ? j : period - 1 - j;
    }

    /** Fills marked places linearly between the nearest unmarked ones; beyond the outermost its value is repeated. */
    static void interpolate(float[] values, int offset, boolean[] marked, int mark, int n) {
        int before = -1;
        for (int i = 0; i < n; i++) {
            if (!marked[mark + i]) {
                before = i;
                continue;
            }
            int after = i + 1;
            while (after < n && marked[mark + after]) {
                after++;
            }
            if (before < 0) {
                values[offset + i] = values[offset + after];
            } else if (after == n) {
                values[offset + i] = values[offset + before];
            } else {
                float t = (float) (i - before) / (after - before);
                values[offset + i] = (1 - t) * values[offset + before] + t * values[offset + after];
            }
        }
    }
}
