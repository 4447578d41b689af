package org.preimage.priors.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Products with the Jacobian J of a map f of weights at given weights, by one graph that is recorded once: J* u by
 * back-propagation through it, and J v by back-propagation through that, as u -&gt; J* u is linear and its transpose is J.
 *
 * <p>A linearisation belongs to the thread that made it and holds the graph's memory until it is closed. Scopes that are opened
 * after it are closed before it.
 */
public final class Linearisation implements AutoCloseable {
    /** Numbers of a Jacobian kept at once. */
    private static final long ROOM = 100_000_000;

    /** Columns of a Jacobian that are multiplied at once. */
    private static final int COLUMNS = 1 << 14;

    /** Rows of a Jacobian computed in one native call. */
    private static final int ROWS = 64;

    private final Scope scope;
    private final Weights at;
    private final Tensor value;
    private final List<String> names;
    private final PtNDArray[] leaves;
    private final Tensor cotangent;
    private final PtNDArray[] back;

    /**
     * @param device where it is computed
     * @param at the weights
     * @param map f, made of operations that can be differentiated twice
     * @throws IllegalArgumentException if f uses no weights
     */
    public Linearisation(ComputeDevice device, Weights at, Function<Bound, Tensor> map) {
        this(device, at, map, false);
    }

    /** @param precise whether in double precision, for tests */
    Linearisation(ComputeDevice device, Weights at, Function<Bound, Tensor> map, boolean precise) {
        this.at = at;
        scope = Scope.open(device);
        try {
            Bound weights = Bound.in(scope, at, true, precise);
            Torch.gated(() -> JniUtils.setGradMode(true));
            try {
                value = map.apply(weights);
                names = weights.takeUsed();
                if (names.isEmpty()) {
                    throw new IllegalArgumentException("the map to be linearised uses no weights");
                }
                leaves = names.stream().map(n -> weights.tensor(n).array()).toArray(PtNDArray[]::new);
                cotangent = value.detached().times(0).leaf();
                back = scope.callForList(
                        "grad",
                        new PtNDArray[] {value.array()},
                        leaves,
                        new PtNDArray[] {cotangent.array()},
                        scope.structural(1, 1));
            } finally {
                Torch.gated(() -> JniUtils.setGradMode(false));
            }
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    /** f at the weights, in the order of the tensor's values. */
    public float[] value() {
        return value.toFloats();
    }

    /** Values of f. */
    public int length() {
        return Arrays.stream(value.shape()).reduce(1, Math::multiplyExact);
    }

    /** The weights. */
    public Layout layout() {
        return at.layout();
    }

    /**
     * J v.
     *
     * @param v in the order of the weights' layout
     */
    public float[] times(float[] v) {
        requireLength("v", v.length, at.layout().length());
        try (Scope inner = Scope.inner()) {
            PtNDArray[] parts = new PtNDArray[names.size()];
            for (int i = 0; i < parts.length; i++) {
                Layout.Entry e = at.layout().entry(names.get(i));
                Tensor part = inner.tensor(Arrays.copyOfRange(v, e.offset(), e.offset() + e.length()), e.shape());
                parts[i] = (value.isDouble() ? part.toDoublePrecision() : part).array();
            }
            PtNDArray[] product =
                    inner.callForList("grad", back, new PtNDArray[] {cotangent.array()}, parts, inner.structural(1, 0));
            return new Tensor(product[0]).toFloats();
        }
    }

    /**
     * J* u; zero for weights that f does not use.
     *
     * @param u in the order of the values of f
     */
    public float[] transposedTimes(float[] u) {
        requireLength("u", u.length, length());
        try (Scope inner = Scope.inner()) {
            Tensor direction = inner.tensor(u, value.shape());
            Tensor exact = value.isDouble() ? direction.toDoublePrecision() : direction;
            PtNDArray[] product = inner.callForList(
                    "grad",
                    new PtNDArray[] {value.array()},
                    leaves,
                    new PtNDArray[] {exact.array()},
                    inner.structural(1, 0));
            float[] out = new float[at.layout().length()];
            for (int i = 0; i < product.length; i++) {
                Layout.Entry e = at.layout().entry(names.get(i));
                System.arraycopy(new Tensor(product[i]).toFloats(), 0, out, e.offset(), e.length());
            }
            return out;
        }
    }

    /**
     * J_g J_g* for groups of arrays of the weights: the sum over a group's weights of the outer products of derivatives. All rows of
     * J_g are made, of as many groups at once as take no more than {@value #ROOM} numbers, so that this is for maps of few values.
     *
     * @param groups names of arrays
     * @return for each group a symmetric matrix with one row for each value of f
     * @throws IllegalArgumentException if f does not use an array
     */
    public List<DenseMatrix> grams(List<List<String>> groups) {
        List<DenseMatrix> all = new ArrayList<>();
        int from = 0;
        while (from < groups.size()) {
            int to = from;
            long room = 0;
            do {
                room += rowLength(groups.get(to++)) * (long) length();
            } while (to < groups.size() && room + rowLength(groups.get(to)) * (long) length() <= ROOM);
            all.addAll(gramsTogether(groups.subList(from, to)));
            from = to;
        }
        return all;
    }

    private int rowLength(List<String> group) {
        return group.stream().mapToInt(n -> at.layout().entry(n).length()).sum();
    }

    private List<DenseMatrix> gramsTogether(List<List<String>> groups) {
        int n = length();
        PtNDArray[] inputs =
                groups.stream().flatMap(List::stream).map(this::leaf).toArray(PtNDArray[]::new);
        List<DenseMatrix> all = new ArrayList<>();
        try (Scope inner = Scope.inner()) {
            List<Tensor> parts = new ArrayList<>();
            for (int from = 0; from < n; from += ROWS) {
                int rows = Math.min(ROWS, n - from);
                float[] units = new float[rows * n];
                for (int i = 0; i < rows; i++) {
                    units[i * n + from + i] = 1;
                }
                int[] shape = new int[value.shape().length + 1];
                shape[0] = rows;
                System.arraycopy(value.shape(), 0, shape, 1, shape.length - 1);
                Tensor directions = inner.tensor(units, shape);
                parts.add(inner.call(
                        "jacobian",
                        new PtNDArray[] {value.array()},
                        inputs,
                        (value.isDouble() ? directions.toDoublePrecision() : directions).array(),
                        inner.arguments(rows)));
            }
            Tensor jacobian = Tensor.joined(0, parts);
            int column = 0;
            for (List<String> group : groups) {
                all.add(gram(jacobian, column, column + rowLength(group)));
                column += rowLength(group);
            }
        }
        return all;
    }

    /** J J* of some columns, summed in double precision, in which it is positive semidefinite whatever J's own errors are. */
    private static DenseMatrix gram(Tensor jacobian, int from, int to) {
        int n = jacobian.size(0);
        DenseMatrix sum = DenseMatrix.zeros(n, n);
        for (int a = from; a < to; a += COLUMNS) {
            try (Scope one = Scope.inner()) {
                Tensor part = jacobian.slice(1, a, Math.min(to, a + COLUMNS)).toDoublePrecision();
                sum.add(1, new DenseMatrix(n, n, one.call("gram", part.array()).toDoubles()));
            }
        }
        return sum;
    }

    private PtNDArray leaf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the map to be linearised does not use the weights \"" + name + "\"");
        }
        return leaves[index];
    }

    private static void requireLength(String name, int found, int needed) {
        if (found != needed) {
            throw new IllegalArgumentException(name + " has " + found + " values, but " + needed + " are needed");
        }
    }

    /** Frees the graph. */
    @Override
    public void close() {
        scope.close();
    }
}
