package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

/** Gradients of whole models, through the operators in Java, with respect to weights and data. */
class ModelGradientTest {
    private static final Projector PROJECTOR = new ParallelBeam(
                    Space.image(12, 12, 1), Detector.line(17, 1), new double[] {3, 40, 77, 114, 151})
            .projector();

    /** Smooth, so that no kink spoils differences. */
    private static Sequence small(int in, int out) {
        return Sequence.of(new Convolution(in, 6, 3), new Silu(), new Convolution(6, out, 3));
    }

    static List<Model> models() {
        return List.of(
                new LearnedPrimalDual(2, 2, 2, small(3, 2), small(4, 2), true),
                new LearnedPrimalDual(2, 2, 2, small(3, 2), small(4, 2), false),
                new LearnedPrimalDual(1, 1, 1, new FoldedResidual(2, 1, 5, 1, 2, 1), small(3, 1), true),
                new LearnedGradientDescent(3, 1, small(2, 1), true),
                new LearnedGradientDescent(2, 2, small(3, 2), false),
                new PostProcessing(small(1, 1)));
    }

    @TestFactory
    Stream<DynamicTest> agreeWithFiniteDifferences() {
        return models().stream().map(m -> DynamicTest.dynamicTest(m.toString(), () -> differences(m)));
    }

    @TestFactory
    Stream<DynamicTest> survivesACollectionBetweenForwardAndBackwardAndLeavesNothing() {
        return models().stream()
                .map(m -> DynamicTest.dynamicTest(m.toString(), () -> {
                    Case c = new Case(m);
                    float[] expected = c.gradient(false).weights;
                    int live = Torch.liveArrays();
                    float[] found = c.gradient(true).weights;
                    assertArrayEquals(expected, found);
                    assertEquals(live, Torch.liveArrays());
                }));
    }

    private static void differences(Model model) {
        Case c = new Case(model);
        Gradient g = c.gradient(false);
        Random random = new Random(5);
        // Along the gradient itself the derivative is largest, so that rounding matters least; a part at random tests
        // the rest.
        float[] direction = direction(g.weights, random);
        double step = 2e-3;
        double difference = (c.value(direction, step, null) - c.value(direction, -step, null)) / (2 * step);
        assertEquals(dot(g.weights, direction), difference, 1e-3 * Math.abs(difference), "weights");
        float[] along = direction(g.data, random);
        difference = (c.value(null, step, along) - c.value(null, -step, along)) / (2 * step);
        assertEquals(dot(g.data, along), difference, 1e-3 * Math.abs(difference), "data");
    }

    private static float[] direction(float[] gradient, Random random) {
        double norm = Math.sqrt(dot(gradient, gradient));
        float[] out = new float[gradient.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (gradient[i] / norm + 0.3 * random.nextGaussian() / Math.sqrt(out.length));
        }
        return out;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private record Gradient(float[] weights, float[] data) {}

    /** A model at random weights and data, with a smooth function of its result. */
    private static final class Case {
        private final Model model;
        private final Physics physics = Physics.of(PROJECTOR);
        private final Weights weights;
        private final float[][] data = new float[2][PROJECTOR.range().length()];
        private final float[] target = new float[2 * PROJECTOR.domain().length()];

        Case(Model model) {
            this.model = model;
            Random random = new Random(3);
            weights = Weights.initial(model.layout(), random);
            for (float[] d : data) {
                for (int i = 0; i < d.length; i++) {
                    d[i] = (float) (1 + 0.3 * random.nextGaussian());
                }
            }
            for (int i = 0; i < target.length; i++) {
                target[i] = (float) random.nextGaussian();
            }
        }

        private Var loss(Tape tape, Var y) {
            Var x = model.reconstruct(tape, physics, y);
            Tensor truth = Samples.tensor(
                    new float[][] {
                        Arrays.copyOf(target, target.length / 2),
                        Arrays.copyOfRange(target, target.length / 2, target.length)
                    },
                    PROJECTOR.domain());
            return tape.segment((w, in) -> in[0].minus(truth).square().sum(), x);
        }

        double value(float[] direction, double step, float[] along) {
            float[] w = weights.values().clone();
            for (int i = 0; direction != null && i < w.length; i++) {
                w[i] += (float) (step * direction[i]);
            }
            float[][] y = {data[0].clone(), data[1].clone()};
            for (int i = 0; along != null && i < along.length; i++) {
                y[i / y[0].length][i % y[0].length] += (float) (step * along[i]);
            }
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.evaluating(scope, new Weights(weights.layout(), w));
                float[] x = model.reconstruct(tape, physics, tape.constant(Samples.tensor(y, PROJECTOR.range())))
                        .value()
                        .toFloats();
                double sum = 0;
                for (int i = 0; i < x.length; i++) {
                    sum += ((double) x[i] - target[i]) * ((double) x[i] - target[i]);
                }
                return sum;
            }
        }

        Gradient gradient(boolean collect) {
            float[] out = new float[weights.values().length];
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.recording(scope, weights);
                Var y = tape.variable(Samples.tensor(data, PROJECTOR.range()));
                Var loss = loss(tape, y);
                if (collect) {
                    System.gc();
                    // What the collector frees is used again at once.
                    byte[][] churn = new byte[64][];
                    for (int i = 0; i < churn.length; i++) {
                        churn[i] = java.nio.ByteBuffer.allocateDirect(1 << 14).hasArray() ? new byte[1] : null;
                    }
                }
                tape.backward(loss, out);
                return new Gradient(out, y.cotangent().toFloats());
            }
        }
    }
}
