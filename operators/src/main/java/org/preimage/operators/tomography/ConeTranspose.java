package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * The transpose of {@link ConeProjection}. Threads share blocks of four lines of pixels, and each adds up what all views give to its
 * own: there are no races, and the sums' order is fixed.
 *
 * <p>Along z, a voxel's weight in row b at height z<sub>b</sub> is a difference of ramps: with r(m) = (z<sub>b</sub> - m)<sub>+</sub> it is
 * r(k - 1) - 2 r(k) + r(k + 1) for linear interpolation, r(k) - r(k + 1) for the share of a strip. The sum over all rows of q<sub>b</sub>
 * r(m) is z-linear between rows and known from sums of q<sub>b</sub> and of b q<sub>b</sub> over the rows from one on, made
 * once for a detector column. So a crossing takes one look-up for each knot, and differences are taken when everything is
 * added up, in double since they cancel.
 */
final class ConeTranspose {
    /** Numbers in the tables of some views: 128 MB. Each time they are filled, the volume is read and written twice. */
    private static final int BLOCK = 1 << 24;

    private static final double UNIT = 0x1p32;

    private final ConeRays rays;
    private final int block;
    private final double[] nodes;
    /** Numbers of a detector column: two for each node, for none, and a guard at either end. */
    private final int stride;

    ConeTranspose(ConeRays rays) {
        this(rays, BLOCK);
    }

    /** @param block numbers in tables that are kept at a time, about */
    ConeTranspose(ConeRays rays, int block) {
        this.rays = rays;
        this.block = block;
        nodes = rays.nodeHeights();
        stride = 2 * (rays.nodes + 3);
    }

    void apply(float[] sinogram, float[] image) {
        Parallel.ranges(image.length, 1 << 16, (from, to) -> Arrays.fill(image, from, to, 0));
        long perView = (long) rays.cells * stride;
        int most = (int) Math.max(1, Math.min(rays.views, block / perView));
        double[] table = new double[Math.toIntExact(most * perView)];
        for (int view = 0; view < rays.views; view += most) {
            int first = view;
            int count = Math.min(most, rays.views - view);
            Parallel.ranges(count, 1, (from, to) -> {
                for (int v = from; v < to; v++) {
                    tabulate(sinogram, first + v, table, v);
                }
            });
            for (boolean overRows : new boolean[] {true, false}) {
                ConeSweep sweep = new ConeSweep(rays, overRows);
                Parallel.ranges(sweep.slabs() * sweep.tiles(), 1, (from, to) -> {
                    Tile tile = new Tile(sweep, table);
                    for (int n = from; n < to; n++) {
                        tile.choose(n);
                        for (int v = 0; v < count; v++) {
                            tile.add(first + v, v);
                        }
                        tile.writeTo(image);
                    }
                });
            }
        }
    }

    /** For each detector column and node, the sums of q and of height times q over the nodes from this one up. */
    private void tabulate(float[] sinogram, int view, double[] table, int v) {
        boolean strip = rays.model == Model.STRIP;
        for (int j = 0; j < rays.cells; j++) {
            int at = (v * rays.cells + j) * stride;
            double sum = 0;
            double moment = 0;
            double above = 0;
            // A guard, and no node at all.
            Arrays.fill(table, at + 2 * rays.nodes + 2, at + stride, 0);
            for (int b = rays.nodes - 1; b >= 0; b--) {
                double q = 0;
                if (!strip) {
                    q = weighted(sinogram, view, j, b);
                } else {
                    // An edge adds the row below and takes away the row above.
                    double below = b > 0 ? weighted(sinogram, view, j, b - 1) : 0;
                    q = below - above;
                    above = below;
                }
                sum += q;
                moment += nodes[b] * q;
                table[at + 2 * b + 2] = sum;
                table[at + 2 * b + 3] = moment;
            }
            table[at] = sum;
            table[at + 1] = moment;
        }
    }

    private double weighted(float[] sinogram, int view, int cell, int row) {
        return sinogram[(view * rays.rows + row) * rays.cells + cell] * rays.stepLength(view, cell, row);
    }

    private static void addTwo(double w, double[] a, double v, double[] b, double[] ramp, int end) {
        for (int m = 0; m < end; m++) {
            a[m] += w * ramp[m];
            b[m] += v * ramp[m];
        }
    }

    private static void addOne(double w, double[] a, double[] ramp, int end) {
        for (int m = 0; m < end; m++) {
            a[m] += w * ramp[m];
        }
    }

    /** One thread's work: a few samples of four lines. */
    private final class Tile {
        private final ConeSweep sweep;
        private final double[] table;
        private final ConeRay ray;
        private final double[][] sums;
        private final double[] height;
        private final double[] ramp;
        private int line;
        private int last;
        private int from;
        private int to;

        Tile(ConeSweep sweep, double[] table) {
            this.sweep = sweep;
            this.table = table;
            ray = new ConeRay(sweep);
            sums = new double[ConeSweep.TOGETHER * sweep.tileWidth][rays.knots];
            ramp = new double[rays.knots];
            height = new double[rays.knots];
            for (int m = 0; m < rays.knots; m++) {
                height[m] = m - (rays.knots - 1) / 2.0;
            }
        }

        void choose(int n) {
            line = n / sweep.tiles() * ConeSweep.TOGETHER;
            last = Math.min(sweep.lines, line + ConeSweep.TOGETHER) - 1;
            from = n % sweep.tiles() * sweep.tileWidth;
            to = Math.min(sweep.samples, from + sweep.tileWidth);
            for (double[] column : sums) {
                Arrays.fill(column, 0);
            }
        }

        /** Adds a view. */
        void add(int view, int v) {
            int[] cells = sweep.cells(view, line, last, from, to - 1);
            for (int j = cells[0]; j < cells[1]; j++) {
                if (!ray.aim(view, j)) {
                    continue;
                }
                for (int l = line; l <= last; l++) {
                    int columns = ray.cross(l, from, to);
                    if (columns > 0) {
                        double rise = ray.rise(l);
                        int end = ramps((v * rays.cells + j) * stride, rise);
                        double factor = rays.model == Model.STRIP ? 1 / rise : 1;
                        int at = (l - line) * sweep.tileWidth + ray.first - from;
                        if (columns == 2) {
                            addTwo(ray.weight[0] * factor, sums[at], ray.weight[1] * factor, sums[at + 1], ramp, end);
                        } else {
                            for (int c = 0; c < columns; c++) {
                                addOne(ray.weight[c] * factor, sums[at + c], ramp, end);
                            }
                        }
                    }
                }
            }
        }

        /**
         * The sums of ramps at the knots.
         *
         * @param at where the detector column's table starts
         * @param rise knots from node to node
         * @return the number of knots, beyond which sums are 0
         */
        private int ramps(int at, double rise) {
            double[] t = table;
            double[] h = height;
            // Below the first node all count, above the last none.
            double first = nodes[0] * rise - height[0];
            double end = nodes[nodes.length - 1] * rise - height[0];
            int begin = (int) Math.max(0, Math.min(rays.knots, Math.ceil(first)));
            int stop = (int) Math.max(begin, Math.min(rays.knots, Math.ceil(end)));
            if (begin == rays.knots) {
                // All nodes are above the volume: differences of what is linear cancel.
                return 0;
            }
            double sum = t[at + 2];
            double moment = t[at + 3] * rise;
            for (int m = 0; m < begin; m++) {
                ramp[m] = moment - h[m] * sum;
            }
            // The table's entry n + 1 is for the nodes from n on; n is the next above the knot.
            double node = height[begin] / rise - nodes[0];
            long position = ((long) (at / 2 + 2) << 32) + (long) Math.floor(node * UNIT);
            long step = (long) (UNIT / rise);
            for (int m = begin; m < stop; m++) {
                int i = (int) (position >> 32) * 2;
                ramp[m] = t[i + 1] * rise - t[i] * h[m];
                position += step;
            }
            return stop;
        }

        void writeTo(float[] image) {
            int slice = rays.nx * rays.ny;
            boolean strip = rays.model == Model.STRIP;
            for (int k = 0; k < rays.nz; k++) {
                for (int l = line; l <= last; l++) {
                    int voxel = k * slice + l * sweep.lineStride;
                    int at = (l - line) * sweep.tileWidth - from;
                    for (int n = from; n < to; n++) {
                        double[] s = sums[at + n];
                        double value = strip ? s[k] - s[k + 1] : s[k] - 2 * s[k + 1] + s[k + 2];
                        image[voxel + n * sweep.sampleStride] += (float) value;
                    }
                }
            }
        }
    }
}
