package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.space.Image;

/**
 * Finds the cells that make strong or wide stripes, and leaves the others as they are. Steep edges of the object may be
 * taken for stripes too; the medians that replace them differ little.
 *
 * <p>Columns are sorted as in {@link SortingStripeFilter}. The offset of cell c is the mean over the ranks, without the outer
 * tenth at both ends, of its sorted values minus their median along the cells. Cells whose offset lies more than {@code
 * threshold} robust standard deviations from the median of all offsets, and their neighbours, get the medians in place of
 * their own values. Offsets are differences, since line integrals make a gain a summand.
 *
 * <p>N. T. Vo, R. C. Atwood, M. Drakopoulos, Optics Express 26(22), 28396, 2018, algorithm 5, there with ratios of
 * intensities and a threshold from a line through the sorted ratios.
 *
 * @param window of the median in cells, odd; wider than the widest stripe by a factor of two
 * @param threshold in standard deviations, at least 2
 */
public record LargeStripeFilter(int window, double threshold) implements StripeFilter {
    /** 81 cells, 5 standard deviations. */
    public static final LargeStripeFilter DEFAULT = new LargeStripeFilter(81, 5);

    private static final double DROPPED = 0.1;

    public LargeStripeFilter {
        SortedColumns.requireWindow(window);
        requireThreshold(threshold);
    }

    static void requireThreshold(double threshold) {
        if (!(threshold >= 2)) {
            throw new IllegalArgumentException(
                    "the threshold is " + threshold + ", but must be at least 2 standard deviations");
        }
    }

    @Override
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        int cells = layout.cells();
        int first = (int) (DROPPED * layout.views());
        int end = layout.views() - first;
        return layout.eachRow(lineIntegrals, (sinogram, row) -> {
            SortedColumns sorted = new SortedColumns(sinogram, cells, layout.views());
            float[] medians = sorted.medians(window);
            double[] offsets = new double[cells];
            for (int r = first; r < end; r++) {
                for (int c = 0; c < cells; c++) {
                    int i = r * cells + c;
                    offsets[c] += ((double) sorted.values[i] - medians[i]) / (end - first);
                }
            }
            boolean[] bad = outliers(offsets, threshold);
            for (int c = 0; c < cells; c++) {
                if (bad[c] || c > 0 && bad[c - 1] || c + 1 < cells && bad[c + 1]) {
                    sorted.restore(medians, c, sinogram);
                }
            }
        });
    }

    static boolean[] outliers(double[] values, double threshold) {
        double middle = Statistics.median(values);
        double sigma = Statistics.robustSigma(values);
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        // Without any noise, rounding alone must not count.
        double limit = Math.max(threshold * sigma, 1e-5 * largest);
        boolean[] out = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = Math.abs(values[i] - middle) > limit;
        }
        return out;
    }

    @Override
    public String description() {
        return "large stripes found at " + threshold + " standard deviations and replaced by the median of " + window
                + " sorted cells (Vo et al. 2018)";
    }
}
