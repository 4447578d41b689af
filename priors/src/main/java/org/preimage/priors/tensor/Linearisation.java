package org.preimage.priors.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
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
