package org.preimage.operators.tomography.preparation;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Takes the drift of the beam's intensity out of each projection by the air beside the object: the mean line integral of the
 * outermost cells on the left and on the right must be 0, and what they show instead is subtracted, linearly between the two
 * margins' centres and beyond.
 *
 * @param cells at each end of a detector row that see air in all projections, at least 1
 */
public record AirNormalisation(int cells) {
    public AirNormalisation {
        if (cells < 1) {
            throw new IllegalArgumentException("the margin of air is " + cells + " cells, but must be at least 1");
        }
    }

    /**
     * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     * @throws IllegalArgumentException if the axes are others, a value is not finite, or the margins overlap
     */
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        int n = layout.cells();
        if (2 * cells >= n) {
            throw new IllegalArgumentException("the margins of air are " + cells
                    + " cells on both sides, but must leave" + " room for an object among " + n + " cells");
        }
        Image out = lineIntegrals.copy();
        float[] p = out.data();
        Parallel.ranges(layout.rows() * layout.views(), 16, (from, to) -> {
            for (int line = from; line < to; line++) {
                int at = line * n;
                double left = 0;
                double right = 0;
                for (int k = 0; k < cells; k++) {
                    left += p[at + k];
                    right += p[at + n - 1 - k];
                }
                left /= cells;
                right /= cells;
                double slope = (right - left) / (n - cells);
                double start = left - slope * (cells - 1) / 2.0;
                for (int j = 0; j < n; j++) {
                    p[at + j] -= (float) (start + slope * j);
                }
            }
        });
        return out;
    }
}
