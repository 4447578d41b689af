package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is taken together into a pixel that is f times larger, as weights of the pixels around its centre. */
public enum Antialiasing {
    /** The average of the f pixels that it covers, as a detector with larger pixels measures. */
    BOX(0.5) {
        @Override
        double value(double x) {
            return Math.abs(x) <= 0.5 ? 1 : 0;
        }
    },
    /**
     * Cubic convolution with a = -1/2, stretched by f: R. G. Keys, Cubic convolution interpolation for digital image
     * processing, IEEE Trans. ASSP 29, 1981.
     */
    BICUBIC(2) {
        @Override
        double value(double x) {
            double a = Math.abs(x);
            return a <= 1 ? (1.5 * a - 2.5) * a * a + 1 : a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
        }
    },
    /** A Gaussian with standard deviation f / 2. */
    GAUSSIAN(2) {
        @Override
        double value(double x) {
            return Math.exp(-2 * x * x);
        }
    };

    private final double reach;

    /** @param reach to either side, in large pixels */
    Antialiasing(double reach) {
        this.reach = reach;
    }

    /** The kernel at a distance in large pixels, up to a factor. */
    abstract double value(double x);

    /** The name in a SPEC, as "box". */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kernel of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Antialiasing of(String label) {
        for (Antialiasing kernel : values()) {
            if (kernel.label().equals(label)) {
                return kernel;
            }
        }
        throw new IllegalArgumentException("kernel is \"" + label + "\", but must be one of "
                + Arrays.stream(values()).map(Antialiasing::label).collect(Collectors.joining(", ")));
    }

    /**
     * Weights of small pixels, even around the centre of the large one and with sum 1: an even number of them for even factors,
     * an odd number for odd ones.
     */
    double[] weights(int factor) {
        int half = (int) Math.floor(reach * factor + 0.5);
        int taps = factor % 2 == 0 ? 2 * half : 2 * half + 1;
        // A box covers exactly its pixels.
        taps = this == BOX ? factor : taps;
        double[] weights = new double[taps];
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            weights[k] = value((k - (taps - 1) / 2.0) / factor);
            sum += weights[k];
        }
        for (int k = 0; k < taps; k++) {
            weights[k] /= sum;
        }
        return weights;
    }
}
