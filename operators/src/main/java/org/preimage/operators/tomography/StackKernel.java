package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;

/**
 * The arithmetic of a stack of parallel-beam slices: many slices at a time, {@link Lanes} side by side.
 *
 * <p>Projection: rays of one angle, in blocks of neighbouring rays and angles, cross four lines of the image at a time.
 * Back-projection and transpose: each square tile of pixels gathers from all angles, four at a time; ray j has the weight
 * max(0, 1 - |u - j| / w) in a pixel that falls on u, with w = 1 for back-projection and w = max(|cos|, |sin|) / ratio
 * for the transpose of Joseph's projection. Blocks and tiles are such that what they touch stays in the second-level
 * cache. Up to three slices that are left over go one by one through the kernel for a slice.
 */
final class StackKernel {
    /** With tables of 64 MB. */
    static final StackKernel INSTANCE = new StackKernel(1 << 24);

    /** Cells at either end of an image line: four lines at once overhang by 3 |tan| &lt;= 3, and 1 to fall to 0. */
    private static final int PAD = 6;

    /** Rays and angles of a block. */
    private static final int RAYS = 64;

    private static final int ANGLES = 16;

    /** Side of a tile of pixels. */
    private static final int TILE = 32;

    /** Slices that cost less one by one than in lanes that are mostly empty. */
    private static final int FEW = 3;

    private final int table;

    /** @param table floats that are tabulated at a time, about */
    StackKernel(int table) {
        this.table = table;
    }

    /** Some neighbouring slices of a stack of {@code of}. */
    private record Slab(int first, int count, int of, int lanes) {}

    private interface OnSlab {
        void run(Slab slab);
    }

    private static void forEachSlab(int slices, OnSlab work) {
        for (int z = 0; z < slices; ) {
            int lanes = Lanes.lanesFor(slices - z);
            int count = Math.min(lanes, slices - z);
            work.run(new Slab(z, count, slices, lanes));
            z += count;
        }
    }

    private static Slicewise slicewise(Rays rays, int slices) {
        return new Slicewise(rays.nx * rays.ny, rays.detectors, slices, rays.views);
    }

    /** Joseph's projection of each slice. */
    void project(Rays rays, int slices, float[] volume, float[] sinogram) {
        Parallel.ranges(sinogram.length, 1 << 16, (from, to) -> Arrays.fill(sinogram, from, to, 0));
        forEachSlab(slices, slab -> {
            if (slab.count() <= FEW) {
                Slicewise one = slicewise(rays, slices);
                one.project(slab.first(), slab.count(), volume, sinogram, (x, y) -> ParallelKernel.best()
                        .project(rays, x, y));
                return;
            }
            for (boolean rows : new boolean[] {true, false}) {
                int[] angles = anglesAlong(rays, rows);
                if (angles.length > 0) {
                    project(rays, slab, rows, angles, volume, sinogram);
                }
            }
        });
    }

    private static int[] anglesAlong(Rays rays, boolean rows) {
        return IntStream.range(0, rays.views)
                .filter(a -> rays.stepsOverRows(a) == rows)
                .toArray();
    }

    private void project(Rays rays, Slab slab, boolean rows, int[] angles, float[] volume, float[] sinogram) {
        int lines = rows ? rays.ny : rays.nx;
        int samples = rows ? rays.nx : rays.ny;
        int stride = samples + 2 * PAD;
        int most = (int) Math.min((lines + 3) / 4 * 4, Math.max(4, table / ((long) stride * slab.lanes()) / 4 * 4));
        for (int first = 0; first < lines; first += most) {
            int count = Math.min(most, lines - first);
            // Lines beyond the last one stay zero, so that there are always four.
            Lanes image = new Lanes(slab.lanes(), Math.multiplyExact(most, stride));
            for (int l = 0; l < count; l++) {
                image.own(l * stride + PAD, samples);
            }
            interleaveLines(rays, slab, rows, volume, image, first, count, stride);
            int start = first;
            int chunks = (rays.detectors + RAYS - 1) / RAYS;
            int blocks = (angles.length + ANGLES - 1) / ANGLES;
            Parallel.ranges(Math.multiplyExact(blocks, chunks), 1, (from, to) -> {
                Lanes out = new Lanes(slab.lanes(), ANGLES * RAYS);
                out.own(0, out.cells.length);
                for (int task = from; task < to; task++) {
                    int firstAngle = task / chunks * ANGLES;
                    int lastAngle = Math.min(angles.length, firstAngle + ANGLES);
                    int firstRay = task % chunks * RAYS;
                    int lastRay = Math.min(rays.detectors, firstRay + RAYS);
                    out.clear(0, out.cells.length);
                    for (int l = 0; l < count; l += 4) {
                        for (int n = firstAngle; n < lastAngle; n++) {
                            Crossing crossing = Crossing.of(
                                    rays, rows, angles[n], start + l - (lines - 1) / 2.0, firstRay, lastRay);
                            addLines(
                                    image.cells,
                                    crossing,
                                    l * stride + PAD,
                                    stride,
                                    out.cells,
                                    (n - firstAngle) * RAYS - firstRay);
                        }
                    }
                    for (int n = firstAngle; n < lastAngle; n++) {
                        float scale = (float) (rays.pixel / rays.major(angles[n]));
                        int at = (angles[n] * slab.of() + slab.first()) * rays.detectors + firstRay;
                        out.addTo(
                                sinogram,
                                at,
                                rays.detectors,
                                slab.count(),
                                lastRay - firstRay,
                                scale,
                                (n - firstAngle) * RAYS);
                    }
                }
            });
        }
    }

    private static void interleaveLines(
            Rays rays, Slab slab, boolean rows, float[] volume, Lanes image, int first, int count, int stride) {
        int plane = rays.nx * rays.ny;
        Parallel.ranges(rows ? count : rays.ny, 8, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = rows ? first + i : i;
                int column = rows ? 0 : first;
                image.interleave(
                        volume,
                        slab.first() * plane + row * rays.nx + column,
                        plane,
                        slab.count(),
                        rows ? rays.nx : count,
                        1,
                        rows ? i * stride + PAD : i + PAD,
                        rows ? 1 : stride);
            }
        });
    }

    /**
     * Where rays {@code from ... to - 1} of an angle cross a line of the image and the three that follow.
     *
     * @param at sample of the first crossing, as a fixed-point position
     * @param step from ray to ray
     * @param tilt from line to line
     */
    private record Crossing(int from, int to, long at, long step, long tilt) {
        static Crossing of(Rays rays, boolean rows, int angle, double distance, int firstRay, int lastRay) {
            double step = rays.ratio / (rows ? rays.cos[angle] : -rays.sin[angle]);
            double tilt = rows ? rays.sin[angle] / rays.cos[angle] : rays.cos[angle] / rays.sin[angle];
            double samples = rows ? rays.nx : rays.ny;
            double v = distance * tilt;
            double left = (-(samples + 1) / 2 - Math.max(v, v + 3 * tilt)) / step + rays.center;
            double right = ((samples + 1) / 2 - Math.min(v, v + 3 * tilt)) / step + rays.center;
            int from = (int) Math.max(firstRay, Math.ceil(Math.min(left, right)));
            int to = (int) Math.min(lastRay, Math.floor(Math.max(left, right)) + 1);
            v += (from - rays.center) * step + (samples - 1) / 2;
            return new Crossing(
                    from, to, Pieces.fixed(v + PAD) - ((long) PAD << 32), Pieces.fixed(step), Pieces.fixed(tilt));
        }
    }

    private static void addLines(float[][] image, Crossing crossing, int line, int stride, float[][] out, int to) {
        long at = crossing.at() + ((long) line << 32);
        long next = crossing.tilt() + ((long) stride << 32);
        long step = crossing.step();
        for (int j = crossing.from(); j < crossing.to(); j++) {
            long at1 = at + next;
            long at2 = at1 + next;
            long at3 = at2 + next;
            int k0 = (int) (at >>> 32);
            int k1 = (int) (at1 >>> 32);
            int k2 = (int) (at2 >>> 32);
            int k3 = (int) (at3 >>> 32);
            float f0 = fraction(at);
            float f1 = fraction(at1);
            float f2 = fraction(at2);
            float f3 = fraction(at3);
            Lanes.addEight(
                    out[to + j],
                    image[k0],
                    image[k0 + 1],
                    image[k1],
                    image[k1 + 1],
                    image[k2],
                    image[k2 + 1],
                    image[k3],
                    image[k3 + 1],
                    1 - f0,
                    f0,
                    1 - f1,
                    f1,
                    1 - f2,
                    f2,
                    1 - f3,
                    f3);
            at += step;
        }
    }

    /** The fractional part of a position. */
    private static float fraction(long position) {
        return ((int) position >>> 8) * 0x1p-24f;
    }

    /** The transpose of {@link #project}. */
    void adjoint(Rays rays, int slices, float[] sinogram, float[] volume) {
        double[] weights = new double[rays.views];
        double[] halfWidths = new double[rays.views];
        for (int a = 0; a < weights.length; a++) {
            weights[a] = rays.pixel / rays.major(a);
            halfWidths[a] = rays.major(a) / rays.ratio;
        }
        gather(rays, slices, weights, halfWidths, sinogram, volume, (y, x) -> ParallelKernel.best()
                .adjoint(rays, y, x));
    }

    /** Pixel-driven back-projection of each slice, with one weight for each angle. */
    void backproject(Rays rays, int slices, double[] weights, float[] sinogram, float[] volume) {
        double[] ones = new double[rays.views];
        Arrays.fill(ones, 1);
        gather(rays, slices, weights, ones, sinogram, volume, (y, x) -> ParallelKernel.best()
                .backproject(rays, weights, y, x));
    }

    private void gather(
            Rays rays,
            int slices,
            double[] weights,
            double[] halfWidths,
            float[] sinogram,
            float[] volume,
            Slicewise.OnSlice one) {
        Parallel.ranges(volume.length, 1 << 16, (from, to) -> Arrays.fill(volume, from, to, 0));
        double widest = Arrays.stream(halfWidths).max().orElseThrow();
        double margin = 2 + widest;
        if (rays.center - rays.reach() > rays.detectors + margin || rays.center + rays.reach() < -margin) {
            return; // no pixel falls on the detector
        }
        forEachSlab(slices, slab -> {
            if (slab.count() <= FEW) {
                slicewise(rays, slices).backproject(slab.first(), slab.count(), sinogram, volume, one);
            } else {
                gather(rays, slab, weights, halfWidths, widest, sinogram, volume);
            }
        });
    }

    private void gather(
            Rays rays,
            Slab slab,
            double[] weights,
            double[] halfWidths,
            double widest,
            float[] sinogram,
            float[] volume) {
        // The tables hold every cell that a pixel can have a share in.
        int beyond = (int) Math.ceil(widest);
        int first = (int) Math.floor(rays.center - rays.reach()) - 1 - beyond;
        int stride = (int) Math.ceil(2 * rays.reach()) + 4 + 2 * beyond;
        int from = Math.max(0, -first);
        int cells = Math.max(0, Math.min(stride, rays.detectors - first) - from);
        int most = (int) Math.min(rays.views, Math.max(4, table / ((long) stride * slab.lanes())));
        for (int start = 0; start < rays.views; start += most) {
            int view = start;
            int count = Math.min(most, rays.views - start);
            // One more angle, of zeros, fills the last group of four.
            Lanes projections = new Lanes(slab.lanes(), Math.multiplyExact(most + 1, stride));
            for (int n = 0; n < count; n++) {
                projections.own(n * stride + from, cells);
            }
            Parallel.ranges(count, 4, (begin, end) -> {
                for (int n = begin; n < end; n++) {
                    projections.interleave(
                            sinogram,
                            ((view + n) * slab.of() + slab.first()) * rays.detectors + first + from,
                            rays.detectors,
                            slab.count(),
                            cells,
                            (float) weights[view + n],
                            n * stride + from,
                            1);
                }
            });
            Shares shares = new Shares(rays, halfWidths, view, count, stride, rays.center - first);
            int across = (rays.nx + TILE - 1) / TILE;
            int tiles = across * ((rays.ny + TILE - 1) / TILE);
            Parallel.ranges(tiles, 1, (begin, end) -> {
                Lanes tile = new Lanes(slab.lanes(), TILE * TILE);
                tile.own(0, TILE * TILE);
                for (int t = begin; t < end; t++) {
                    gatherTile(rays, slab, shares, projections.cells, tile, t % across, t / across, volume);
                }
            });
        }
    }

    private static void gatherTile(
            Rays rays, Slab slab, Shares shares, float[][] cells, Lanes tile, int column, int row, float[] volume) {
        int c0 = column * TILE;
        int r0 = row * TILE;
        int width = Math.min(TILE, rays.nx - c0);
        int height = Math.min(TILE, rays.ny - r0);
        tile.clear(0, TILE * TILE);
        for (int n = 0; n < shares.count; n += 4) {
            for (int r = 0; r < height; r++) {
                shares.addRow(
                        cells, n, c0 - (rays.nx - 1) / 2.0, (rays.ny - 1) / 2.0 - r0 - r, width, tile.cells, r * TILE);
            }
        }
        int plane = rays.nx * rays.ny;
        for (int r = 0; r < height; r++) {
            int at = slab.first() * plane + (r0 + r) * rays.nx + c0;
            tile.addTo(volume, at, plane, slab.count(), width, 1, r * TILE);
        }
    }

    /**
     * The shares of pixels in rays, as terms of two neighbouring rays each: one term for an angle whose triangles are at most
     * as wide as the distance of rays, more for wider ones. There are always four times as many as groups.
     */
    private static final class Shares {
        final int count;
        private final double[] cos;
        private final double[] sin;
        private final double[] origin;
        private final long[] step;
        private final float[] shift;
        private final float[] inverse;

        /**
         * @param view first angle
         * @param angles their number; the tables hold one more, of zeros
         * @param axis cell of a table onto which the rotation axis falls
         */
        Shares(Rays rays, double[] halfWidths, int view, int angles, int stride, double axis) {
            int terms = 0;
            for (int n = 0; n < angles; n++) {
                terms += (int) Math.ceil(halfWidths[view + n]);
            }
            count = (terms + 3) / 4 * 4;
            cos = new double[count];
            sin = new double[count];
            origin = new double[count];
            step = new long[count];
            shift = new float[count];
            inverse = new float[count];
            int i = 0;
            for (int n = 0; n < angles; n++) {
                double w = halfWidths[view + n];
                int wider = (int) Math.ceil(w) - 1;
                for (int d = -wider; d <= wider; d += 2) {
                    cos[i] = rays.cos[view + n] / rays.ratio;
                    sin[i] = rays.sin[view + n] / rays.ratio;
                    origin[i] = n * (double) stride + axis + d;
                    step[i] = Pieces.fixed(cos[i]);
                    shift[i] = -d;
                    inverse[i] = (float) (1 / w);
                    i++;
                }
            }
            Arrays.fill(origin, i, count, angles * (double) stride + axis);
        }

        /** Adds four terms to a row of pixels, of which the first has its centre at (x, y). */
        void addRow(float[][] cells, int n, double x, double y, int width, float[][] out, int to) {
            long at0 = position(n, x, y);
            long at1 = position(n + 1, x, y);
            long at2 = position(n + 2, x, y);
            long at3 = position(n + 3, x, y);
            long step0 = step[n];
            long step1 = step[n + 1];
            long step2 = step[n + 2];
            long step3 = step[n + 3];
            float shift0 = shift[n];
            float shift1 = shift[n + 1];
            float shift2 = shift[n + 2];
            float shift3 = shift[n + 3];
            float inverse0 = inverse[n];
            float inverse1 = inverse[n + 1];
            float inverse2 = inverse[n + 2];
            float inverse3 = inverse[n + 3];
            for (int c = 0; c < width; c++) {
                int k0 = (int) (at0 >>> 32);
                int k1 = (int) (at1 >>> 32);
                int k2 = (int) (at2 >>> 32);
                int k3 = (int) (at3 >>> 32);
                float f0 = fraction(at0) + shift0;
                float f1 = fraction(at1) + shift1;
                float f2 = fraction(at2) + shift2;
                float f3 = fraction(at3) + shift3;
                at0 += step0;
                at1 += step1;
                at2 += step2;
                at3 += step3;
                Lanes.addEight(
                        out[to + c],
                        cells[k0],
                        cells[k0 + 1],
                        cells[k1],
                        cells[k1 + 1],
                        cells[k2],
                        cells[k2 + 1],
                        cells[k3],
                        cells[k3 + 1],
                        triangle(f0, inverse0),
                        triangle(1 - f0, inverse0),
                        triangle(f1, inverse1),
                        triangle(1 - f1, inverse1),
                        triangle(f2, inverse2),
                        triangle(1 - f2, inverse2),
                        triangle(f3, inverse3),
                        triangle(1 - f3, inverse3));
            }
        }

        private static float triangle(float distance, float inverse) {
            return Math.max(0, 1 - Math.abs(distance) * inverse);
        }

        private long position(int n, double x, double y) {
            return Pieces.fixed(origin[n] + x * cos[n] + y * sin[n]);
        }
    }
}
