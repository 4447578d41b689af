package org.preimage.priors.tensor;

import java.util.Arrays;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * The matrix of a real operator of moderate size as a table of places and weights, K for each row: y<sub>r</sub> = sum over k of
 * weight<sub>rk</sub> x[place<sub>rk</sub>], shorter rows filled up with zeros. Gathering is what graphics cards do well; on the
 * processor the Java operator is faster. A second table holds the transpose.
 *
 * <p>Tensors are [N, 1, ...] as {@link Samples} has it.
 */
public final class GatherMatrix {
    private final Space domain;
    private final Space range;
    private final Table forward;
    private final Table backward;

    private record Table(int rows, int width, int[] places, float[] weights) {}

    private GatherMatrix(Space domain, Space range, Table forward, Table backward) {
        this.domain = domain;
        this.range = range;
        this.forward = forward;
        this.backward = backward;
    }

    /**
     * Reads the matrix of an operator off what it does with unit vectors: as many calls as its domain or its range has values,
     * whichever is less.
     *
     * @throws IllegalArgumentException if the operator is complex
     */
    public static GatherMatrix of(LinearOperator operator) {
        Space domain = operator.domain();
        Space range = operator.range();
        if (domain.field() != Field.REAL || range.field() != Field.REAL) {
            throw new IllegalArgumentException(
                    "the operator is from " + domain + " to " + range + ", but must be real");
        }
        boolean byRows = range.length() <= domain.length();
        int[][] places = new int[Math.min(range.length(), domain.length())][];
        float[][] weights = new float[places.length][];
        float[] unit = byRows ? range.zeros() : domain.zeros();
        float[] line = byRows ? domain.zeros() : range.zeros();
        for (int i = 0; i < places.length; i++) {
            unit[i] = 1;
            if (byRows) {
                operator.adjoint(unit, line);
            } else {
                operator.apply(unit, line);
            }
            unit[i] = 0;
            read(line, i, places, weights);
        }
        Table own = table(places, weights);
        Table transposed = transposed(places, weights, line.length);
        return new GatherMatrix(domain, range, byRows ? own : transposed, byRows ? transposed : own);
    }

    private static void read(float[] line, int i, int[][] places, float[][] weights) {
        int count = 0;
        int[] place = new int[line.length];
        float[] weight = new float[line.length];
        for (int j = 0; j < line.length; j++) {
            if (line[j] != 0) {
                place[count] = j;
                weight[count++] = line[j];
            }
        }
        places[i] = Arrays.copyOf(place, count);
        weights[i] = Arrays.copyOf(weight, count);
    }

    private static Table transposed(int[][] places, float[][] weights, int rows) {
        int[] counts = new int[rows];
        for (int[] p : places) {
            for (int j : p) {
                counts[j]++;
            }
        }
        int[][] turned = new int[rows][];
        float[][] values = new float[rows][];
        for (int j = 0; j < rows; j++) {
            turned[j] = new int[counts[j]];
            values[j] = new float[counts[j]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < places.length; i++) {
            for (int k = 0; k < places[i].length; k++) {
                int j = places[i][k];
                turned[j][counts[j]] = i;
                values[j][counts[j]++] = weights[i][k];
            }
        }
        return table(turned, values);
    }

    private static Table table(int[][] places, float[][] weights) {
        int width = 1;
        for (int[] p : places) {
            width = Math.max(width, p.length);
        }
        int length = Math.multiplyExact(width, places.length);
        int[] flat = new int[length];
        float[] values = new float[length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(places[i], 0, flat, i * width, places[i].length);
            System.arraycopy(weights[i], 0, values, i * width, weights[i].length);
        }
        return new Table(places.length, width, flat, values);
    }

    /** Entries of a row, at most. */
    public int width() {
        return forward.width();
    }

    /** The operator with its tables on a scope's device, as long as that scope is open. */
    public DeviceOperator in(Scope scope) {
        Gather there = new Gather(scope, forward);
        Gather back = new Gather(scope, backward);
        return new DeviceOperator() {
            @Override
            public Tensor apply(Tensor x) {
                return there.of(x, domain, range);
            }

            @Override
            public Tensor adjoint(Tensor y) {
                return back.of(y, range, domain);
            }
        };
    }

    private static final class Gather {
        private final Table table;
        private final Tensor places;
        private final Tensor weights;

        Gather(Scope scope, Table table) {
            this.table = table;
            places = scope.indices(table.places());
            weights = scope.tensor(table.weights(), 1, table.rows(), table.width());
        }

        Tensor of(Tensor x, Space from, Space to) {
            int n = x.size(0);
            if (!Arrays.equals(x.shape(), Samples.shape(from, n))) {
                throw new IllegalArgumentException(
                        "a tensor of the shape " + Arrays.toString(x.shape()) + " does not hold samples in " + from);
            }
            return x.reshape(n, from.length())
                    .take(places)
                    .reshape(n, table.rows(), table.width())
                    .times(weights)
                    .sumOver(2)
                    .reshape(Samples.shape(to, n));
        }
    }
}
