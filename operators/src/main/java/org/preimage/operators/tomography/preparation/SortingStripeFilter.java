package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * Removes stripes by sorting: each cell's values are sorted over the angles, each rank goes through a median along the cells,
 * and the values go back to where they were. Stripes narrower than half the window go, whether they are constant or change
 * with the intensity; there is no threshold, and no side stripes at strong edges.
 *
 * <p>N. T. Vo, R. C. Atwood, M. Drakopoulos, "Superior techniques for eliminating ring artifacts in X-ray
 * micro-tomography", Optics Express 26(22), 28396, 2018, algorithm 3.
 *
 * @param window of the median in cells, odd
 */
public record SortingStripeFilter(int window) implements StripeFilter {
    /** 31 cells, for detectors with some hundred to two thousand cells. */
    public static final SortingStripeFilter DEFAULT = new SortingStripeFilter(31);

    public SortingStripeFilter {
        SortedColumns.requireWindow(window);
    }

    @Override
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        int cells = layout.cells();
        return layout.eachRow(lineIntegrals, (sinogram, row) -> {
            SortedColumns sorted = new SortedColumns(sinogram, cells, layout.views());
            float[] medians = sorted.medians(window);
            for (int c = 0; c < cells; c++) {
                sorted.restore(medians, c, sinogram);
            }
        });
    }

    @Override
    public String description() {
        return "stripes removed by sorting, median of " + window + " cells (Vo et al. 2018)";
    }
}
