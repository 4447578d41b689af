package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.weights.Weights;

/**
 * Compares gradients of a number computed on a tape, with stages in torch and in Java, with central differences; and with those
 * after a collection of garbage between forward and backward pass. Counts native arrays before and after.
 */
public final class TapeCheck {
    private TapeCheck() {}

    /**
     * Checks the gradient by all weights, along and across it. Operators in Java compute with floats, hence the tolerance.
     *
     * @param loss gives one value
     * @param tolerance relative
     */
    public static void check(String name, Function<Tape, Var> loss, Weights weights, double tolerance) {
        float[] plain = gradient(loss, weights, false);
        int before = Torch.liveArrays();
        assertArrayEquals(plain, gradient(loss, weights, true), name + ": gradient after a collection of garbage");
        assertEquals(before, Torch.liveArrays(), name + ": native arrays before and after");
        differences(name, loss, weights, tolerance);
    }

    /** Samples in the precision of a tape's weights. */
    public static Tensor tensor(Tape tape, float[][] samples, Space space) {
        String name =
                tape.weights().weights().layout().entries().iterator().next().name();
        Tensor x = Samples.tensor(samples, space);
        return tape.weights().tensor(name).isDouble() ? x.toDoublePrecision() : x;
    }

    private static void differences(String name, Function<Tape, Var> loss, Weights weights, double tolerance) {
        float[] g = gradient(loss, weights, false);
        assertTrue(Vectors.norm(g) > 0, name + ": the gradient is zero");
        float[] d = GradientCheck.normal(g.length, 7);
        Vectors.combine(1 / Vectors.norm(d), d, 1 / Vectors.norm(g), g, d);
        double step = 1e-3 * (1 + Vectors.norm(weights.values()));
        double expected = (value(loss, moved(weights, step, d)) - value(loss, moved(weights, -step, d))) / (2 * step);
        double half = (value(loss, moved(weights, step / 2, d)) - value(loss, moved(weights, -step / 2, d))) / step;
        // Richardson's extrapolation removes the curvature of the third order.
        assertEquals((4 * half - expected) / 3, Vectors.dot(g, d), tolerance * Math.abs(half), name);
    }

    private static Weights moved(Weights weights, double step, float[] d) {
        Weights other = weights.copy();
        Vectors.add(step, d, other.values());
        return other;
    }

    private static double value(Function<Tape, Var> loss, Weights weights) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return loss.apply(Tape.precise(scope, weights)).value().toDouble();
        }
    }

    private static float[] gradient(Function<Tape, Var> loss, Weights weights, boolean collected) {
        float[] gradient = new float[weights.values().length];
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var value = loss.apply(tape);
            if (collected) {
                GradientCheck.collect();
            }
            tape.backward(value, gradient);
        }
        return gradient;
    }
}
