package org.preimage.priors.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
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

    private record Stage(
            Var output, Tensor end, List<Var> inputs, List<Tensor> leaves, List<String> weights, Pullback pullback) {}

    private interface Pullback {
        Tensor apply(Tensor cotangent);
    }

    private final Bound weights;
    private final boolean recording;
    private final List<Stage> stages;

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
        return new Tape(Bound.in(scope, weights, true, false), true);
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
                Tensor result = segment.apply(weights, in);
                // The end of a segment is closed, which an input or a weight must not be.
                end = inner.handOver(result.isLeaf() ? result.times(1) : result);
            } finally {
                setRecording(false);
            }
        }
        List<String> used = weights.takeUsed();
        if (!recording || leaves.isEmpty() && used.isEmpty()) {
            return new Var(end, false);
        }
        Var output = new Var(end.detached(), true);
        stages.add(new Stage(output, end, differentiable, leaves, used, null));
        return output;
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
            Pullback pullback = cotangent -> {
                float[][] w = Samples.read(cotangent, range, 0);
                float[][] out = new float[w.length][];
                for (int n = 0; n < w.length; n++) {
                    out[n] = domain.zeros();
                    at(operators, n).vjp(arguments[n], w[n], out[n]);
                }
                return like(cotangent, Samples.embed(out, domain, shape, channel));
            };
            stages.add(new Stage(output, null, List.of(x), List.of(), List.of(), pullback));
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
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage stage = stages.get(i);
            Tensor c = stage.output.cotangent();
            if (c == null) {
                continue;
            }
            if (stage.pullback != null) {
                stage.inputs.get(0).accumulate(stage.pullback.apply(c));
            } else {
                pullBack(stage, c, gradient);
            }
            stages.set(i, new Stage(stage.output, null, List.of(), List.of(), List.of(), null));
        }
        stages.clear();
    }

    private void pullBack(Stage stage, Tensor cotangent, float[] gradient) {
        int leaves = stage.leaves.size();
        PtNDArray[] with = new PtNDArray[leaves + stage.weights.size()];
        for (int i = 0; i < leaves; i++) {
            with[i] = stage.leaves.get(i).array();
        }
        for (int i = 0; i < stage.weights.size(); i++) {
            with[leaves + i] = weights.tensor(stage.weights.get(i)).array();
        }
        Scope scope = Scope.current();
        PtNDArray[] gradients = scope.callForList(
                "grad",
                new PtNDArray[] {stage.end.array()},
                with,
                new PtNDArray[] {cotangent.array()},
                scope.structural(0, 0));
        for (int i = 0; i < leaves; i++) {
            stage.inputs.get(i).accumulate(new Tensor(gradients[i]));
        }
        if (!stage.weights.isEmpty()) {
            PtNDArray[] own = java.util.Arrays.copyOfRange(gradients, leaves, gradients.length);
            float[] flat = scope.call("flat", (Object) own).toFloats();
            int from = 0;
            for (String name : stage.weights) {
                Layout.Entry e = weights.weights().layout().entry(name);
                int length = e.length();
                for (int j = 0; j < length; j++) {
                    gradient[e.offset() + j] += flat[from + j];
                }
                from += length;
            }
        }
        Torch.gated(() -> stage.end.array().close());
    }

    private static void setRecording(boolean on) {
        Torch.gated(() -> JniUtils.setGradMode(on));
    }
}
