package org.preimage.reconstruction.functional;

import java.util.Arrays;
import org.preimage.operators.space.Space;

/**
 * The passes over an image that {@link TvNorm} is made of. A dual variable p[k][r] has for each spatial axis k and each row r
 * of the image an array of its own; it is zero where the gradient is, at the last sample of each axis, so that D* needs no
 * special case there.
 *
 * <p>A step of the projected gradient is one pass: tiles of {@value ImageRows#ROWS} rows compute the rows of the image that
 * belongs to the extrapolated dual variable just before the dual rows that need them. Rows at the border of two tiles are
 * computed twice.
 */
final class TvKernel {
    private final ImageRows rows;
    private final TvVariation variation;
    private final boolean isotropic;
    private final float lo;
    private final float hi;
    private final int components;
    private final int row;
    private final int ny;
    private final int nz;
    private final int strideY;
    private final int strideZ;
    private final float[] weights;

    /**
     * @param space with one to three spatial axes
     * @param isotropic whether the components of the gradient make one group
     * @param coupled whether channels do
     * @param lo smallest value of the image, or negative infinity
     * @param hi largest one, or infinity
     */
    TvKernel(Space space, boolean isotropic, boolean coupled, float lo, float hi) {
        this.rows = new ImageRows(space, coupled);
        this.variation = new TvVariation(rows, isotropic);
        this.isotropic = isotropic;
        this.lo = lo;
        this.hi = hi;
        this.components = rows.components;
        this.row = rows.row;
        this.ny = rows.ny;
        this.nz = rows.nz;
        this.strideY = rows.strideY;
        this.strideZ = rows.strideZ;
        this.weights = rows.weights;
    }

    /** A dual variable, zero. */
    float[][][] dual() {
        return new float[components][rows.length / row][row];
    }

    /** |D|<sup>2</sup>. */
    double squaredNorm() {
        return rows.squaredNorm;
    }

    /**
     * A projected gradient step from the extrapolated dual variable q = p + momentum (p - last):
     *
     * <pre>next = P(q + D clip(v - D* q) / |D|<sup>2</sup>),</pre>
     *
     * P scaling groups longer than {@code limit} back to it.
     */
    void step(float[] v, float[][][] p, float[][][] last, float momentum, float limit, float[][][] next) {
        rows.forTiles(() -> new Sweep(v, p, last, momentum, limit, next));
    }

    /** A line of the image and of the dual variable it belongs to. */
    private final class Line {
        private final float[] x = new float[row];
        private final float[][] q = new float[components][row];
    }

    /** A tile of a step, which holds the lines of two rows of a plane, or of two planes of rows. */
    private final class Sweep implements ImageRows.Tile {
        private final float[] v;
        private final float[][][] p;
        private final float[][][] last;
        private final float momentum;
        private final float limit;
        private final float[][][] next;
        private final int depth = nz == 1 ? 2 : ImageRows.ROWS + 1;
        private final Line[] lines = new Line[2 * rows.groups[0].length * depth];
        private final float[] shifted = new float[row];
        private final float[] data = new float[row];
        private final float[] before = new float[row];
        private final float[] norms = new float[row];
        private int[] offsets;
        private int y0;

        Sweep(float[] v, float[][][] p, float[][][] last, float momentum, float limit, float[][][] next) {
            this.v = v;
            this.p = p;
            this.last = last;
            this.momentum = momentum;
            this.limit = limit;
            this.next = next;
            for (int i = 0; i < (nz == 1 ? lines.length / 2 : lines.length); i++) {
                lines[i] = new Line();
            }
        }

        @Override
        public void run(int[] members, int firstRow, int y1, int z0, int z1, int index) {
            offsets = members;
            y0 = firstRow;
            for (int z = z0; z < z1; z++) {
                if (z == z0) {
                    compute(y0, z);
                }
                for (int y = y0; y < y1; y++) {
                    // The image one row and one plane ahead of the dual variable.
                    if (z == z0 && y + 1 < ny) {
                        compute(y + 1, z);
                    }
                    if (z + 1 < nz) {
                        compute(y, z + 1);
                        if (y == y1 - 1 && y1 < ny) {
                            compute(y1, z + 1);
                        }
                    }
                    for (int k = 0; k < components; k += isotropic ? components : 1) {
                        update(k, isotropic ? components : k + 1, y, z);
                    }
                }
            }
        }

        private Line line(int member, int y, int z) {
            int slot = nz == 1 ? y & 1 : y - y0;
            return lines[((z & 1) * offsets.length + member) * depth + slot];
        }

        private void compute(int y, int z) {
            for (int c = 0; c < offsets.length; c++) {
                Line line = line(c, y, z);
                int at = rows.at(offsets[c], y, z);
                int r = rows.rowOf(at);
                for (int k = 0; k < components; k++) {
                    RowArithmetic.extrapolate(p[k][r], last[k][r], momentum, line.q[k]);
                }
                System.arraycopy(v, at, data, 0, row);
                float[] above =
                        y == 0 ? null : y > y0 ? line(c, y - 1, z).q[1] : extrapolated(1, rows.rowOf(at - strideY));
                image(data, line.q[0], shifted, line.x);
                if (components > 1) {
                    RowArithmetic.diverge(line.q[1], above, weights[1], line.x);
                }
                if (components > 2) {
                    RowArithmetic.diverge(
                            line.q[2], z == 0 ? null : extrapolated(2, rows.rowOf(at - strideZ)), weights[2], line.x);
                }
                clip(line.x);
            }
        }

        private float[] extrapolated(int k, int r) {
            RowArithmetic.extrapolate(p[k][r], last[k][r], momentum, before);
            return before;
        }

        /** Components {@code from} to {@code to}, less one, which make one group. */
        private void update(int from, int to, int y, int z) {
            for (int c = 0; c < offsets.length; c++) {
                Line line = line(c, y, z);
                int r = rows.rowOf(rows.at(offsets[c], y, z));
                for (int k = from; k < to; k++) {
                    float t = (float) (weights[k] / rows.squaredNorm);
                    float[] there = neighbour(line, k, c, y, z);
                    if (k == from && c == 0) {
                        Arrays.fill(norms, 0);
                    }
                    RowArithmetic.ascend(line.q[k], line.x, there, t, next[k][r], norms);
                }
            }
            rows.shareNorms(norms);
            RowArithmetic.factors(norms, limit);
            for (int c = 0; c < offsets.length; c++) {
                int r = rows.rowOf(rows.at(offsets[c], y, z));
                for (int k = from; k < to; k++) {
                    RowArithmetic.multiply(next[k][r], norms);
                }
            }
        }

        /** The image one sample further along axis k; the image itself at the last one. */
        private float[] neighbour(Line line, int k, int c, int y, int z) {
            if (k == 0) {
                rows.shiftBack(line.x, shifted);
                return shifted;
            }
            if (k == 1) {
                return y + 1 < ny ? line(c, y + 1, z).x : line.x;
            }
            return z + 1 < nz ? line(c, y, z + 1).x : line.x;
        }
    }

    /** A row of v - D* q as far as the first axis is concerned. */
    private void image(float[] v, float[] q, float[] shifted, float[] out) {
        rows.shiftAhead(q, shifted);
        RowArithmetic.differ(v, q, shifted, weights[0], out);
    }

    private void clip(float[] x) {
        if (lo == Float.NEGATIVE_INFINITY && hi == Float.POSITIVE_INFINITY) {
            return;
        }
        float least = lo;
        float most = hi;
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.min(most, Math.max(least, x[i]));
        }
    }

    /** The image clip(v - D* p). */
    void image(float[] v, float[][][] p, float[] out) {
        rows.forTiles(() -> {
            float[] data = new float[row];
            float[] shifted = new float[row];
            float[] x = new float[row];
            return (offsets, y0, y1, z0, z1, index) -> {
                for (int offset : offsets) {
                    for (int z = z0; z < z1; z++) {
                        for (int y = y0; y < y1; y++) {
                            int at = rows.at(offset, y, z);
                            int r = rows.rowOf(at);
                            System.arraycopy(v, at, data, 0, row);
                            image(data, p[0][r], shifted, x);
                            if (components > 1) {
                                RowArithmetic.diverge(
                                        p[1][r], y == 0 ? null : p[1][rows.rowOf(at - strideY)], weights[1], x);
                            }
                            if (components > 2) {
                                RowArithmetic.diverge(
                                        p[2][r], z == 0 ? null : p[2][rows.rowOf(at - strideZ)], weights[2], x);
                            }
                            clip(x);
                            System.arraycopy(x, 0, out, at, row);
                        }
                    }
                }
            };
        });
    }

    /** @see TvVariation#of */
    double[] variation(float[] x, float[][][] p) {
        return variation.of(x, p);
    }
}
