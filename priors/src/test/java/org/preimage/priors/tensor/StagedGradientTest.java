package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** An unrolled network whose operator runs in Java, against the same one whose operator is a matrix inside of torch. */
class StagedGradientTest {
    private static final int BLOCKS = 4;
    private static final Space IMAGE = Space.image(8, 8, 1);
    private static final LinearOperator A = scaled();
    private static final LinearOperator ADJOINT = A.transposed();

    private static LinearOperator scaled() {
        LinearOperator projector = ParallelBeam.halfTurn(IMAGE, 13, 1, 6).projector();
        return projector.scaled(1 / projector.norm());
    }

    private static Weights weights() {
        Layout.Builder builder = Layout.builder();
        for (int k = 0; k < BLOCKS; k++) {
            builder.within("block" + k)
                    .add("first", Law.he(18, 1.4), 6, 2, 3, 3)
                    .add("bias", Law.normal(0.1), 6)
                    .add("last", Law.he(54, 1), 1, 6, 3, 3);
        }
        return Weights.initial(builder.build(), GradientCheck.random(1));
    }

    private static Tensor block(Bound w, Tensor x, Tensor gradient) {
        return x.plus(Tensor.channels(x, gradient)
                .convolve(w.get("first"), w.get("bias"), 1, 1, 1, 1, 1)
                .silu()
                .convolve(w.get("last"), null, 1, 1, 1, 1, 1));
    }

    private record Result(double loss, float[] byWeights, float[] byStart, float[] byData) {}

    /** Two images at once, operators in Java: the residual and its back-projection are stages of the tape. */
    private static Result staged(Weights weights, float[] start, float[] data) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var x0 = tape.variable(scope.tensor(start, 2, 1, 8, 8));
            Var y = tape.variable(scope.tensor(data, Samples.shape(A.range(), 2)));
            Var x = x0;
            for (int k = 0; k < BLOCKS; k++) {
                Var projected = tape.operator(List.of(A), x);
                Var residual = tape.segment((w, in) -> in[0].minus(in[1]), projected, y);
                Var gradient = tape.operator(List.of(ADJOINT), residual);
                int number = k;
                x = tape.segment((w, in) -> block(w.within("block" + number), in[0], in[1]), x, gradient);
            }
            Var loss = tape.segment((w, in) -> in[0].square().mean(), x);
            float[] byWeights = new float[weights.values().length];
            double value = loss.value().toDouble();
            tape.backward(loss, byWeights);
            return new Result(
                    value, byWeights, x0.cotangent().toFloats(), y.cotangent().toFloats());
        }
    }

    /** The same in one segment, with the operator's matrix. */
    private static Result whole(Weights weights, float[] start, float[] data) {
        int n = A.domain().length();
        int m = A.range().length();
        float[] matrix = new float[n * m];
        float[] unit = new float[n];
        for (int j = 0; j < n; j++) {
            unit[j] = 1;
            System.arraycopy(A.apply(unit), 0, matrix, j * m, m);
            unit[j] = 0;
        }
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var x0 = tape.variable(scope.tensor(start, 2, 1, 8, 8));
            Var y = tape.variable(scope.tensor(data, 2, m));
            Tensor transposed = scope.tensor(matrix, n, m);
            Tensor plain = transposed.permute(1, 0);
            Var loss = tape.segment(
                    (w, in) -> {
                        Tensor x = in[0];
                        for (int k = 0; k < BLOCKS; k++) {
                            Tensor residual =
                                    x.reshape(2, n).matrixTimes(transposed).minus(in[1]);
                            Tensor gradient = residual.matrixTimes(plain).reshape(2, 1, 8, 8);
                            x = block(w.within("block" + k), x, gradient);
                        }
                        return x.square().mean();
                    },
                    x0,
                    y);
            float[] byWeights = new float[weights.values().length];
            double value = loss.value().toDouble();
            tape.backward(loss, byWeights);
            return new Result(
                    value, byWeights, x0.cotangent().toFloats(), y.cotangent().toFloats());
        }
    }

    @Test
    void stagedGradientsAreThoseOfTheWholeGraph() {
        Weights weights = weights();
        float[] start = GradientCheck.normal(2 * A.domain().length(), 2);
        float[] data = GradientCheck.normal(2 * A.range().length(), 3);
        Result expected = whole(weights, start, data);
        Result found = staged(weights, start, data);
        assertEquals(expected.loss, found.loss, 1e-6 * expected.loss);
        close(expected.byWeights, found.byWeights);
        close(expected.byStart, found.byStart);
        close(expected.byData, found.byData);
    }

    private static void close(float[] expected, float[] found) {
        float[] difference = expected.clone();
        Vectors.add(-1, found, difference);
        double error = Vectors.norm(difference) / Vectors.norm(expected);
        assertTrue(error < 1e-6, "relative difference " + error);
    }

    @Test
    void collectionsOfGarbageBetweenThePassesChangeNothing() {
        Weights weights = weights();
        float[] start = GradientCheck.normal(64, 2);
        float[][] gradients = new float[2][weights.values().length];
        int before = -1;
        for (int run = 0; run < 2; run++) {
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.recording(scope, weights);
                Var x = tape.constant(scope.tensor(start, 1, 1, 8, 8));
                for (int k = 0; k < BLOCKS; k++) {
                    Var gradient = tape.operator(List.of(A.gram()), x);
                    int number = k;
                    x = tape.segment((w, in) -> block(w.within("block" + number), in[0], in[1]), x, gradient);
                    if (run == 1) {
                        GradientCheck.collect();
                    }
                }
                Var loss = tape.segment((w, in) -> in[0].square().mean(), x);
                tape.backward(loss, gradients[run]);
            }
            if (run == 0) {
                before = Torch.liveArrays();
            }
        }
        assertEquals(before, Torch.liveArrays());
        assertArrayEquals(gradients[0], gradients[1]);
    }

    @Test
    void aSegmentThatReturnsItsInputOrAWeightKeepsThem() {
        Layout layout = Layout.builder().add("a", Law.constant(3), 2).build();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, Weights.initial(layout, GradientCheck.random(1)));
            Var x = tape.variable(scope.tensor(new float[] {1, 2}, 2));
            Var same = tape.segment((w, in) -> in[0], x);
            Var weight = tape.segment((w, in) -> w.get("a"));
            Var end =
                    tape.segment((w, in) -> in[0].times(in[1]).times(w.get("a")).sum(), same, weight);
            float[] gradient = new float[2];
            tape.backward(end, gradient);
            assertArrayEquals(new float[] {9, 9}, x.cotangent().toFloats());
            assertArrayEquals(new float[] {6, 12}, gradient);
        }
    }
}
