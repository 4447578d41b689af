package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * Projection and back-projection as sums over padded tables, tile by tile; the inner loop is one of {@link Sums}.
 *
 * <p>Projection: the table holds the image's rows (its columns, where rays are flat), and each adds to the cells of a projection.
 * Its transpose and back-projection: the table holds the projections, and each adds to the pixels of a row. Both are gathers,
 * so that threads share nothing they write. Tiles of a few lines and angles stay in the first two caches; zeros at both
 * ends of a table's lines take the place of comparisons.
 */
final class Tiles {
    /** Lines of the image that are added to a projection together: rays shift by as many pixels within them at most. */
    private static final int LINES = 16;

    /** Angles that take the same lines one after the other. */
    private static final int ANGLES = 16;

    /** Rows of a tile of the image, and angles that are added to it together. */
    private static final int BLOCK = 32;

    /** Entries of the table of projections, about: 16 MB. */
    private static final int TABLE = 1 << 22;

    private final Rays rays;
    private final Sums sums;

    Tiles(Rays rays, Sums sums) {
        this.rays = rays;
        this.sums = sums;
    }

    private double minor(int angle) {
        return rays.stepsOverRows(angle) ? Math.abs(rays.sin[angle]) : Math.abs(rays.cos[angle]);
    }

    /** How far from a ray, in pixels of a line, pixels have a weight. */
    private double rowReach(Footprint footprint, int a) {
        return footprint == Footprint.LINEAR ? 1 : 0.5 + (rays.ratio + minor(a)) / (2 * rays.major(a));
    }

    /** How far from a pixel's centre, in cells, cells have a weight. */
    private double cellReach(Footprint footprint, int a) {
        return switch (footprint) {
            case LINEAR -> 1;
            case TRIANGLE -> rays.major(a) / rays.ratio;
            case TRAPEZOID -> 0.5 + (rays.major(a) + minor(a)) / (2 * rays.ratio);
        };
    }

    /**
     * Sums over the lines of the image, times h / max(|cos|, |sin|).
     *
     * @param footprint linear for Joseph's method, trapezoid for strips
     */
    void project(Footprint footprint, float[] image, float[] sinogram) {
        for (boolean rows : new boolean[] {true, false}) {
            int[] angles = rays.anglesAlong(rows);
            if (angles.length > 0) {
                project(footprint, rows, angles, image, sinogram);
            }
        }
    }

    private void project(Footprint footprint, boolean rows, int[] angles, float[] image, float[] sinogram) {
        int lines = rows ? rays.ny : rays.nx;
        int samples = rows ? rays.nx : rays.ny;
        double margin = 0;
        for (int a : angles) {
            margin = Math.max(margin, rowReach(footprint, a) + rays.ratio / rays.major(a));
        }
        int pad = LINES + (int) Math.ceil(margin) + 2 + sums.overrun();
        int length = samples + 2 * pad;
        float[] table = padded(rows, lines, samples, pad, image);
        int block = sums.block();
        int stride = rays.detectors + block;
        Parallel.ranges(angles.length, 4, (from, to) -> {
            Sweep sweep = new Sweep(table, LINES, sums.lanes());
            float[] buffer = new float[Math.min(ANGLES, to - from) * stride];
            for (int begin = from; begin < to; begin += ANGLES) {
                int end = Math.min(to, begin + ANGLES);
                Arrays.fill(buffer, 0);
                for (int line = 0; line < lines; line += LINES) {
                    sweep.lines = Math.min(LINES, lines - line);
                    for (int i = begin; i < end; i++) {
                        addLines(footprint, rows, angles[i], line, length, pad, sweep, buffer, (i - begin) * stride);
                    }
                }
                for (int i = begin; i < end; i++) {
                    int row = angles[i] * rays.detectors;
                    float scale = (float) (rays.pixel / rays.major(angles[i]));
                    for (int j = 0; j < rays.detectors; j++) {
                        sinogram[row + j] = scale * buffer[(i - begin) * stride + j];
                    }
                }
            }
        });
    }

    /** Adds a few lines of the image to one projection, which begins at {@code row} of the buffer. */
    private void addLines(
            Footprint footprint,
            boolean rows,
            int angle,
            int line,
            int length,
            int pad,
            Sweep sweep,
            float[] buffer,
            int row) {
        int lines = rows ? rays.ny : rays.nx;
        double samples = rows ? rays.nx : rays.ny;
        // Ray j crosses a line at v = (j - center) step + (line's distance from the middle) tilt, from the line's
        // middle.
        double step = rays.ratio / (rows ? rays.cos[angle] : -rays.sin[angle]);
        double tilt = rows ? rays.sin[angle] / rays.cos[angle] : rays.cos[angle] / rays.sin[angle];
        double top = (line - (lines - 1) / 2.0) * tilt;
        double bottom = top + (sweep.lines - 1) * tilt;
        double reach = (samples - 1) / 2 + rowReach(footprint, angle);
        double left = (-reach - Math.max(top, bottom)) / step + rays.center;
        double right = (reach - Math.min(top, bottom)) / step + rays.center;
        int from = (int) Math.max(0, Math.ceil(Math.min(left, right)));
        int to = (int) Math.min(rays.detectors, Math.floor(Math.max(left, right)) + 1);
        if (from >= to) {
            return;
        }
        int block = sums.block();
        double first = (from - rays.center) * step + (samples - 1) / 2 + pad;
        for (int n = 0; n < sweep.lines; n++) {
            sweep.start[n] = Sweep.position((line + n) * length, first + top + n * tilt);
            sweep.step[n] = Sweep.fixed(step);
            sweep.move[n] = block * sweep.step[n];
            if (footprint == Footprint.TRAPEZOID) {
                sweep.trapezoid(n, rays.ratio / rays.major(angle), minor(angle) / rays.major(angle));
            }
        }
        sums.prepare(footprint, sweep);
        sweep.begin(0, 0);
        int whole = (to - from) / block;
        int rest = to - from - whole * block;
        if (whole > 0) {
            sums.add(footprint, sweep, buffer, row + from, whole, block, block);
        }
        if (rest > 0) {
            sums.add(footprint, sweep, buffer, row + from + whole * block, 1, block, rest);
        }
    }

    /** The image's rows or columns, with zeros at their ends. */
    private float[] padded(boolean rows, int lines, int samples, int pad, float[] image) {
        int length = samples + 2 * pad;
        float[] table = new float[Math.multiplyExact(lines, length)];
        Parallel.ranges(lines, LINES, (from, to) -> {
            if (rows) {
                for (int l = from; l < to; l++) {
                    System.arraycopy(image, l * samples, table, l * length + pad, samples);
                }
                return;
            }
            for (int begin = from; begin < to; begin += LINES) {
                for (int k = 0; k < samples; k++) {
                    for (int l = begin; l < Math.min(to, begin + LINES); l++) {
                        table[l * length + pad + k] = image[k * lines + l];
                    }
                }
            }
        });
        return table;
    }

    /**
     * At each pixel, sums over the projections.
     *
     * @param footprint linear for back-projection, triangle for the transpose of Joseph's method, trapezoid for that of strips
     * @param weights factor for each projection
     */
    void backproject(Footprint footprint, double[] weights, float[] sinogram, float[] image) {
        Parallel.ranges(image.length, 1 << 16, (from, to) -> Arrays.fill(image, from, to, 0));
        double widest = 0;
        for (int a = 0; a < rays.views; a++) {
            widest = Math.max(widest, cellReach(footprint, a));
        }
        if (rays.center - rays.reach() > rays.detectors + widest || rays.center + rays.reach() < -widest - 1) {
            return; // no pixel falls on the detector
        }
        // Every cell that the centre of a pixel can fall on, and what is read besides.
        int pad = (int) Math.ceil(widest) + 2 + sums.overrun();
        long first = (long) Math.floor(rays.center - rays.reach()) - pad;
        int length = (int) Math.ceil(2 * rays.reach()) + 2 * pad + 2;
        int most = Math.max(1, TABLE / length / BLOCK) * BLOCK;
        for (int view = 0; view < rays.views; view += most) {
            int start = view;
            int count = Math.min(most, rays.views - view);
            float[] table = new float[Math.multiplyExact(count, length)];
            Parallel.ranges(count, 4, (from, to) -> {
                for (int n = from; n < to; n++) {
                    float factor = (float) weights[start + n];
                    int offset = (start + n) * rays.detectors;
                    long skip = (long) n * length - first;
                    int end = (int) Math.min(rays.detectors, first + length);
                    for (int j = (int) Math.max(0, first); j < end; j++) {
                        table[(int) (skip + j)] = factor * sinogram[offset + j];
                    }
                }
            });
            Parallel.ranges(rays.ny, 8, (from, to) -> {
                int stride = (rays.nx / sums.block() + 1) * sums.block();
                float[] buffer = new float[Math.min(BLOCK, to - from) * stride];
                Sweep sweep = new Sweep(table, BLOCK, sums.lanes());
                for (int row = from; row < to; row += BLOCK) {
                    int end = Math.min(to, row + BLOCK);
                    Arrays.fill(buffer, 0);
                    for (int n = 0; n < count; n += BLOCK) {
                        sweep.lines = Math.min(BLOCK, count - n);
                        addProjections(footprint, start, n, length, first, sweep, row, end, buffer, stride);
                    }
                    for (int r = row; r < end; r++) {
                        for (int c = 0; c < rays.nx; c++) {
                            image[r * rays.nx + c] += buffer[(r - row) * stride + c];
                        }
                    }
                }
            });
        }
    }

    /** Adds a few projections, from number n of the table on, to rows {@code row} to {@code end - 1}. */
    private void addProjections(
            Footprint footprint,
            int view,
            int n,
            int length,
            long first,
            Sweep sweep,
            int row,
            int end,
            float[] buffer,
            int stride) {
        for (int i = 0; i < sweep.lines; i++) {
            int angle = view + n + i;
            double cos = rays.cos[angle] / rays.ratio;
            double sin = rays.sin[angle] / rays.ratio;
            double corner = (rays.ny - 1) / 2.0 * sin - (rays.nx - 1) / 2.0 * cos + rays.center - first;
            sweep.start[i] = Sweep.position((n + i) * length, corner);
            sweep.step[i] = Sweep.fixed(cos);
            sweep.move[i] = Sweep.fixed(-sin);
            if (footprint == Footprint.TRIANGLE) {
                sweep.triangle(i, rays.major(angle) / rays.ratio);
            } else if (footprint == Footprint.TRAPEZOID) {
                sweep.trapezoid(i, Math.abs(cos), Math.abs(sin));
            }
        }
        sums.prepare(footprint, sweep);
        int block = sums.block();
        for (int c = 0; c < rays.nx; c += block) {
            sweep.begin(c, row);
            sums.add(footprint, sweep, buffer, c, end - row, stride, Math.min(block, rays.nx - c));
        }
    }
}
