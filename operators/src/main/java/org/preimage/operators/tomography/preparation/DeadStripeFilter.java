package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * Finds cells that do not respond to the beam or fluctuate, and interpolates them between their neighbours in each projection.
 *
 * <p>For each cell d = mean over the views of |p - p smoothed over 11 views|. A cell counts as dead if log d minus its running
 * median along the cells lies more than {@code threshold} robust standard deviations from the median: below, it is stuck;
 * above, it fluctuates. Its neighbours are taken as sound.
 *
 * <p>N. T. Vo, R. C. Atwood, M. Drakopoulos, Optics Express 26(22), 28396, 2018, algorithm 6, there with a threshold from a
 * line through the sorted ratios. It needs projections with noise.
 *
 * @param window of the median in cells, odd
 * @param threshold in standard deviations, at least 2
 */
public record DeadStripeFilter(int window, double threshold) implements StripeFilter {
    /** 51 cells, 10 standard deviations. */
    public static final DeadStripeFilter DEFAULT = new DeadStripeFilter(51, 10);

    private static final int SMOOTHING = 5;

    public DeadStripeFilter {
        SortedColumns.requireWindow(window);
        LargeStripeFilter.requireThreshold(threshold);
    }

    @Override
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        int cells = layout.cells();
        return layout.eachRow(lineIntegrals, (sinogram, row) -> {
            float[] logs = new float[cells];
            for (int c = 0; c < cells; c++) {
                // A cell that does not change at all still has a logarithm.
                logs[c] = (float) Math.log(Math.max(1e-12, restlessness(sinogram, c, cells, layout.views())));
            }
            float[] medians = new float[cells];
            Statistics.runningMedian(logs, cells, window, medians, new float[window]);
            double[] ratios = new double[cells];
            for (int c = 0; c < cells; c++) {
                ratios[c] = logs[c] - medians[c];
            }
            boolean[] dead = LargeStripeFilter.outliers(ratios, threshold);
            int count = 0;
            for (boolean d : dead) {
                count += d ? 1 : 0;
            }
            if (count > 0 && count < cells) {
                for (int v = 0; v < layout.views(); v++) {
                    Statistics.interpolate(sinogram, v * cells, dead, 0, cells);
                }
            }
        });
    }

    private static double restlessness(float[] sinogram, int c, int cells, int views) {
        double window = 0;
        for (int k = -SMOOTHING; k <= SMOOTHING; k++) {
            window += sinogram[Statistics.mirror(k, views) * cells + c];
        }
        double sum = 0;
        for (int v = 0; v < views; v++) {
            sum += Math.abs(sinogram[v * cells + c] - window / (2 * SMOOTHING + 1));
            window += sinogram[Statistics.mirror(v + 1 + SMOOTHING, views) * cells + c];
            window -= sinogram[Statistics.mirror(v - SMOOTHING, views) * cells + c];
        }
        return sum / views;
    }

    @Override
    public String description() {
        return "unresponsive cells found at " + threshold + " standard deviations and interpolated (Vo et al. 2018)";
    }
}
