package org.preimage.reconstruction.parameter;

import java.util.Arrays;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The standard deviation of white Gaussian noise, estimated from the data alone.
 *
 * <p>Difference filters annihilate what is locally a polynomial, and leave noise of known variance. The median of their
 * magnitudes, over 0.6745, is the noise level wherever fewer than half of the samples stand at edges (median absolute
 * deviation; Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage). Structure can only add to the
 * median, so the smallest estimate of several filters is taken, each increased for the comparison by twice its statistical
 * error, lest chance decide: second, third and fourth differences along the first two axes, and the products of differences
 * along both.
 *
 * <p>Noise need not be equally strong everywhere, as behind dense parts of an object: medians are taken over 256 or more
 * samples of neighbouring tiles, 16 along both first axes, and the result is the root mean square of
 * their levels.
 *
 * <p>Complex data: the standard deviation of the real part, equal to that of the imaginary part.
 */
public final class NoiseLevel {
    /** Median of the magnitude of a standard normal variable. */
    private static final double NORMAL_MEDIAN = 0.6744897501960817;

    private static final int FEWEST = 30;

    /** Samples over which the noise is taken as equally strong. */
    private static final int RUN = 256;

    /** Of them along the first axis: the noise behind an object changes along the detector and with the view. */
    private static final int TILE = 16;

    private static final float[][] DIFFERENCES = {{1, -1}, {1, -2, 1}, {1, -3, 3, -1}, {1, -4, 6, -4, 1}};

    private NoiseLevel() {}

    /** The noise level of all samples. */
    public static double of(Image data) {
        boolean[] all = new boolean[data.data().length];
        Arrays.fill(all, true);
        return of(data.space(), data.data(), all);
    }

    /**
     * The noise level of some samples.
     *
     * @param space shape of the data
     * @param data the samples
     * @param counted which of them count, one entry for each float; filters that meet others are left out
     * @return the standard deviation, 0 for noise-free data; NaN if there are fewer than 30 places for any filter
     */
    public static double of(Space space, float[] data, boolean[] counted) {
        return measure(space, data, counted).sd;
    }

    /**
     * A noise level.
     *
     * @param sd the standard deviation, as {@link #of(Space, float[], boolean[])} returns it
     * @param share of the places to which it belongs: at the others the data are exactly zero, without photons or never measured
     */
    record Level(double sd, double share) {}

    /** The noise level, and how much of the data it belongs to. */
    static Level measure(Space space, float[] data, boolean[] counted) {
        space.require("data", data);
        if (counted.length != data.length) {
            throw new IllegalArgumentException(
                    "counted has " + counted.length + " entries, but " + data.length + " are needed");
        }
        float[] point = {1};
        Estimate best = new Estimate(Double.NaN, 0, 0);
        for (int order = 1; order < DIFFERENCES.length; order++) {
            float[] d = DIFFERENCES[order];
            best = best.orSmaller(estimate(space, data, counted, d, point));
            if (space.dimensions() > 1) {
                best = best.orSmaller(estimate(space, data, counted, point, d));
            }
        }
        if (space.dimensions() > 1) {
            for (float[] d : DIFFERENCES) {
                best = best.orSmaller(estimate(space, data, counted, d, d));
            }
        }
        return new Level(best.sd, best.count == 0 ? 1 : (double) best.count / (best.count + best.silent));
    }

    /** An estimate from the median of so many magnitudes; its relative standard error is 1.17 / sqrt(count). */
    private record Estimate(double sd, int count, int silent) {
        double bound() {
            return sd * (1 + 2 * 1.17 / Math.sqrt(count));
        }

        Estimate orSmaller(Estimate other) {
            // A filter that finds few places among masked samples has no say against one that finds many.
            boolean many = 4L * other.count >= count;
            return Double.isNaN(sd) || many && other.bound() < bound() ? other : this;
        }
    }

    /** The estimate of the filter that is the product of {@code first} along axis 0 and {@code second} along axis 1. */
    private static Estimate estimate(Space space, float[] data, boolean[] counted, float[] first, float[] second) {
        int stride0 = space.field().floats();
        int stride1 = stride0 * space.size(0);
        int size1 = space.dimensions() > 1 ? space.size(1) : 1;
        double gain = 0;
        int taps = 0;
        int[] offset = new int[first.length * second.length];
        float[] weight = new float[offset.length];
        for (int j = 0; j < second.length; j++) {
            for (int i = 0; i < first.length; i++) {
                offset[taps] = i * stride0 + j * stride1;
                weight[taps] = first[i] * second[j];
                gain += weight[taps] * weight[taps];
                taps++;
            }
        }
        float[] magnitude = new float[data.length];
        int count = 0;
        int silent = 0;
        int size0 = space.size(0);
        int tile0 = size1 > 1 ? TILE : size0;
        int tile1 = RUN / TILE;
        int planes = data.length / (stride1 * size1);
        for (int plane = 0; plane < planes; plane++) {
            for (int y = 0; y < size1; y += tile1) {
                for (int x = 0; x < size0; x += tile0) {
                    int right = Math.min(x + tile0, size0 - first.length + 1);
                    int bottom = Math.min(y + tile1, size1 - second.length + 1);
                    for (int j = y; j < bottom; j++) {
                        for (int i = x * stride0; i < right * stride0; i++) {
                            int at = (plane * size1 + j) * stride1 + i;
                            float value = filtered(data, counted, at, offset, weight);
                            if (Float.isInfinite(value)) {
                                silent++;
                            } else if (!Float.isNaN(value)) {
                                magnitude[count++] = Math.abs(value);
                            }
                        }
                    }
                }
            }
        }
        if (count < FEWEST) {
            return new Estimate(Double.NaN, 0, 0);
        }
        double variance = 0;
        for (int from = 0; from < count; from = end(from, count)) {
            int to = end(from, count);
            Arrays.sort(magnitude, from, to);
            double median = 0.5 * (magnitude[(from + to - 1) / 2] + magnitude[(from + to) / 2]);
            variance += (to - from) * median * median / count;
        }
        return new Estimate(Math.sqrt(variance / gain) / NORMAL_MEDIAN, count, silent);
    }

    /** The filter at one place; NaN where it meets samples that do not count, infinite where all it meets are exact zeros. */
    private static float filtered(float[] data, boolean[] counted, int at, int[] offset, float[] weight) {
        float sum = 0;
        boolean all = true;
        boolean zero = true;
        for (int t = 0; t < offset.length; t++) {
            float v = data[at + offset[t]];
            all &= counted[at + offset[t]];
            zero &= v == 0;
            sum += weight[t] * v;
        }
        // Exact zeros all over were never measured, or hold no photon.
        return !all ? Float.NaN : zero ? Float.POSITIVE_INFINITY : sum;
    }

    /** The end of the run of magnitudes that begins at {@code from}: at least {@link #RUN}, the last one longer. */
    private static int end(int from, int count) {
        return count - from < 2 * RUN ? count : from + RUN;
    }
}
