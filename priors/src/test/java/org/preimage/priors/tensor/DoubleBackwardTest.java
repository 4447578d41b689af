package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** Gradients that are differentiated again: Jacobian-vector products, gradient penalties, memory. */
class DoubleBackwardTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("first", Law.he(9, 1), 8, 1, 3, 3)
            .add("last", Law.he(72, 1), 1, 8, 3, 3)
            .build();

    private static Tensor network(Tensor x, Bound w) {
        return x.convolve(w.get("first"), null, 1, 1, 1, 1, 1)
                .softplus()
                .convolve(w.get("last"), null, 1, 1, 1, 1, 1)
                .square();
    }

    private static Weights weights() {
        return Weights.initial(LAYOUT, GradientCheck.random(1));
    }

    private static double[] normal(int n, int seed) {
        var random = GradientCheck.random(seed);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }

    @Test
    void jacobianTimesAVectorIsTheDerivativeAlongIt() {
        double[] x = normal(30, 3);
        double[] v = normal(30, 4);
        double step = 1e-6;
        double[] product;
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.precise(scope, weights());
            Tensor direction = scope.tensor(v, 1, 1, 5, 6);
            product = tape.segment(
                            (w, in) -> Gradients.jacobianTimes(z -> network(z, w), in[0], direction),
                            tape.variable(scope.tensor(x, 1, 1, 5, 6)))
                    .value()
                    .toDoubles();
        }
        double[] ahead = value(x, step, v);
        double[] behind = value(x, -step, v);
        for (int i = 0; i < product.length; i++) {
            assertEquals((ahead[i] - behind[i]) / (2 * step), product[i], 1e-7);
        }
    }

    private static double[] value(double[] x, double step, double[] v) {
        double[] at = x.clone();
        for (int i = 0; i < at.length; i++) {
            at[i] += step * v[i];
        }
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.precise(scope, weights());
            return tape.segment((w, in) -> network(in[0], w), tape.constant(scope.tensor(at, 1, 1, 5, 6)))
                    .value()
                    .toDoubles();
        }
    }

    @Test
    void whatNothingDependsOnHasAGradientOfZero() {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.precise(scope, weights());
            Var zero = tape.segment(
                    (w, in) -> Gradients.of(List.of(in[0].square()), List.of(in[1]), List.of(in[0].detached()), false)
                            .get(0),
                    tape.variable(scope.tensor(new double[] {1, 2}, 2)),
                    tape.variable(scope.tensor(new double[] {3, 4, 5}, 3)));
            assertArrayEquals(new double[3], zero.value().toDoubles());
        }
    }

    /** One step of training with the penalty (|gradient| - 1)^2. */
    private static void step(Weights weights, float[] x, float[] gradient) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var loss = tape.segment(
                    (w, in) -> {
                        Tensor at = Gradients.variable(in[0]);
                        Tensor slope = Gradients.of(network(at, w).sum(), at);
                        return slope.square()
                                .sum()
                                .affine(1, 1e-12)
                                .sqrt()
                                .affine(1, -1)
                                .square();
                    },
                    tape.constant(scope.tensor(x, 1, 1, 32, 32)));
            tape.backward(loss, gradient);
        }
    }

    /** A leak of the graph alone would be 500 times some megabytes. */
    @Test
    void nativeMemoryStaysFlat() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux tells the memory of a process");
        Weights weights = weights();
        float[] x = GradientCheck.normal(32 * 32, 2);
        float[] gradient = new float[LAYOUT.length()];
        for (int i = 0; i < 50; i++) {
            step(weights, x, gradient);
        }
        System.gc();
        int arrays = Torch.liveArrays();
        long before = kilobytes();
        for (int i = 0; i < 500; i++) {
            step(weights, x, gradient);
        }
        System.gc();
        assertEquals(arrays, Torch.liveArrays());
        long grown = kilobytes() - before;
        assertTrue(grown < 40_000, "resident memory has grown by " + grown + " kB");
    }

    private static long kilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
