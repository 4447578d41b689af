package org.preimage.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Linear maps between fields on one grid whose components are sums of a few neighbours: each stencil adds to one component of the
 * output, at the points that lie within its margins, taps of one component of the input.
 *
 * <p>Apply and adjoint go row by row along the first axis, and gather what belongs to a row, so that threads share nothing.
 */
final class Stencils {
    /**
     * One stencil.
     *
     * @param target component of the output
     * @param source component of the input
     * @param offsets of the taps, in samples of each axis
     * @param factors of the taps
     * @param before how many samples at the start of each axis get nothing
     * @param after how many at its end
     */
    record Stencil(int target, int source, int[][] offsets, float[] factors, int[] before, int[] after) {}

    private final int[] sizes;
    private final int[] strides;
    private final int parts;
    private final int n;
    private final int row;
    private final List<Stencil> stencils = new ArrayList<>();

    Stencils(Space grid) {
        this.sizes = grid.sizes();
        this.parts = grid.field().floats();
        this.n = grid.length();
        this.row = sizes[0] * parts;
        this.strides = new int[sizes.length];
        int stride = parts;
        for (int a = 0; a < sizes.length; a++) {
            strides[a] = stride;
            stride *= sizes[a];
        }
    }

    /** Positions of the spatial axes of an image, of which there is one at least. */
    static int[] spatialAxes(String operator, Space image) {
        int[] spatial = IntStream.range(0, image.dimensions())
                .filter(i -> image.axes().get(i).role().isSpatial())
                .toArray();
        if (spatial.length == 0) {
            throw new IllegalArgumentException(operator + " needs a spatial axis, but the space is " + image);
        }
        return spatial;
    }

    /** Fields of vectors on an image, one component for each spatial axis. */
    static Space vectors(String operator, Space image) {
        return image.with(new Axis(Role.COMPONENT, spatialAxes(operator, image).length));
    }

    /** Fields of symmetric matrices: the diagonal first, then what is right of it, row by row. */
    static Space matrices(String operator, Space image) {
        int d = spatialAxes(operator, image).length;
        return image.with(new Axis(Role.COMPONENT, d * (d + 1) / 2));
    }

    /** Spacing of the first spatial axis over that of each. */
    static double[] scales(Space image, int[] spatial) {
        return Arrays.stream(spatial)
                .mapToDouble(a -> image.spacing(spatial[0]) / image.spacing(a))
                .toArray();
    }

    /** An offset by one sample for each of the axes named, in the direction of each sign. */
    int[] offset(int... axesAndSigns) {
        int[] offset = new int[sizes.length];
        for (int i = 0; i < axesAndSigns.length; i += 2) {
            offset[axesAndSigns[i]] += axesAndSigns[i + 1];
        }
        return offset;
    }

    /** Margins: so many samples along each of the axes named. */
    int[] margins(int... axesAndSamples) {
        return offset(axesAndSamples);
    }

    void add(Stencil stencil) {
        stencils.add(stencil);
    }

    private int delta(int[] offset) {
        int delta = 0;
        for (int a = 0; a < offset.length; a++) {
            delta += offset[a] * strides[a];
        }
        return delta;
    }

    private int[] coordinates(int r) {
        int[] at = new int[sizes.length];
        int rest = r;
        for (int a = 1; a < sizes.length; a++) {
            at[a] = rest % sizes[a];
            rest /= sizes[a];
        }
        return at;
    }

    /** Whether a stencil gives something in the row that lies {@code offset} before one, along all axes but the first. */
    private boolean covers(Stencil s, int[] at, int[] offset) {
        for (int a = 1; a < sizes.length; a++) {
            int i = at[a] - offset[a];
            if (i < s.before[a] || i >= sizes[a] - s.after[a]) {
                return false;
            }
        }
        return true;
    }

    private int grain() {
        return Math.max(1, (1 << 13) / row);
    }

    void apply(float[] x, float[] out, int components) {
        int[] none = new int[sizes.length];
        Parallel.ranges(n / row, grain(), (from, to) -> {
            for (int r = from; r < to; r++) {
                int[] at = coordinates(r);
                for (int t = 0; t < components; t++) {
                    Arrays.fill(out, t * n + r * row, t * n + (r + 1) * row, 0);
                }
                for (Stencil s : stencils) {
                    if (covers(s, at, none)) {
                        int begin = r * row + s.before[0] * parts;
                        int end = (r + 1) * row - s.after[0] * parts;
                        gather(s, x, begin, end, out);
                    }
                }
            }
        });
    }

    private void gather(Stencil s, float[] x, int begin, int end, float[] out) {
        int target = s.target * n;
        int source = s.source * n;
        int[] d = Arrays.stream(s.offsets).mapToInt(this::delta).toArray();
        float[] c = s.factors;
        int tap = 0;
        for (; tap < d.length - 1; tap += 2) {
            add(x, source + d[tap], c[tap], source + d[tap + 1], c[tap + 1], begin, end, out, target);
        }
        if (tap < d.length) {
            add(x, source + d[tap], c[tap], begin, end, out, target);
        }
    }

    private static void add(float[] x, int d, float c, int e, float f, int begin, int end, float[] out, int target) {
        for (int i = begin; i < end; i++) {
            out[target + i] += c * x[d + i] + f * x[e + i];
        }
    }

    private static void add(float[] x, int d, float c, int begin, int end, float[] out, int target) {
        for (int i = begin; i < end; i++) {
            out[target + i] += c * x[d + i];
        }
    }

    void adjoint(float[] y, float[] out, int components) {
        Parallel.ranges(n / row, grain(), (from, to) -> {
            for (int r = from; r < to; r++) {
                int[] at = coordinates(r);
                for (int c = 0; c < components; c++) {
                    Arrays.fill(out, c * n + r * row, c * n + (r + 1) * row, 0);
                }
                for (Stencil s : stencils) {
                    for (int tap = 0; tap < s.factors.length; tap++) {
                        int[] offset = s.offsets[tap];
                        if (covers(s, at, offset)) {
                            int begin = r * row + (s.before[0] + offset[0]) * parts;
                            int end = (r + 1) * row - (s.after[0] - offset[0]) * parts;
                            int from0 = s.target * n - delta(offset);
                            add(y, from0, s.factors[tap], begin, end, out, s.source * n);
                        }
                    }
                }
            }
        });
    }
}
