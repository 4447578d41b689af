package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Removes zingers: single values that a scattered photon or a cosmic ray made too bright, and which the back-projection
 * smears to streaks.
 *
 * <p>A selective median. A zinger stands out in time and on the detector at once: it lies below the median of five
 * neighbouring views in its cell, and below the median of seven neighbouring cells in its view, each time by more than
 * {@code threshold} standard deviations of the noise, and by more than four of the five views and seven cells about it; then the
 * mean of both medians replaces it. Edges stand out in one direction only, a faulty cell on the detector only, and a crack has neighbours
 * that vary as much. The noise is the robust deviation of the differences from the median, taken in 16 groups of equally many
 * values, since it grows with attenuation; it is not taken below 0.2 % of the range of values. A zinger may cover two views and
 * three cells.
 *
 * @param threshold in standard deviations, at least 3
 */
public record Zingers(double threshold) {
    /** What serves most scans. */
    public static final Zingers DEFAULT = new Zingers(8);

    private static final int VIEWS = 5;
    private static final int CELLS = 7;
    /** Robust standard deviations of its surroundings by which a zinger stands out at least. */
    private static final double LOCAL = 4;

    private static final int GROUPS = 16;
    private static final int SAMPLES = 40_000;
    private static final double LEAST = 0.002;

    public Zingers {
        if (!(threshold >= 3)) {
            throw new IllegalArgumentException(
                    "the threshold for zingers is " + threshold + ", but must be at least 3 standard deviations");
        }
    }

    /**
     * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE; each row is judged by itself
     * @throws IllegalArgumentException if the axes are others, a value is not finite, or there are fewer than 5 views or 7
     *     cells
     */
    public Repaired apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        if (layout.views() < VIEWS || layout.cells() < CELLS) {
            throw new IllegalArgumentException("there are " + layout.views() + " views and " + layout.cells()
                    + " cells, but to find zingers at least " + VIEWS + " and " + CELLS + " are needed");
        }
        AtomicLong removed = new AtomicLong();
        Image out = layout.eachRow(
                lineIntegrals, (sinogram, row) -> removed.addAndGet(clean(sinogram, layout.views(), layout.cells())));
        return new Repaired(out, removed.get());
    }

    private long clean(float[] sinogram, int views, int cells) {
        float[] p = sinogram.clone();
        Noise[] noise = noise(p, views, cells);
        AtomicLong removed = new AtomicLong();
        Parallel.ranges(views, 16, (from, to) -> {
            float[] window = new float[CELLS];
            double[] block = new double[VIEWS * CELLS];
            long n = 0;
            for (int v = from; v < to; v++) {
                for (int c = 0; c < cells; c++) {
                    float value = p[v * cells + c];
                    float inTime = alongViews(p, v, c, views, cells);
                    if (!(inTime - value > threshold * noise[0].at(inTime))) {
                        continue;
                    }
                    float onDetector = alongCells(p, v, c, cells, window);
                    if (onDetector - value > threshold * noise[1].at(onDetector)
                            && Math.min(inTime, onDetector) - value > LOCAL * aroundIt(p, v, c, views, cells, block)) {
                        sinogram[v * cells + c] = (inTime + onDetector) / 2;
                        n++;
                    }
                }
            }
            removed.addAndGet(n);
        });
        return removed.get();
    }

    /** The median of five views; at the ends the five nearest. */
    private static float alongViews(float[] p, int v, int c, int views, int cells) {
        int first = Math.min(Math.max(0, v - VIEWS / 2), views - VIEWS) * cells + c;
        float a = p[first];
        float b = p[first + cells];
        float d = p[first + 2 * cells];
        float e = p[first + 3 * cells];
        float f = p[first + 4 * cells];
        // Of two pairs the smallest and the largest of four cannot be the median of five.
        float low = Math.max(Math.min(a, b), Math.min(d, e));
        float high = Math.min(Math.max(a, b), Math.max(d, e));
        return Math.max(Math.min(low, high), Math.min(Math.max(low, high), f));
    }

    private static float alongCells(float[] p, int v, int c, int cells, float[] window) {
        int first = Math.min(Math.max(0, c - CELLS / 2), cells - CELLS);
        System.arraycopy(p, v * cells + first, window, 0, CELLS);
        Arrays.sort(window);
        return window[CELLS / 2];
    }

    /** The robust standard deviation of the five views and seven cells about a value. */
    private static double aroundIt(float[] p, int v, int c, int views, int cells, double[] block) {
        int firstView = Math.min(Math.max(0, v - VIEWS / 2), views - VIEWS);
        int firstCell = Math.min(Math.max(0, c - CELLS / 2), cells - CELLS);
        for (int i = 0; i < block.length; i++) {
            block[i] = p[(firstView + i / CELLS) * cells + firstCell + i % CELLS];
        }
        return Statistics.robustSigma(block);
    }

    /** The standard deviation of the differences from a median, for each group of medians. */
    private record Noise(float[] ends, double[] sigma) {
        double at(float median) {
            int i = Arrays.binarySearch(ends, median);
            return sigma[i < 0 ? -i - 1 : i];
        }
    }

    private static Noise[] noise(float[] p, int views, int cells) {
        int stride = Math.max(1, p.length / SAMPLES) | 1;
        int n = (p.length + stride - 1) / stride;
        float[][] medians = new float[2][n];
        double[][] differences = new double[2][n];
        float[] window = new float[CELLS];
        float[] values = new float[n];
        for (int s = 0; s < n; s++) {
            int i = s * stride;
            values[s] = p[i];
            medians[0][s] = alongViews(p, i / cells, i % cells, views, cells);
            medians[1][s] = alongCells(p, i / cells, i % cells, cells, window);
            for (int k = 0; k < 2; k++) {
                differences[k][s] = p[i] - medians[k][s];
            }
        }
        Arrays.sort(values);
        double least = LEAST * (values[(int) (0.99 * (n - 1))] - values[(int) (0.01 * (n - 1))]);
        return new Noise[] {groups(medians[0], differences[0], least), groups(medians[1], differences[1], least)};
    }

    private static Noise groups(float[] medians, double[] differences, double least) {
        int n = medians.length;
        int groups = Math.max(1, Math.min(GROUPS, n / 100));
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(medians[a], medians[b]));
        float[] ends = new float[groups - 1];
        double[] sigma = new double[groups];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) n * g / groups);
            int to = (int) ((long) n * (g + 1) / groups);
            double[] inGroup = new double[to - from];
            for (int i = from; i < to; i++) {
                inGroup[i - from] = differences[order[i]];
            }
            sigma[g] = Math.max(least, Statistics.robustSigma(inGroup));
            if (g + 1 < groups) {
                ends[g] = medians[order[to - 1]];
            }
        }
        return new Noise(ends, sigma);
    }
}
