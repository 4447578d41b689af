package org.preimage.priors.tensor;

import java.util.Arrays;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Space;
import org.preimage.priors.weights.Weights;

/**
 * A network with weights as an {@link Operator} on arrays: F(x) and J(x)* w by back-propagation, and the derivative by the
 * weights too. Immutable, thread-safe; each call opens a {@link Scope} of its own, so that no native memory outlives it.
 *
 * <p>Weights are those at construction: the array behind them must not change afterwards.
 */
public final class LearnedMap implements Operator {
    /** A network's computation, as {@code network::forward}. */
    @FunctionalInterface
    public interface Network {
        /**
         * @param x [1, c, ...] as {@link Samples} has it
         * @param weights those of the map
         */
        Tensor forward(Tensor x, Bound weights);
    }

    private final Space domain;
    private final Space range;
    private final Network network;
    private final Weights weights;
    private final ComputeDevice device;

    /**
     * A map from images to images.
     *
     * @param domain of x; complex images are two channels at the network
     * @param range of F(x)
     * @param network its computation
     * @param weights its weights
     * @param device where it is computed
     */
    public LearnedMap(Space domain, Space range, Network network, Weights weights, ComputeDevice device) {
        this.domain = domain;
        this.range = range;
        this.network = network;
        this.weights = weights;
        this.device = device;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public Space range() {
        return range;
    }

    /** The weights, not copied. */
    public Weights weights() {
        return weights;
    }

    @Override
    public void apply(float[] x, float[] out) {
        domain.require("x", x);
        range.require("out", out);
        requireDistinct(x, out);
        try (Scope scope = Scope.open(device)) {
            copy(output(Tape.evaluating(scope, weights), Samples.tensor(x, domain)), out);
        }
    }

    @Override
    public void vjp(float[] x, float[] w, float[] out) {
        vjp(x, w, out, null);
    }

    /**
     * Vector-Jacobian products by x and by the weights.
     *
     * @param x the point, in the domain
     * @param w a cotangent, in the range
     * @param out J(x)* w, in the domain
     * @param gradient to which the derivative by the weights is added, in the order of their layout; null if not wanted
     * @throws IllegalArgumentException if a length does not fit, or {@code out} is {@code x} or {@code w}
     */
    public void vjp(float[] x, float[] w, float[] out, float[] gradient) {
        domain.require("x", x);
        range.require("w", w);
        domain.require("out", out);
        requireDistinct(x, out);
        requireDistinct(w, out);
        float[] byWeights = gradient == null ? new float[weights.layout().length()] : gradient;
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, weights);
            Var at = tape.variable(Samples.tensor(x, domain));
            Var y = output(tape, at);
            tape.backward(y, Samples.tensor(w, range), byWeights);
            if (at.cotangent() == null) {
                Arrays.fill(out, 0);
            } else {
                copy(at.cotangent(), domain, out);
            }
        }
    }

    private Tensor output(Tape tape, Tensor x) {
        return output(tape, tape.constant(x)).value();
    }

    private Var output(Tape tape, Var x) {
        return tape.segment((bound, in) -> network.forward(in[0], bound), x);
    }

    private void copy(Tensor y, float[] out) {
        copy(y, range, out);
    }

    private static void copy(Tensor tensor, Space space, float[] out) {
        System.arraycopy(Samples.read(tensor, space, 0)[0], 0, out, 0, out.length);
    }

    private static void requireDistinct(float[] in, float[] out) {
        if (in == out) {
            throw new IllegalArgumentException("out is the input array, but must be another one");
        }
    }
}
