package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * Voxel-driven back-projection of a cone beam, the last step of Feldkamp's method: b(x, y, z) = sum over the views of R D /
 * d<sup>2</sup> q(u, v). Here d is the voxel's distance from the source along the central ray, (u, v) the place on the panel that it
 * falls on, q interpolated bilinearly between cells and 0 beyond the first and the last.
 *
 * <p>Not the projector's adjoint. Views are added some at a time, so that a scan need not be in memory as a whole. Threads
 * share the volume, without races, and results do not depend on their number.
 */
public final class ConeBackprojection {
    /** Numbers in the projections that are worked on at a time: 32 MB. */
    private static final int BLOCK = 1 << 22;

    private final ConeBeam beam;
    private final ConeRays rays;
    private final ConeSweep sweep;
    private final double[] heights;
    private final int knots;

    /** @param beam volume and panel */
    public ConeBackprojection(ConeBeam beam) {
        this(ConeSlab.whole(beam));
    }

    /** Of some slices alone: projections and volume are those of the slab's beam. */
    public ConeBackprojection(ConeSlab slab) {
        beam = slab.beam();
        rays = new ConeRays(beam, Model.JOSEPH);
        sweep = new ConeSweep(rays, true);
        knots = rays.rows + 2;
        heights = new double[rays.nz];
        for (int k = 0; k < rays.nz; k++) {
            heights[k] = slab.middle() + k - (rays.nz - 1) / 2.0;
        }
    }

    /**
     * Adds the back-projection of consecutive views to a volume.
     *
     * @param projections of these views, one after the other; there may be more in the array
     * @param first the first view
     * @param count their number
     * @param volume values of the beam's image, to which is added
     * @throws IllegalArgumentException if there are no such views or a length does not fit
     */
    public void add(float[] projections, int first, int count, float[] volume) {
        if (first < 0 || count < 1 || first + count > rays.views) {
            throw new IllegalArgumentException("views " + first + " to " + (first + count - 1)
                    + " are asked for, but the scan has " + rays.views + " views");
        }
        if (projections.length < (long) count * rays.rows * rays.cells) {
            throw new IllegalArgumentException("projections has " + projections.length + " values, but " + count
                    + " views need " + (long) count * rays.rows * rays.cells);
        }
        beam.image().require("volume", volume);
        // Some views at a time: each voxel is read and written once for them.
        long perView = (long) rays.cells * knots;
        int groups = (int) Math.max(1, BLOCK / perView / AxialPieces.MOST);
        int most = Math.min(count, groups * AxialPieces.MOST);
        double[][] columns = new double[most * rays.cells][knots];
        for (int v = 0; v < count; v += most) {
            int begin = v;
            int views = Math.min(most, count - v);
            Parallel.ranges(views * rays.cells, 16, (from, to) -> transpose(projections, begin, columns, from, to));
            Parallel.ranges(sweep.slabs() * sweep.tiles(), 1, (from, to) -> {
                Tile tile = new Tile(columns);
                for (int n = from; n < to; n++) {
                    tile.add(n, first + begin, views, volume);
                }
            });
        }
    }

    /** Detector columns {@code from} to {@code to - 1}, counted over the views, between zeros. */
    private void transpose(float[] projections, int view, double[][] columns, int from, int to) {
        for (int n = from; n < to; n++) {
            double[] column = columns[n];
            int cell = (view + n / rays.cells) * rays.rows * rays.cells + n % rays.cells;
            column[0] = 0;
            for (int i = 0; i < rays.rows; i++) {
                column[i + 1] = projections[cell + i * rays.cells];
            }
            column[rays.rows + 1] = 0;
        }
    }

    /** One thread's work: a few columns of voxels in each of four rows. */
    private final class Tile {
        private final double[][] columns;
        private final AxialPieces pieces;
        private final double[] sums;
        private final double[] weight = new double[2];
        /** From a column of voxels to the next; no power of 2, whose multiples would share a place in the cache. */
        private final int stride;

        Tile(double[][] columns) {
            this.columns = columns;
            pieces = new AxialPieces(knots, -1 - beam.detector().rowCenter(), heights);
            stride = rays.nz + 8;
            sums = new double[ConeSweep.TOGETHER * sweep.tileWidth * stride];
        }

        void add(int n, int firstView, int views, float[] volume) {
            int row = n / sweep.tiles() * ConeSweep.TOGETHER;
            int last = Math.min(rays.ny, row + ConeSweep.TOGETHER) - 1;
            int from = n % sweep.tiles() * sweep.tileWidth;
            int to = Math.min(rays.nx, from + sweep.tileWidth);
            Arrays.fill(sums, 0);
            for (int v = 0; v < views; v += AxialPieces.MOST) {
                for (int r = row; r <= last; r++) {
                    for (int c = from; c < to; c++) {
                        pieces.clear();
                        for (int w = v; w < Math.min(views, v + AxialPieces.MOST); w++) {
                            put(firstView + w, w, c - (rays.nx - 1) / 2.0, r - (rays.ny - 1) / 2.0);
                        }
                        pieces.addTo(sums, ((r - row) * sweep.tileWidth + c - from) * stride);
                    }
                }
            }
            for (int k = 0; k < rays.nz; k++) {
                for (int r = row; r <= last; r++) {
                    int voxel = (k * rays.ny + r) * rays.nx;
                    int at = ((r - row) * sweep.tileWidth - from) * stride + k;
                    for (int c = from; c < to; c++) {
                        volume[voxel + c] += (float) sums[at + c * stride];
                    }
                }
            }
        }

        private void put(int view, int v, double x, double y) {
            double u = rays.cell(view, x, y);
            if (!(u > -1 && u < rays.cells)) {
                return;
            }
            int cell = (int) Math.floor(u);
            double w = u - cell;
            int count = 0;
            if (cell >= 0) {
                weight[count++] = 1 - w;
            }
            if (cell + 1 < rays.cells) {
                weight[count++] = w;
            }
            double depth = rays.depth(view, x, y);
            int at = v * rays.cells + Math.max(0, cell);
            pieces.put(columns, at, weight, count, rays.magnification(depth), rays.rowsPerSlice(depth));
        }
    }
}
