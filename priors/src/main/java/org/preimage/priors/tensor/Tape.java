package org.preimage.priors.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Space;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Staged back-propagation through networks in native memory and operators in Java.
 *
 * <p>A computation is a chain of segments. Inside a segment torch records its graph, from leaves that are copies of the
 * inputs; between segments only values pass. {@link #backward} goes through the segments in reverse order and hands the
 * cotangent of each to those before it, by torch's gradient within a segment and by {@link Operator#vjp} across an operator.
 * So no graph is walked twice, however often a value is used, and the physics stay in Java:
 *
 * <pre>{@code
 * Var x = tape.constant(start);
 * for (int k = 0; k < blocks; k++) {
 *     Var gradient = tape.operator(List.of(gram), x);
 *     int block = k;
 *     x = tape.segment((w, in) -> network.forward(Tensor.channels(in), w.within("block" + block)), x, gradient);
 * }
 * }</pre>
 *
 * A tape that does not record frees what each segment needs at its end.
 */
public final class Tape {
    /** What happens within a segment. */
    @FunctionalInterface
    public interface Segment {
        /**
         * @param weights those of the tape
         * @param inputs leaves, in the order of the segment's inputs
         * @return depends on every weight that was asked for, or on an input
         */
        Tensor apply(Bound weights, Tensor... inputs);
    }

    /** A computation in Java that brings its own derivative, as the solution of an equation does. */
    @FunctionalInterface
    public interface Custom {
        /** @param inputs values, in the order of the stage's inputs */
        Derived apply(Tensor... inputs);
    }

    /**
     * A value and where its derivative comes from.
     *
     * @param value without a history
     * @param pullback from a cotangent c of the value to J* c for each input, null where that is zero; called at most once
     */
    public record Derived(Tensor value, Function<Tensor, Tensor[]> pullback) {}

    /** Solves linear equations with a transposed derivative. */
    @FunctionalInterface
    public interface Transposed {
        /**
         * The u with u = c + J* u.
         *
         * @param product u -&gt; J* u
         * @param cotangent c
         */
        Tensor solve(UnaryOperator<Tensor> product, Tensor cotangent);
    }

    /** Hands the cotangent of a stage's output to its inputs. */
    @FunctionalInterface
    private interface Pullback {
        /**
         * @param gradient of the weights; null where only the cotangents of variables are wanted, and the stage will be asked
         *     again
         */
        void apply(Tensor cotangent, Cotangents to, float[] gradient);
    }

    private record Stage(Var output, Pullback pullback) {}

    private final Bound weights;
    private final boolean recording;
    private final List<Stage> stages;
    private final Map<String, String> notes = new LinkedHashMap<>();

    private Tape(Bound weights, boolean recording) {
        this(weights, recording, new ArrayList<>());
    }

    private Tape(Bound weights, boolean recording, List<Stage> stages) {
        this.weights = weights;
        this.recording = recording;
        this.stages = stages;
    }

    /** A tape for values only. */
    public static Tape evaluating(Scope scope, Weights weights) {
        return new Tape(Bound.in(scope, weights), false);
    }

    /** A tape from which {@link #backward} takes gradients. */
    public static Tape recording(Scope scope, Weights weights) {
        return recording(scope, weights, Precision.FLOAT);
    }

    /** The same with networks in a precision. */
    public static Tape recording(Scope scope, Weights weights, Precision precision) {
        return new Tape(Bound.in(scope, weights, true, false).in(precision), true);
    }

    /** The same in double precision, for tests of gradients. */
    static Tape precise(Scope scope, Weights weights) {
        return new Tape(Bound.in(scope, weights, true, true), true);
    }

    /**
     * The same tape with another look at its weights, as with random ones in their place. Values of both belong together, and
     * {@link #backward} of either goes through all.
     */
    public Tape seeing(UnaryOperator<Bound> look) {
        return new Tape(look.apply(weights), recording, stages);
    }

    /** A tape of the same weights for values only. */
    public Tape evaluating() {
        return new Tape(weights, false);
    }

    /** A tape of the same weights that records, for {@link #product}s with the derivative by variables. */
    public Tape recordingVariables() {
        return new Tape(weights, true);
    }

    /** Whether gradients can be taken. */
    public boolean isRecording() {
        return recording;
    }

    /** The weights, for what lies outside of segments. */
    public Bound weights() {
        return weights;
    }

    /** A value that does not depend on anything. */
    public Var constant(Tensor value) {
        return new Var(value, false);
    }

    /** A value with respect to which gradients are wanted. */
    public Var variable(Tensor value) {
        return new Var(value, recording);
    }

    /** Computes in torch. */
    public Var segment(Segment segment, Var... inputs) {
        weights.takeUsed();
        List<Tensor> leaves = new ArrayList<>();
        List<Var> differentiable = new ArrayList<>();
        Tensor[] in = new Tensor[inputs.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = inputs[i].value();
            if (recording && inputs[i].differentiable()) {
                in[i] = in[i].leaf();
                leaves.add(in[i]);
                differentiable.add(inputs[i]);
            }
        }
        Tensor end;
        try (Scope inner = Scope.inner()) {
            setRecording(recording);
            try {
                Tensor out = segment.apply(weights, in);
                Tensor result = weights.precision() == Precision.MIXED ? out.toSinglePrecision() : out;
                // The end of a segment is closed, which an input or a weight must not be.
                end = inner.handOver(out.isLeaf() ? out.times(1) : result);
            } finally {
                setRecording(false);
            }
        }
        List<String> used = weights.takeUsed();
        if (!recording || leaves.isEmpty() && used.isEmpty()) {
            return new Var(end, false);
        }
        Var output = new Var(end.detached(), true);
        stages.add(
                new Stage(output, (c, to, gradient) -> pullBack(end, differentiable, leaves, used, c, to, gradient)));
        return output;
    }

    /**
     * Computes in Java what neither torch nor an operator does.
     *
     * @param custom the value and its derivative
     */
    public Var custom(Custom custom, Var... inputs) {
        Tensor[] in = new Tensor[inputs.length];
        boolean differentiable = false;
        for (int i = 0; i < in.length; i++) {
            in[i] = inputs[i].value();
            differentiable |= inputs[i].differentiable();
        }
        Derived derived = custom.apply(in);
        Var output = new Var(like(in[0], derived.value()), differentiable);
        if (recording && differentiable) {
            stages.add(new Stage(output, (c, to, gradient) -> {
                Tensor[] parts = derived.pullback().apply(c);
                for (int i = 0; i < inputs.length; i++) {
                    if (parts[i] != null && inputs[i].differentiable()) {
                        to.add(inputs[i], like(c, parts[i]));
                    }
                }
            }));
        }
        return output;
    }

    /**
     * A solution of x = f(x). With J the derivative of f by x there, a cotangent c of the solution becomes the cotangent u = c +
     * J* u of one more application of f (implicit function theorem), whatever way led to the solution.
     *
     * <p>Bai, Kolter and Koltun 2019, Deep equilibrium models, NeurIPS.
     *
     * @param step f, made of stages of the tape that it is given; it may use variables of this tape
     * @param solution x, up to the accuracy that the derivative is to have
     * @param solver for u
     * @return f(x)
     */
    public Var fixedPoint(BiFunction<Tape, Var, Var> step, Tensor solution, Transposed solver) {
        Tape inner = new Tape(weights, recording);
        Var x = inner.variable(solution);
        Var y = step.apply(inner, x);
        if (!recording) {
            return y;
        }
        Var output = new Var(y.value(), true);
        stages.add(new Stage(output, (c, to, gradient) -> {
            Tensor u = solver.solve(v -> inner.product(y, v, x), c);
            Cotangents inside = to.inside();
            inside.add(y, u);
            inner.sweep(inside, gradient);
            inside.passTo(to);
        }));
        return output;
    }

    /**
     * J* v with J the derivative of a value by a variable, without that by the weights; can be asked for again.
     *
     * @param y a value of this tape
     * @param v of its shape
     * @param x a variable, or another value, on which y depends
     */
    public Tensor product(Var y, Tensor v, Var x) {
        try (Scope inner = Scope.inner()) {
            Cotangents cotangents = new Cotangents.Passing();
            cotangents.add(y, v);
            sweep(cotangents, null);
            Tensor out = cotangents.of(x);
            return inner.handOver(out == null || out == v ? v.times(out == null ? 0 : 1) : out);
        }
    }

    /** Keeps what a computation found out about itself, as whether it converged; the last of a name counts. */
    public void note(String name, String words) {
        notes.put(name, words);
    }

    /** What was noted. */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    /**
     * Applies an operator in Java to each sample.
     *
     * @param operators one for each sample, or one for all
     * @param x [N, c, ...] as {@link Samples} has it
     */
    public Var operator(List<? extends Operator> operators, Var x) {
        return operator(operators, x, 0);
    }

    /**
     * Applies an operator in Java to some channels of each sample.
     *
     * @param operators one for each sample, or one for all
     * @param x [N, C, ...]
     * @param channel the first of the channels that make the operator's argument
     */
    public Var operator(List<? extends Operator> operators, Var x, int channel) {
        Tensor value = x.value();
        int[] shape = value.shape();
        Space domain = operators.get(0).domain();
        Space range = operators.get(0).range();
        float[][] arguments = Samples.read(value, domain, channel);
        float[][] results = new float[arguments.length][];
        for (int n = 0; n < results.length; n++) {
            results[n] = at(operators, n).apply(arguments[n]);
        }
        Var output = new Var(like(value, Samples.tensor(results, range)), x.differentiable());
        if (recording && x.differentiable()) {
            stages.add(new Stage(output, (cotangent, to, gradient) -> {
                float[][] w = Samples.read(cotangent, range, 0);
                float[][] out = new float[w.length][];
                for (int n = 0; n < w.length; n++) {
                    out[n] = domain.zeros();
                    at(operators, n).vjp(arguments[n], w[n], out[n]);
                }
                to.add(x, like(cotangent, Samples.embed(out, domain, shape, channel)));
            }));
        }
        return output;
    }

    /** In the precision of another one; the operators themselves compute with floats. */
    private static Tensor like(Tensor other, Tensor value) {
        return other.isDouble() ? value.toDoublePrecision() : value;
    }

    private static Operator at(List<? extends Operator> operators, int n) {
        return operators.get(operators.size() == 1 ? 0 : n);
    }

    /**
     * The gradient of a number with respect to all weights, added to an array. Cotangents of variables can be read afterwards.
     * The tape cannot be used again.
     *
     * @param loss a tensor of one value
     * @param gradient in the order of the weights' layout
     */
    public void backward(Var loss, float[] gradient) {
        backward(loss, loss.value().times(0).affine(1, 1), gradient);
    }

    /**
     * J* c for a cotangent c of an output, added to an array of weights.
     *
     * @param output a value of this tape
     * @param cotangent of the same shape
     * @param gradient in the order of the weights' layout
     */
    public void backward(Var output, Tensor cotangent, float[] gradient) {
        if (!recording) {
            throw new IllegalStateException("this tape does not record gradients");
        }
        if (gradient.length != weights.weights().layout().length()) {
            throw new IllegalArgumentException("the gradient has " + gradient.length + " values, but "
                    + weights.weights().layout().length() + " are needed");
        }
        output.accumulate(cotangent);
        sweep(Cotangents.KEPT, gradient);
        stages.clear();
    }

    private void sweep(Cotangents cotangents, float[] gradient) {
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage stage = stages.get(i);
            Tensor c = cotangents.of(stage.output);
            if (c != null) {
                stage.pullback.apply(c, cotangents, gradient);
            }
            if (gradient != null) {
                // What the stage kept is freed as soon as nothing needs it.
                stages.remove(i);
            }
        }
    }

    private void pullBack(
            Tensor end,
            List<Var> inputs,
            List<Tensor> leaves,
            List<String> used,
            Tensor cotangent,
            Cotangents to,
            float[] gradient) {
        List<String> names = gradient == null ? List.of() : used;
        int variables = leaves.size();
        PtNDArray[] with = new PtNDArray[variables + names.size()];
        if (with.length == 0) {
            return;
        }
        for (int i = 0; i < variables; i++) {
            with[i] = leaves.get(i).array();
        }
        for (int i = 0; i < names.size(); i++) {
            with[variables + i] = weights.tensor(names.get(i)).array();
        }
        Scope scope = Scope.current();
        PtNDArray[] gradients = scope.callForList(
                "grad",
                new PtNDArray[] {end.array()},
                with,
                new PtNDArray[] {cotangent.array()},
                scope.structural(gradient == null ? 1 : 0, 0));
        for (int i = 0; i < variables; i++) {
            to.add(inputs.get(i), new Tensor(gradients[i]));
        }
        if (!names.isEmpty()) {
            PtNDArray[] own = Arrays.copyOfRange(gradients, variables, gradients.length);
            float[] flat = scope.call("flat", (Object) own).toFloats();
            int from = 0;
            for (String name : names) {
                Layout.Entry e = weights.weights().layout().entry(name);
                int length = e.length();
                for (int j = 0; j < length; j++) {
                    gradient[e.offset() + j] += flat[from + j];
                }
                from += length;
            }
        }
        if (gradient != null) {
            Torch.gated(() -> end.array().close());
        }
    }

    private static void setRecording(boolean on) {
        Torch.gated(() -> JniUtils.setGradMode(on));
    }
}
