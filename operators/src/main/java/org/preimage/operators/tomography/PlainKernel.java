package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * The kernel in plain Java. Projection, transpose and back-projection are all sums of piecewise linear functions at
 * equally spaced positions, which {@link Pieces} evaluates.
 *
 * <ul>
 *   <li>Projection: along a detector, each row of the image (each column, where rays are flat) adds its interpolant at
 *       the rays' crossings.
 *   <li>Back-projection: along a row of the image, each angle adds the interpolant of its projection at the pixels' shadows.
 *   <li>Transpose: ray j has the weight max(0, 1 - |u - j| / w) in a pixel that falls on u, with w = max(|cos|, |sin|) /
 *       ratio. So along a row of the image each angle adds a sum of triangles of half width w: a gather for any
 *       detector, without races.
 * </ul>
 *
 * <p>Four functions at a time keep sums in registers; blocks of 32 angles and 32 rows keep tables and sums in the cache.
 */
final class PlainKernel implements ParallelKernel {
    /** With tables of 16 MB. */
    static final ParallelKernel INSTANCE = new PlainKernel(1 << 21);

    /** Pieces at either end of an image row's table: four rows at once overhang by 3 |tan| &lt;= 3, and 1 to fall to 0. */
    private static final int PAD = 6;

    private static final int BLOCK = 32;

    private static final Sums STRIPS = new PlainStrips();

    private final int table;

    /** @param table pieces that are tabulated at a time, about; the results do not depend on it */
    PlainKernel(int table) {
        this.table = table;
    }

    @Override
    public void project(Rays rays, float[] image, float[] sinogram) {
        Parallel.ranges(sinogram.length, 1 << 16, (from, to) -> Arrays.fill(sinogram, from, to, 0));
        for (boolean rows : new boolean[] {true, false}) {
            int[] angles = rays.anglesAlong(rows);
            if (angles.length > 0) {
                project(rays, rows, angles, image, sinogram);
            }
        }
        Parallel.ranges(rays.views, 16, (from, to) -> {
            for (int a = from; a < to; a++) {
                float scale = (float) (rays.pixel / rays.major(a));
                for (int i = a * rays.detectors; i < (a + 1) * rays.detectors; i++) {
                    sinogram[i] *= scale;
                }
            }
        });
    }

    /** Adds the projections at angles that step over rows, or those that step over columns. */
    private void project(Rays rays, boolean rows, int[] angles, float[] image, float[] sinogram) {
        int lines = rows ? rays.ny : rays.nx;
        int samples = rows ? rays.nx : rays.ny;
        double origin = (samples - 1) / 2.0;
        int stride = samples + 2 * PAD;
        int most = Math.max(4, table / stride / 4 * 4);
        for (int start = 0; start < lines; start += most) {
            int first = start;
            int count = Math.min(most, lines - first);
            // Lines beyond the last one stay zero, so that there are always four.
            Pieces pieces = new Pieces((count + 3) / 4 * 4, stride);
            Parallel.ranges(count, 8, (from, to) -> {
                for (int l = from; l < to; l++) {
                    int offset = rows ? (first + l) * rays.nx : first + l;
                    pieces.interpolate(l, image, offset, rows ? 1 : rays.nx, samples, -PAD, origin, 1);
                }
            });
            Parallel.ranges(angles.length, 4, (from, to) -> {
                for (int block = from; block < to; block += BLOCK) {
                    for (int l = 0; l < count; l += 4) {
                        for (int n = block; n < Math.min(to, block + BLOCK); n++) {
                            addLines(rays, rows, angles[n], pieces, l, first + l - (lines - 1) / 2.0, sinogram);
                        }
                    }
                }
            });
        }
    }

    /** Adds four lines of the image, from table {@code l}, to one projection. */
    private static void addLines(
            Rays rays, boolean rows, int angle, Pieces pieces, int l, double distance, float[] sinogram) {
        // Ray j crosses a line at v = (j - center) step + (line's distance from the middle) tilt, from the line's
        // middle.
        double step = rays.ratio / (rows ? rays.cos[angle] : -rays.sin[angle]);
        double tilt = rows ? rays.sin[angle] / rays.cos[angle] : rays.cos[angle] / rays.sin[angle];
        double samples = rows ? rays.nx : rays.ny;
        double v = distance * tilt;
        double left = (-(samples + 1) / 2 - Math.max(v, v + 3 * tilt)) / step + rays.center;
        double right = ((samples + 1) / 2 - Math.min(v, v + 3 * tilt)) / step + rays.center;
        int from = (int) Math.max(0, Math.ceil(Math.min(left, right)));
        int to = (int) Math.min(rays.detectors, Math.floor(Math.max(left, right)) + 1);
        if (from >= to) {
            return;
        }
        v += (from - rays.center) * step;
        int row = angle * rays.detectors;
        pieces.addFour(
                pieces.position(l, v + (samples - 1) / 2 + PAD),
                Pieces.fixed(step),
                pieces.position(1, tilt),
                (float) v,
                (float) step,
                (float) tilt,
                sinogram,
                row + from,
                row + to);
    }

    @Override
    public void backproject(Rays rays, double[] weights, float[] sinogram, float[] image) {
        gather(rays, false, weights, sinogram, image);
    }

    @Override
    public void adjoint(Rays rays, float[] sinogram, float[] image) {
        gather(rays, true, rays.rowLengths(), sinogram, image);
    }

    @Override
    public void projectStrips(Rays rays, float[] image, float[] sinogram) {
        new Tiles(rays, STRIPS).project(Footprint.TRAPEZOID, image, sinogram);
    }

    @Override
    public void adjointStrips(Rays rays, float[] sinogram, float[] image) {
        new Tiles(rays, STRIPS).backproject(Footprint.TRAPEZOID, rays.stripWeights(), sinogram, image);
    }

    private void gather(Rays rays, boolean triangles, double[] weights, float[] sinogram, float[] image) {
        Parallel.ranges(image.length, 1 << 16, (from, to) -> Arrays.fill(image, from, to, 0));
        double margin = 2 + 1 / rays.ratio;
        if (rays.center - rays.reach() > rays.detectors + margin || rays.center + rays.reach() < -margin) {
            return; // no pixel falls on the detector
        }
        // The tables hold every cell that the centre of a pixel can fall on, and one more at each end.
        long first = (long) Math.floor(rays.center - rays.reach()) - 1;
        int cells = (int) Math.ceil(2 * rays.reach()) + 4;
        int stride = triangles ? 3 * cells : cells;
        int most = Math.max(4, table / stride / 4 * 4);
        for (int start = 0; start < rays.views; start += most) {
            int view = start;
            int count = Math.min(most, rays.views - view);
            Pieces pieces = new Pieces((count + 3) / 4 * 4, stride);
            Parallel.ranges(count, 4, (from, to) -> {
                for (int n = from; n < to; n++) {
                    int a = view + n;
                    int offset = a * rays.detectors;
                    if (triangles) {
                        double halfWidth = rays.major(a) / rays.ratio;
                        pieces.triangles(
                                n, sinogram, offset, rays.detectors, halfWidth, first, rays.center, weights[a]);
                    } else {
                        pieces.interpolate(n, sinogram, offset, 1, rays.detectors, first, rays.center, weights[a]);
                    }
                }
            });
            Parallel.ranges(rays.ny, 8, (from, to) -> {
                Angles angles = new Angles(rays, pieces, triangles, rays.center - first);
                for (int tile = from; tile < to; tile += BLOCK) {
                    int end = Math.min(to, tile + BLOCK);
                    for (int n = 0; n < count; n += angles.together) {
                        angles.choose(view, n, count);
                        for (int r = tile; r < end; r++) {
                            angles.addTo(image, r);
                        }
                    }
                }
            });
        }
    }

    /** A few angles that are added to rows of the image together: one thread's scratch. */
    private static final class Angles {
        private final Rays rays;
        private final Pieces pieces;
        private final boolean triangles;
        private final double axis;
        final int together;
        private final double[] cos;
        private final double[] sin;
        private final int[] function;
        private final long[] at;
        private final long[] step;
        private final long[] shift;
        private final float[] v;
        private final float[] dv;

        /** @param axis unit of the tables onto which the rotation axis falls */
        Angles(Rays rays, Pieces pieces, boolean triangles, double axis) {
            this.rays = rays;
            this.pieces = pieces;
            this.triangles = triangles;
            this.axis = axis;
            together = triangles ? 2 : 4;
            cos = new double[together];
            sin = new double[together];
            function = new int[together];
            at = new long[together];
            step = new long[together];
            shift = new long[together];
            v = new float[together];
            dv = new float[together];
        }

        /** Takes the angles from {@code view + n} on, of which tables n ... count - 1 exist; the others' are zero. */
        void choose(int view, int n, int count) {
            for (int i = 0; i < together; i++) {
                boolean exists = n + i < count;
                function[i] = n + i;
                cos[i] = exists ? rays.cos[view + n + i] / rays.ratio : 0;
                sin[i] = exists ? rays.sin[view + n + i] / rays.ratio : 0;
                step[i] = Pieces.fixed(cos[i]);
                dv[i] = (float) cos[i];
                double halfWidth = exists ? rays.major(view + n + i) / rays.ratio : 0;
                shift[i] = Pieces.fixed(halfWidth - Math.floor(halfWidth));
            }
        }

        void addTo(float[] image, int r) {
            double x = -(rays.nx - 1) / 2.0;
            double y = (rays.ny - 1) / 2.0 - r;
            int units = triangles ? pieces.stride / 3 : pieces.stride;
            for (int i = 0; i < together; i++) {
                double u = x * cos[i] + y * sin[i];
                v[i] = (float) u;
                at[i] = ((long) function[i] * units << 32) + Pieces.fixed(u + axis);
            }
            int row = r * rays.nx;
            if (triangles) {
                pieces.addTwoOfThreeKnots(at, step, shift, v, dv, image, row, row + rays.nx);
            } else {
                pieces.addFour(at, step, v, dv, image, row, row + rays.nx);
            }
        }
    }
}
