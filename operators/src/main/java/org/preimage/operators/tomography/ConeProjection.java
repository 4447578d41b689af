package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * The cone beam's forward kernel. Four lines of pixels at a time are copied with z fastest; each detector column that crosses them adds
 * up, for each line, the weighted columns of voxels beside it, and reads the sum at the heights of its rows. Threads share the
 * views.
 */
final class ConeProjection {
    /** Sums that are kept at a time: 64 MB. */
    private static final int BLOCK = 1 << 23;

    private final ConeRays rays;
    private final int block;

    ConeProjection(ConeRays rays) {
        this(rays, BLOCK);
    }

    /** @param block numbers in the sums that are kept at a time, about; the results do not depend on it */
    ConeProjection(ConeRays rays, int block) {
        this.rays = rays;
        this.block = block;
    }

    void apply(float[] image, float[] sinogram) {
        long perView = (long) rays.cells * rays.nodes;
        int most = (int) Math.max(1, Math.min(rays.views, block / perView));
        double[] sums = new double[Math.toIntExact(most * perView)];
        for (int view = 0; view < rays.views; view += most) {
            int first = view;
            int count = Math.min(most, rays.views - view);
            Arrays.fill(sums, 0);
            for (boolean overRows : new boolean[] {true, false}) {
                ConeSweep sweep = new ConeSweep(rays, overRows);
                double[][] slab = new double[ConeSweep.TOGETHER * sweep.samples][rays.knots];
                for (int l = 0; l < sweep.lines; l += ConeSweep.TOGETHER) {
                    int line = l;
                    int last = Math.min(sweep.lines, line + ConeSweep.TOGETHER) - 1;
                    copy(sweep, image, line, last, slab);
                    Parallel.ranges(count, 1, (from, to) -> {
                        Column column = new Column(sweep, slab, sums);
                        for (int tile = 0; tile < sweep.tiles(); tile++) {
                            for (int v = from; v < to; v++) {
                                column.add(first + v, v, line, last, tile);
                            }
                        }
                    });
                }
            }
            Parallel.ranges(count, 1, (from, to) -> {
                for (int v = from; v < to; v++) {
                    write(first + v, sums, v, sinogram);
                }
            });
        }
    }

    /**
     * Lines of the image as functions of z: the values, between zeros, or for strips their integral from below, from 0 on. Zeros
     * are never written over.
     */
    private void copy(ConeSweep sweep, float[] image, int line, int last, double[][] slab) {
        int slice = rays.nx * rays.ny;
        boolean strip = rays.model == Model.STRIP;
        Parallel.ranges(sweep.samples, 8, (from, to) -> {
            // Slice by slice, as the image lies in memory.
            for (int k = 0; k < rays.nz; k++) {
                for (int l = line; l <= last; l++) {
                    int voxel = k * slice + l * sweep.lineStride;
                    int at = (l - line) * sweep.samples;
                    for (int n = from; n < to; n++) {
                        double[] column = slab[at + n];
                        double value = image[voxel + n * sweep.sampleStride];
                        column[k + 1] = strip ? column[k] + value : value;
                    }
                }
            }
        });
    }

    /** Differences of integrals for strips; times the length of a step. */
    private void write(int view, double[] sums, int v, float[] sinogram) {
        boolean strip = rays.model == Model.STRIP;
        for (int j = 0; j < rays.cells; j++) {
            int at = (v * rays.cells + j) * rays.nodes;
            for (int i = 0; i < rays.rows; i++) {
                double sum = strip ? sums[at + i + 1] - sums[at + i] : sums[at + i];
                sinogram[(view * rays.rows + i) * rays.cells + j] = (float) (sum * rays.stepLength(view, j, i));
            }
        }
    }

    /** One thread's work. */
    private final class Column {
        private final ConeSweep sweep;
        private final double[][] slab;
        private final double[] sums;
        private final ConeRay ray;
        private final AxialPieces pieces;

        Column(ConeSweep sweep, double[][] slab, double[] sums) {
            this.sweep = sweep;
            this.slab = slab;
            this.sums = sums;
            ray = new ConeRay(sweep);
            pieces = new AxialPieces(rays.knots, -(rays.knots - 1) / 2.0, rays.nodeHeights());
        }

        /** Adds what one view sees of a tile of the slab. */
        void add(int view, int v, int line, int last, int tile) {
            int from = tile * sweep.tileWidth;
            int to = Math.min(sweep.samples, from + sweep.tileWidth);
            int[] cells = sweep.cells(view, line, last, from, to - 1);
            for (int j = cells[0]; j < cells[1]; j++) {
                if (!ray.aim(view, j)) {
                    continue;
                }
                pieces.clear();
                for (int l = line; l <= last; l++) {
                    int columns = ray.cross(l, from, to);
                    if (columns > 0) {
                        double rise = ray.rise(l);
                        double factor = rays.model == Model.STRIP ? 1 / rise : 1;
                        int at = (l - line) * sweep.samples + ray.first;
                        pieces.put(slab, at, ray.weight, columns, factor, rise);
                    }
                }
                pieces.addTo(sums, (v * rays.cells + j) * rays.nodes);
            }
        }
    }
}
