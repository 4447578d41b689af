package org.preimage.operators.experiment;

import java.util.Arrays;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * An image of the plane on a finer grid over the same square, by linear interpolation between pixel centres along x and
 * then y; between the outermost centres and the edge the image is continued constantly.
 */
final class BilinearUpscaling extends LinearOperator {
    private final Line columns;
    private final Line rows;

    /**
     * @param image a real image with axes X, Y
     * @param size pixels along each side of the finer one; at least as many as the image has
     */
    BilinearUpscaling(Space image, int size) {
        super(image, Space.image(size, size, image.size(0) * image.spacing(0) / size));
        columns = new Line(image.size(0), size);
        rows = new Line(image.size(1), size);
    }

    /** Where each sample of a finer line lies: between coarse samples left and right, {@code part} of the way. */
    private static final class Line {
        final int coarse;
        final int fine;
        final int[] left;
        final int[] right;
        final float[] part;

        Line(int coarse, int fine) {
            if (fine < coarse) {
                throw new IllegalArgumentException("the finer grid has " + fine
                        + " pixels along a side, but must have at least the image's " + coarse);
            }
            this.coarse = coarse;
            this.fine = fine;
            left = new int[fine];
            right = new int[fine];
            part = new float[fine];
            for (int i = 0; i < fine; i++) {
                double at = Math.min(Math.max((i + 0.5) * coarse / fine - 0.5, 0), coarse - 1.0);
                left[i] = (int) at;
                right[i] = Math.min(left[i] + 1, coarse - 1);
                part[i] = (float) (at - left[i]);
            }
        }
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] wide = new float[columns.fine * rows.coarse];
        for (int r = 0; r < rows.coarse; r++) {
            for (int c = 0; c < columns.fine; c++) {
                float a = x[r * columns.coarse + columns.left[c]];
                float b = x[r * columns.coarse + columns.right[c]];
                wide[r * columns.fine + c] = a + columns.part[c] * (b - a);
            }
        }
        for (int r = 0; r < rows.fine; r++) {
            int above = rows.left[r] * columns.fine;
            int below = rows.right[r] * columns.fine;
            for (int c = 0; c < columns.fine; c++) {
                float a = wide[above + c];
                out[r * columns.fine + c] = a + rows.part[r] * (wide[below + c] - a);
            }
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] wide = new float[columns.fine * rows.coarse];
        for (int r = 0; r < rows.fine; r++) {
            int above = rows.left[r] * columns.fine;
            int below = rows.right[r] * columns.fine;
            for (int c = 0; c < columns.fine; c++) {
                float v = y[r * columns.fine + c];
                wide[above + c] += (1 - rows.part[r]) * v;
                wide[below + c] += rows.part[r] * v;
            }
        }
        Arrays.fill(out, 0);
        for (int r = 0; r < rows.coarse; r++) {
            for (int c = 0; c < columns.fine; c++) {
                float v = wide[r * columns.fine + c];
                out[r * columns.coarse + columns.left[c]] += (1 - columns.part[c]) * v;
                out[r * columns.coarse + columns.right[c]] += columns.part[c] * v;
            }
        }
    }
}
