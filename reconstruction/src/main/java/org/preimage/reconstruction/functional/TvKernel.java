package org.preimage.reconstruction.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The passes over an image that {@link TvNorm} is made of. A dual variable p[k][r] has for each spatial axis k and each row r
 * of the image an array of its own; it is zero where the gradient is, at the last sample of each axis, so that D* needs no
 * special case there.
 *
 * <p>A step of the projected gradient is one pass: tiles of {@value #ROWS} rows compute the rows of the image that
 * belongs to the extrapolated dual variable just before the dual rows that need them. Rows at the border of two tiles are
 * computed twice. Tiles have a fixed size, so that nothing depends on the number of threads.
 *
 * <p>All loops run over separate arrays with the same plain index, and neighbours are copied into place before: the
 * compiler vectorises only that, as it cannot tell whether shifted accesses to two arrays meet.
 */
final class TvKernel {
    private static final int ROWS = 32;
    private static final int PLANES = 16;

    private final int length;
    private final boolean isotropic;
    private final float lo;
    private final float hi;
    private final int components;
    private final int sampleFloats;
    private final int coupledFloats;
    private final int row;
    private final int ny;
    private final int nz;
    private final int strideY;
    private final int strideZ;
    private final float[] weights = new float[3];
    private final double squaredNorm;
    private final int[][] groups;
    private final int tilesY;
    private final int tilesZ;

    /**
     * @param space with one to three spatial axes
     * @param isotropic whether the components of the gradient make one group
     * @param coupled whether channels do
     * @param lo smallest value of the image, or negative infinity
     * @param hi largest one, or infinity
     */
    TvKernel(Space space, boolean isotropic, boolean coupled, float lo, float hi) {
        this.length = space.length();
        this.isotropic = isotropic;
        this.lo = lo;
        this.hi = hi;
        List<Integer> spatial = new ArrayList<>();
        int[] strides = new int[space.dimensions()];
        int stride = space.field().floats();
        for (int i = 0; i < strides.length; i++) {
            strides[i] = stride;
            stride *= space.size(i);
            if (space.axes().get(i).role().isSpatial()) {
                spatial.add(i);
            }
        }
        if (spatial.isEmpty() || spatial.size() > 3) {
            throw new IllegalArgumentException(
                    "the space is " + space + ", but total variation needs one to three spatial axes");
        }
        this.components = spatial.size();
        int first = spatial.get(0);
        double norm = 0;
        for (int k = 0; k < components; k++) {
            int size = space.size(spatial.get(k));
            weights[k] = (float) (space.spacing(first) / space.spacing(spatial.get(k)));
            double s = 2 * weights[k] * Math.sin(Math.PI * (size - 1) / (2.0 * size));
            norm += s * s;
        }
        this.squaredNorm = norm;
        this.sampleFloats = strides[first];
        this.row = sampleFloats * space.size(first);
        this.ny = components > 1 ? space.size(spatial.get(1)) : 1;
        this.nz = components > 2 ? space.size(spatial.get(2)) : 1;
        this.strideY = components > 1 ? strides[spatial.get(1)] : 0;
        this.strideZ = components > 2 ? strides[spatial.get(2)] : 0;
        this.coupledFloats = coupledFloats(space, first, coupled);
        this.groups = groups(space, strides, first, coupled);
        this.tilesY = (ny + ROWS - 1) / ROWS;
        this.tilesZ = (nz + PLANES - 1) / PLANES;
    }

    /** Consecutive floats of one group: real and imaginary part, and channels where they come before the spatial axes. */
    private static int coupledFloats(Space space, int first, boolean coupled) {
        int floats = space.field().floats();
        if (coupled) {
            boolean others = false;
            for (int i = 0; i < first; i++) {
                boolean channel = space.axes().get(i).role() == Role.CHANNEL;
                if (channel && others) {
                    throw new IllegalArgumentException("the space is " + space
                            + ", but channels before the spatial axes must be the fastest axis to be coupled");
                }
                others |= !channel;
                floats *= channel ? space.size(i) : 1;
            }
        }
        return floats;
    }

    /** Where the images begin that other axes than the spatial ones count, the coupled ones in one group. */
    private static int[][] groups(Space space, int[] strides, int first, boolean coupled) {
        List<List<Integer>> groups = new ArrayList<>(List.of(List.of(0)));
        for (int i = first + 1; i < strides.length; i++) {
            Axis axis = space.axes().get(i);
            if (axis.role().isSpatial()) {
                continue;
            }
            boolean joins = coupled && axis.role() == Role.CHANNEL;
            List<List<Integer>> grown = new ArrayList<>();
            for (List<Integer> group : groups) {
                List<Integer> members = new ArrayList<>();
                for (int j = 0; j < axis.size(); j++) {
                    int shift = j * strides[i];
                    List<Integer> moved = group.stream().map(o -> o + shift).toList();
                    if (joins) {
                        members.addAll(moved);
                    } else {
                        grown.add(moved);
                    }
                }
                if (joins) {
                    grown.add(members);
                }
            }
            groups = grown;
        }
        return groups.stream().map(g -> g.stream().mapToInt(o -> o).toArray()).toArray(int[][]::new);
    }

    /** A dual variable, zero. */
    float[][][] dual() {
        return new float[components][length / row][row];
    }

    /** |D|<sup>2</sup>. */
    double squaredNorm() {
        return squaredNorm;
    }

    private interface Tile {
        void run(int[] offsets, int y0, int y1, int z0, int z1, int index);
    }

    private int tiles() {
        return groups.length * tilesZ * tilesY;
    }

    /** Runs tiles; every thread makes its own work arrays by {@code tiles}. */
    private void forTiles(Supplier<Tile> tiles) {
        Parallel.ranges(tiles(), 1, (from, to) -> {
            Tile tile = tiles.get();
            for (int t = from; t < to; t++) {
                int y0 = t % tilesY * ROWS;
                int z0 = t / tilesY % tilesZ * PLANES;
                int y1 = Math.min(ny, y0 + ROWS);
                int z1 = Math.min(nz, z0 + PLANES);
                tile.run(groups[t / tilesY / tilesZ], y0, y1, z0, z1, t);
            }
        });
    }

    private int at(int offset, int y, int z) {
        return offset + y * strideY + z * strideZ;
    }

    /** A dual variable's row for the row of the image that begins at {@code at}: rows lie in the order of the arrays' memory. */
    private int rowOf(int at) {
        return at / row;
    }

    /**
     * A projected gradient step from the extrapolated dual variable q = p + momentum (p - last):
     *
     * <pre>next = P(q + D clip(v - D* q) / |D|<sup>2</sup>),</pre>
     *
     * P scaling groups longer than {@code limit} back to it.
     */
    void step(float[] v, float[][][] p, float[][][] last, float momentum, float limit, float[][][] next) {
        forTiles(() -> new Sweep(v, p, last, momentum, limit, next));
    }

    /** A line of the image and of the dual variable it belongs to. */
    private final class Line {
        private final float[] x = new float[row];
        private final float[][] q = new float[components][row];
    }

    /** A tile of a step, which holds the lines of two rows of a plane, or of two planes of rows. */
    private final class Sweep implements Tile {
        private final float[] v;
        private final float[][][] p;
        private final float[][][] last;
        private final float momentum;
        private final float limit;
        private final float[][][] next;
        private final int depth = nz == 1 ? 2 : ROWS + 1;
        private final Line[] lines = new Line[2 * groups[0].length * depth];
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
                int at = at(offsets[c], y, z);
                int r = rowOf(at);
                for (int k = 0; k < components; k++) {
                    extrapolate(p[k][r], last[k][r], momentum, line.q[k]);
                }
                System.arraycopy(v, at, data, 0, row);
                float[] above = y == 0 ? null : y > y0 ? line(c, y - 1, z).q[1] : extrapolated(1, rowOf(at - strideY));
                image(data, line.q[0], shifted, line.x);
                if (components > 1) {
                    diverge(line.q[1], above, weights[1], line.x);
                }
                if (components > 2) {
                    diverge(line.q[2], z == 0 ? null : extrapolated(2, rowOf(at - strideZ)), weights[2], line.x);
                }
                clip(line.x);
            }
        }

        private float[] extrapolated(int k, int r) {
            extrapolate(p[k][r], last[k][r], momentum, before);
            return before;
        }

        /** Components {@code from} to {@code to}, less one, which make one group. */
        private void update(int from, int to, int y, int z) {
            for (int c = 0; c < offsets.length; c++) {
                Line line = line(c, y, z);
                int r = rowOf(at(offsets[c], y, z));
                for (int k = from; k < to; k++) {
                    float t = (float) (weights[k] / squaredNorm);
                    float[] there = neighbour(line, k, c, y, z);
                    if (k == from && c == 0) {
                        Arrays.fill(norms, 0);
                    }
                    ascend(line.q[k], line.x, there, t, next[k][r], norms);
                }
            }
            shareNorms(norms);
            factors(norms, limit);
            for (int c = 0; c < offsets.length; c++) {
                int r = rowOf(at(offsets[c], y, z));
                for (int k = from; k < to; k++) {
                    multiply(next[k][r], norms);
                }
            }
        }

        /** The image one sample further along axis k; the image itself at the last one. */
        private float[] neighbour(Line line, int k, int c, int y, int z) {
            if (k == 0) {
                shiftBack(line.x, shifted);
                return shifted;
            }
            if (k == 1) {
                return y + 1 < ny ? line(c, y + 1, z).x : line.x;
            }
            return z + 1 < nz ? line(c, y, z + 1).x : line.x;
        }
    }

    /** out[i] = x[i + 1 sample], the last sample once more at the end. */
    private void shiftBack(float[] x, float[] out) {
        System.arraycopy(x, sampleFloats, out, 0, row - sampleFloats);
        System.arraycopy(x, row - sampleFloats, out, row - sampleFloats, sampleFloats);
    }

    private static void extrapolate(float[] p, float[] last, float momentum, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = p[i] + momentum * (p[i] - last[i]);
        }
    }

    /** A row of v - D* q as far as the first axis is concerned. */
    private void image(float[] v, float[] q, float[] shifted, float[] out) {
        System.arraycopy(q, 0, shifted, sampleFloats, row - sampleFloats);
        Arrays.fill(shifted, 0, sampleFloats, 0);
        float w = weights[0];
        for (int i = 0; i < out.length; i++) {
            out[i] = v[i] + w * (q[i] - shifted[i]);
        }
    }

    /** x += w (q - before), where {@code before} is null at the first row. */
    private static void diverge(float[] q, float[] before, float w, float[] x) {
        if (before == null) {
            for (int i = 0; i < x.length; i++) {
                x[i] += w * q[i];
            }
        } else {
            for (int i = 0; i < x.length; i++) {
                x[i] += w * (q[i] - before[i]);
            }
        }
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

    /** out = q + t (there - x), and its squares added to the norms. */
    private static void ascend(float[] q, float[] x, float[] there, float t, float[] out, float[] norms) {
        for (int i = 0; i < out.length; i++) {
            float d = q[i] + t * (there[i] - x[i]);
            out[i] = d;
            norms[i] += d * d;
        }
    }

    /** Squared norms to the factors of the projection. */
    private static void factors(float[] norms, float limit) {
        for (int i = 0; i < norms.length; i++) {
            norms[i] = limit / Math.max(limit, (float) Math.sqrt(norms[i]));
        }
    }

    private static void multiply(float[] x, float[] factors) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factors[i];
        }
    }

    /** Adds up the squared norms of floats that make one group, and gives each of them the sum. */
    private void shareNorms(float[] norms) {
        for (int i = 0; coupledFloats > 1 && i < row; i += coupledFloats) {
            float sum = 0;
            for (int j = i; j < i + coupledFloats; j++) {
                sum += norms[j];
            }
            Arrays.fill(norms, i, i + coupledFloats, sum);
        }
    }

    /** The image clip(v - D* p). */
    void image(float[] v, float[][][] p, float[] out) {
        forTiles(() -> {
            float[] data = new float[row];
            float[] shifted = new float[row];
            float[] x = new float[row];
            return (offsets, y0, y1, z0, z1, index) -> {
                for (int offset : offsets) {
                    for (int z = z0; z < z1; z++) {
                        for (int y = y0; y < y1; y++) {
                            int at = at(offset, y, z);
                            int r = rowOf(at);
                            System.arraycopy(v, at, data, 0, row);
                            image(data, p[0][r], shifted, x);
                            if (components > 1) {
                                diverge(p[1][r], y == 0 ? null : p[1][rowOf(at - strideY)], weights[1], x);
                            }
                            if (components > 2) {
                                diverge(p[2][r], z == 0 ? null : p[2][rowOf(at - strideZ)], weights[2], x);
                            }
                            clip(x);
                            System.arraycopy(x, 0, out, at, row);
                        }
                    }
                }
            };
        });
    }

    /**
     * Total variation of weight 1.
     *
     * @param x the image
     * @param p a dual variable, or null
     * @return TV(x), and &lt;D x, p&gt; if there is a p
     */
    double[] variation(float[] x, float[][][] p) {
        double[] sums = new double[tiles()];
        double[] products = new double[tiles()];
        forTiles(() -> {
            Variation rows = new Variation(x, p);
            return (offsets, y0, y1, z0, z1, index) -> {
                for (int z = z0; z < z1; z++) {
                    for (int y = y0; y < y1; y++) {
                        for (int k = 0; k < components; k += isotropic ? components : 1) {
                            rows.run(offsets, k, isotropic ? components : k + 1, y, z);
                            sums[index] += rows.sum;
                            products[index] += rows.product;
                        }
                    }
                }
            };
        });
        return new double[] {sum(sums), sum(products)};
    }

    /** The sums over one row of groups. */
    private final class Variation {
        private final float[] x;
        private final float[][][] p;
        private final float[] here = new float[row];
        private final float[] there = new float[row];
        private final float[] norms = new float[row];
        private final float[] products = new float[row];
        private double sum;
        private double product;

        Variation(float[] x, float[][][] p) {
            this.x = x;
            this.p = p;
        }

        void run(int[] offsets, int from, int to, int y, int z) {
            Arrays.fill(norms, 0);
            Arrays.fill(products, 0);
            for (int offset : offsets) {
                int at = at(offset, y, z);
                System.arraycopy(x, at, here, 0, row);
                for (int k = from; k < to; k++) {
                    if (k == 0) {
                        shiftBack(here, there);
                    } else if (k == 1 && y + 1 == ny || k == 2 && z + 1 == nz) {
                        continue;
                    } else {
                        System.arraycopy(x, at + (k == 1 ? strideY : strideZ), there, 0, row);
                    }
                    square(here, there, weights[k], norms);
                    if (p != null) {
                        multiply(here, there, weights[k], p[k][rowOf(at)], products);
                    }
                }
            }
            shareNorms(norms);
            roots(norms);
            sum = TvKernel.sum(norms, coupledFloats);
            product = p == null ? 0 : TvKernel.sum(products, 1);
        }
    }

    private static void square(float[] here, float[] there, float w, float[] norms) {
        for (int i = 0; i < norms.length; i++) {
            float d = w * (there[i] - here[i]);
            norms[i] += d * d;
        }
    }

    private static void multiply(float[] here, float[] there, float w, float[] p, float[] products) {
        for (int i = 0; i < products.length; i++) {
            products[i] += w * (there[i] - here[i]) * p[i];
        }
    }

    private static void roots(float[] norms) {
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) Math.sqrt(norms[i]);
        }
    }

    /** The sum of every so many floats. */
    private static double sum(float[] s, int every) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i < s.length - every; i += 2 * every) {
            a += s[i];
            b += s[i + every];
        }
        return i < s.length ? a + b + s[i] : a + b;
    }

    private static double sum(double[] s) {
        double sum = 0;
        for (double v : s) {
            sum += v;
        }
        return sum;
    }
}
