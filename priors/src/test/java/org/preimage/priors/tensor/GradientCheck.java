package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Compares gradients of a map of tensors with central differences in double precision, with gradients after a collection of
 * garbage between forward and backward pass, and counts native arrays before and after.
 */
public final class GradientCheck {
    /** A map of tensors with weights. */
    @FunctionalInterface
    public interface Map {
        Tensor apply(Bound weights, Tensor... x);
    }

    /** Small, so that hardly any kink of a network lies between. */
    private static final double STEP = 1e-6;

    private final String name;
    private final Map map;
    private final Weights weights;
    private final int[][] shapes;
    private final double[][] inputs;
    private final RandomGenerator random;

    private record Gradient(double[][] inputs, float[] weights) {}

    private record Running(Tape tape, List<Var> variables, Var out) {}

    private GradientCheck(String name, Map map, Weights weights, int[][] shapes) {
        this.name = name;
        this.map = map;
        this.weights = weights;
        this.shapes = shapes;
        random = random(name.hashCode());
        inputs = new double[shapes.length][];
        for (int i = 0; i < shapes.length; i++) {
            inputs[i] = normal(Arrays.stream(shapes[i]).reduce(1, (a, b) -> a * b));
        }
    }

    /** No weights. */
    public static Weights none() {
        return new Weights(Layout.builder().build(), new float[0]);
    }

    /** A generator for tests. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    /** Normal numbers. */
    public static float[] normal(int n, long seed) {
        RandomGenerator random = random(seed);
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }

    /** A map at random inputs. */
    public static GradientCheck of(String name, Map map, Weights weights, int[]... shapes) {
        return new GradientCheck(name, map, weights, shapes);
    }

    /**
     * Checks gradients against differences, and counts native arrays.
     *
     * @param tolerance of differences, relative
     */
    public void againstDifferences(double tolerance) {
        differences(tolerance);
        int before = Torch.liveArrays();
        gradient(cotangent(), true);
        assertEquals(before, Torch.liveArrays(), name + ": native arrays before and after");
    }

    /**
     * Runs all maps forward, collects garbage, then runs them all backward: gradients must be those without a collection. One
     * collection for all is as hard a test as one for each, and much faster.
     */
    public static void surviveGarbage(List<GradientCheck> checks) {
        List<double[]> cotangents = new ArrayList<>();
        List<Gradient> plain = new ArrayList<>();
        for (GradientCheck check : checks) {
            double[] c = check.cotangent();
            cotangents.add(c);
            plain.add(check.gradient(c, false));
        }
        int before = Torch.liveArrays();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            List<Running> running = new ArrayList<>();
            for (GradientCheck check : checks) {
                running.add(check.forward(Tape.recording(scope, check.weights), false));
            }
            collect();
            for (int i = 0; i < checks.size(); i++) {
                String message = checks.get(i).name + ": gradient after a collection of garbage";
                Gradient found = checks.get(i).backward(running.get(i), cotangents.get(i), false);
                for (int k = 0; k < found.inputs.length; k++) {
                    assertArrayEquals(plain.get(i).inputs[k], found.inputs[k], message);
                }
                assertArrayEquals(plain.get(i).weights, found.weights, message);
            }
        }
        assertEquals(before, Torch.liveArrays(), "native arrays before and after");
    }

    /** The map from (inputs, weights) to the squared norm of the gradient of c f(x)^2, to check derivatives of derivatives. */
    public static Map gradientNorm(Map map, long seed) {
        return (weights, x) -> {
            Tensor y = map.apply(weights, x).square();
            double[] c = new GradientCheck("", null, none(), new int[][] {y.shape()}, random(seed)).inputs[0];
            Tensor cotangent = Scope.current().tensor(c, y.shape());
            List<Tensor> gradients = Gradients.of(List.of(y), List.of(x), List.of(cotangent), true);
            Tensor sum = gradients.get(0).square().sum();
            for (Tensor g : gradients.subList(1, gradients.size())) {
                sum = sum.plus(g.square().sum());
            }
            return sum;
        };
    }

    private GradientCheck(String name, Map map, Weights weights, int[][] shapes, RandomGenerator random) {
        this.name = name;
        this.map = map;
        this.weights = weights;
        this.shapes = shapes;
        this.random = random;
        inputs = new double[][] {normal(Arrays.stream(shapes[0]).reduce(1, (a, b) -> a * b))};
    }

    private double[] normal(int n) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }

    private void differences(double tolerance) {
        double[] c = cotangent();
        Gradient g = gradient(c, true);
        for (int i = 0; i < inputs.length; i++) {
            double[] d = direction(g.inputs[i]);
            double[] x = inputs[i];
            inputs[i] = along(x, STEP, d);
            double ahead = value(c, weights);
            inputs[i] = along(x, -STEP, d);
            double behind = value(c, weights);
            inputs[i] = x;
            compare("input " + i, dot(g.inputs[i], d), (ahead - behind) / (2 * STEP), tolerance);
        }
        if (weights.layout().length() == 0) {
            return;
        }
        double[] back = new double[g.weights.length];
        double[] at = new double[back.length];
        for (int i = 0; i < back.length; i++) {
            back[i] = g.weights[i];
            at[i] = weights.values()[i];
        }
        double[] d = direction(back);
        double size = Math.sqrt(dot(at, at)) + 1;
        Weights ahead = rounded(along(at, STEP * size, d));
        Weights behind = rounded(along(at, -STEP * size, d));
        // Weights are floats, so that the step is what rounding makes of it.
        for (int i = 0; i < d.length; i++) {
            d[i] = (double) ahead.values()[i] - behind.values()[i];
        }
        compare("weights", dot(back, d), value(c, ahead) - value(c, behind), tolerance);
    }

    private void compare(String what, double gradient, double difference, double tolerance) {
        double scale = Math.max(Math.abs(gradient), Math.abs(difference));
        assertTrue(scale > 0, name + ": the gradient by " + what + " is zero");
        assertEquals(difference, gradient, tolerance * scale, name + ": gradient by " + what);
    }

    /** Along the gradient, so that the derivative is not small, and across it, so that all of it counts. */
    private double[] direction(double[] gradient) {
        double[] d = normal(gradient.length);
        double norm = Math.sqrt(dot(d, d));
        double size = Math.sqrt(dot(gradient, gradient));
        for (int i = 0; i < d.length; i++) {
            d[i] = d[i] / norm + (size > 0 ? gradient[i] / size : 0);
        }
        return d;
    }

    private Weights rounded(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return new Weights(weights.layout(), out);
    }

    private static double[] along(double[] x, double step, double[] d) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] + step * d[i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private double[] cotangent() {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return normal(
                    forward(Tape.precise(scope, weights), true).out.value().toDoubles().length);
        }
    }

    private double value(double[] c, Weights at) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return dot(c, forward(Tape.precise(scope, at), true).out.value().toDoubles());
        }
    }

    private Running forward(Tape tape, boolean precise) {
        Scope scope = Scope.current();
        Var[] variables = new Var[inputs.length];
        for (int i = 0; i < variables.length; i++) {
            Tensor x = scope.tensor(inputs[i], shapes[i]);
            variables[i] = tape.variable(precise ? x : scope.call("to_float", x.array()));
        }
        return new Running(tape, List.of(variables), tape.segment(map::apply, variables));
    }

    private Gradient gradient(double[] c, boolean precise) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = precise ? Tape.precise(scope, weights) : Tape.recording(scope, weights);
            return backward(forward(tape, precise), c, precise);
        }
    }

    private Gradient backward(Running running, double[] c, boolean precise) {
        float[] gradient = new float[weights.layout().length()];
        Scope scope = Scope.current();
        Tensor cotangent = scope.tensor(c, running.out.value().shape());
        running.tape.backward(running.out, precise ? cotangent : scope.call("to_float", cotangent.array()), gradient);
        double[][] by = new double[inputs.length][];
        for (int i = 0; i < by.length; i++) {
            Tensor found = running.variables.get(i).cotangent();
            by[i] = found == null ? new double[inputs[i].length] : found.toDoubles();
        }
        return new Gradient(by, gradient);
    }

    /** Frees what nothing in Java reaches, and writes over it. */
    public static void collect() {
        System.gc();
        List<ByteBuffer> churn = new ArrayList<>();
        for (int size = 8; size <= 1 << 16; size *= 2) {
            for (int k = 0; k < 8; k++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0x7f);
                }
                churn.add(buffer);
            }
        }
        assertTrue(churn.size() > 0);
    }
}
