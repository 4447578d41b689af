package org.preimage.operators.tomography;

import edu.emory.mathcs.jtransforms.fft.FloatFFT_1D;
import java.util.Arrays;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.parallel.Parallel;

/**
 * The two-dimensional Fourier transform of a real image that is part of a larger periodic one, otherwise zero, or of which
 * the rest is not wanted. Rows and columns outside the image are not computed, and of the spectrum only horizontal
 * frequencies 0 ... width / 2: the others are conjugates.
 *
 * <p>Half-way between image and spectrum there are <em>rows</em>: each row of the image transformed by itself, {@link
 * #stride} floats. Columns of the spectrum are made from them, and the other way around, a few at a time. Nothing is scaled.
 */
final class HalfPlane {
    /** Columns that are turned together, so that each touches a cache line of the rows. */
    static final int TOGETHER = 8;

    private final int nx;
    private final int ny;
    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final int stride;
    private final LineTransform horizontal;
    private final LineTransform vertical;

    /**
     * @param nx columns of the image
     * @param ny rows of the image
     * @param width period in x, even, at least nx
     * @param height period in y, at least ny
     * @param left column of the image that is the origin
     * @param top row of the image that is the origin
     */
    HalfPlane(int nx, int ny, int width, int height, int left, int top) {
        this.nx = nx;
        this.ny = ny;
        this.width = width;
        this.height = height;
        this.left = left;
        this.top = top;
        // Rows a power of two apart would share cache sets.
        this.stride = width + 2 + 32;
        this.horizontal = new LineTransform(width);
        this.vertical = new LineTransform(height);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Columns of the spectrum. */
    int columns() {
        return width / 2 + 1;
    }

    /** New rows. */
    float[] rows() {
        return new float[ny * stride];
    }

    LineTransform vertical() {
        return vertical;
    }

    /** Transforms an image, which starts at {@code offset}, to rows. */
    void forward(float[] image, int offset, float[] rows) {
        Parallel.ranges(
                ny,
                8,
                (from, to) -> horizontal.use(fft -> {
                    float[] line = new float[width];
                    for (int r = from; r < to; r++) {
                        int start = offset + r * nx;
                        Arrays.fill(line, 0);
                        System.arraycopy(image, start + left, line, 0, nx - left);
                        System.arraycopy(image, start, line, width - left, left);
                        fft.realForward(line);
                        int row = r * stride;
                        System.arraycopy(line, 0, rows, row, width);
                        rows[row + width] = line[1];
                        rows[row + width + 1] = 0;
                        rows[row + 1] = 0;
                    }
                }));
    }

    /**
     * Transforms rows to an image.
     *
     * @param horizontally factor of each column of the image
     * @param vertically factor of each row of the image
     */
    void inverse(float[] rows, float[] image, int offset, float[] horizontally, float[] vertically) {
        // JTransforms 2.4 gives half of the sum for real numbers, unscaled, if the length is a power of two.
        float unscaled = Integer.bitCount(width) == 1 ? 2 : 1;
        Parallel.ranges(
                ny,
                8,
                (from, to) -> horizontal.use(fft -> {
                    float[] line = new float[width];
                    for (int r = from; r < to; r++) {
                        System.arraycopy(rows, r * stride, line, 0, width);
                        line[1] = rows[r * stride + width];
                        fft.realInverse(line, false);
                        float factor = unscaled * vertically[r];
                        int start = offset + r * nx;
                        for (int c = 0; c < left; c++) {
                            image[start + c] = factor * horizontally[c] * line[width - left + c];
                        }
                        for (int c = left; c < nx; c++) {
                            image[start + c] = factor * horizontally[c] * line[c - left];
                        }
                    }
                }));
    }

    /** Transforms columns {@code from ... to - 1} of the spectrum, {@code step} floats apart, and writes their part of the rows. */
    void columnsToRows(FloatFFT_1D fft, float[] columns, int step, int from, int to, float[] rows) {
        for (int first = from; first < to; first += TOGETHER) {
            int count = Math.min(TOGETHER, to - first);
            int start = (first - from) * step;
            for (int i = 0; i < count; i++) {
                fft.complexInverse(columns, start + i * step, false);
            }
            for (int r = 0; r < ny; r++) {
                int source = start + 2 * (r < top ? height - top + r : r - top);
                int target = r * stride + 2 * first;
                for (int i = 0; i < count; i++) {
                    rows[target + 2 * i] = columns[source + i * step];
                    rows[target + 2 * i + 1] = columns[source + i * step + 1];
                }
            }
        }
    }

    /** Makes columns {@code from ... to - 1} of the spectrum, {@code step} floats apart, of their part of the rows. */
    void rowsToColumns(FloatFFT_1D fft, float[] rows, int from, int to, float[] columns, int step) {
        for (int first = from; first < to; first += TOGETHER) {
            int count = Math.min(TOGETHER, to - first);
            int start = (first - from) * step;
            Arrays.fill(columns, start, start + (count - 1) * step + 2 * height, 0);
            for (int r = 0; r < ny; r++) {
                int target = start + 2 * (r < top ? height - top + r : r - top);
                int source = r * stride + 2 * first;
                for (int i = 0; i < count; i++) {
                    columns[target + i * step] = rows[source + 2 * i];
                    columns[target + i * step + 1] = rows[source + 2 * i + 1];
                }
            }
            for (int i = 0; i < count; i++) {
                fft.complexForward(columns, start + i * step);
            }
        }
    }
}
