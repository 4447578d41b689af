package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

/** Every model's gradient, by weights and by data, against differences; physics are computed in float. */
class ModelGradientTest {
    private record Case(String name, Model model, Physics physics, int samples) {
        @Override
        public String toString() {
            return name + " " + model.getClass().getSimpleName();
        }
    }

    private static final RandomGenerator RANDOM = GradientCheck.random(7);

    /** Smooth, so that differences are accurate. */
    static Network network(int in, int out) {
        return Sequence.of(new Convolution(in, 4, 3), new Silu(), new Convolution(4, out, 3).gain(0.3));
    }

    private static Physics ct() {
        return Physics.of(ParallelBeam.halfTurn(Space.image(8, 8, 1), 13, 1, 5).projector());
    }

    private static Physics mri() {
        Space image = Space.image(8, 6, 1);
        return Physics.of(Stream.of(1, 2)
                .map(seed -> (LinearOperator) new CartesianMri(
                        new LoopCoils(2).uniform(image),
                        new RandomLines(Role.KY, 2, 2).mask(image, GradientCheck.random(seed))))
                .toList());
    }

    private static Physics denoising() {
        return Physics.of(List.of(new org.preimage.operators.Identity(Space.image(8, 8, 1))));
    }

    static Stream<Case> cases() {
        Anderson solver = new Anderson(6, 200, 1e-6);
        return Stream.of(
                new Case("CT", new LearnedPrimalDual(2, 2, 2, network(3, 2), network(4, 2), false), ct(), 2),
                new Case("CT", new LearnedGradientDescent(2, 2, network(3, 2), true), ct(), 2),
                new Case("CT", new PostProcessing(network(1, 1)), ct(), 2),
                new Case(
                        "CT",
                        new BayesianModel(
                                new LearnedGradientDescent(2, 1, network(2, 1), true), "2", new MeanField(1, -3), -2),
                        ct(),
                        2),
                new Case("CT", new Normalized(new PostProcessing(network(1, 1)), 0.9), ct(), 1),
                new Case("CT", new Modl(2, network(1, 1), 0.3, 60, 1e-7), ct(), 2),
                new Case("MRI", new Modl(2, network(2, 2), 0.3, 60, 1e-7), mri(), 2),
                new Case("CT", new VariationalNetwork(2, network(1, 1), 0.7, true), ct(), 2),
                new Case("MRI", new VariationalNetwork(2, network(2, 2), 0.7, false), mri(), 2),
                new Case("CT", new LearnedIsta(2, 1, 4, 0.7, 1e-3, true), ct(), 2),
                new Case("MRI", new LearnedIsta(2, 2, 4, 0.7, 1e-3, false), mri(), 2),
                new Case("CT", new DeepEquilibrium(gentle(1), 0.8, 0.5, false, solver), ct(), 2),
                new Case("MRI", new DeepEquilibrium(gentle(2), 0.8, 0.5, false, solver), mri(), 2),
                new Case("of images", new Denoising(new DnCnn(1, 1, 3, 4), 0.5), denoising(), 1),
                new Case("of images", new GradientStepDenoising(network(2, 1), 0.5), denoising(), 1),
                new Case("of images", new BlindSpot(network(1, 1), 2), denoising(), 1),
                new Case(
                        "CT",
                        new AdversarialPair(
                                new PostProcessing(network(1, 1)), new NetworkCritic(network(1, 1), null, 1, 1)),
                        ct(),
                        2));
    }

    private static Network gentle(int channels) {
        return Sequence.of(
                new Convolution(channels, 4, 3).gain(0.5), new Silu(), new Convolution(4, channels, 3).gain(0.2));
    }

    private static float[] normal(int n, double size) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) (size * RANDOM.nextGaussian());
        }
        return out;
    }

    private static double value(Case c, Weights weights, float[] data, float[] cotangent) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, weights);
            float[] x = c.model
                    .reconstruct(tape, c.physics, tape.constant(tensor(c, data)))
                    .value()
                    .toFloats();
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (double) x[i] * cotangent[i];
            }
            return sum;
        }
    }

    private static Tensor tensor(Case c, float[] data) {
        return Tensor.of(data, Samples.shape(c.physics.data(), c.samples));
    }

    /** A case with weights and numbers of its own. */
    private record Trial(Case c, Weights weights, float[] data, float[] cotangent) {
        static Trial of(Case c) {
            Weights weights = Weights.initial(c.model.layout(), RANDOM);
            for (int i = 0; i < weights.values().length; i++) {
                weights.values()[i] += (float) (0.02 * RANDOM.nextGaussian());
            }
            return new Trial(
                    c,
                    weights,
                    normal(c.samples * c.physics.data().length(), 1),
                    normal(c.samples * c.physics.image().length(), 1));
        }

        Forward forward(Scope scope, Precision precision) {
            Tape tape = Tape.recording(scope, weights, precision);
            Var y = tape.variable(tensor(c, data));
            return new Forward(this, tape, y, c.model.reconstruct(tape, c.physics, y));
        }
    }

    /** What waits for its backward pass. */
    private record Forward(Trial trial, Tape tape, Var y, Var x) {
        /** By weights and by data. */
        float[][] backward() {
            float[] gradient = new float[trial.weights.layout().length()];
            tape.backward(x, Tensor.of(trial.cotangent, x.value().shape()), gradient);
            return new float[][] {gradient, y.cotangent().toFloats()};
        }
    }

    private static float[][] gradient(Trial trial) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return trial.forward(scope, Precision.FLOAT).backward();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithDifferences(Case c) {
        Trial t = Trial.of(c);
        float[][] gradient = gradient(t);
        // Thresholds have kinks, of which a short step meets few.
        double step = c.model instanceof LearnedIsta ? 3e-4 : 4e-3;
        compare(
                "weights",
                t.weights.values(),
                gradient[0],
                step,
                w -> value(c, new Weights(t.weights.layout(), w), t.data, t.cotangent));
        // Scales and noise levels that are taken from data count as constants.
        if (!(c.model instanceof Normalized || c.model instanceof DenoisingModel || c.model instanceof BlindSpot)) {
            compare("data", t.data, gradient[1], step, d -> value(c, t.weights, d, t.cotangent));
        }
    }

    /** To the eight bits of a bfloat16's significand, of which rounding loses some on its way through a network. */
    @ParameterizedTest
    @MethodSource("cases")
    void mixedPrecisionIsNearFloats(Case c) {
        Trial t = Trial.of(c);
        float[][] plain = gradient(t);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Forward mixed = t.forward(scope, Precision.MIXED);
            near(
                    t.forward(scope, Precision.FLOAT).x.value().toFloats(),
                    mixed.x.value().toFloats(),
                    0.02);
            float[][] gradient = mixed.backward();
            near(plain[0], gradient[0], 0.05);
            near(plain[1], gradient[1], 0.05);
        }
    }

    private static void near(float[] expected, float[] found, double relative) {
        float[] difference = new float[expected.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = found[i] - expected[i];
        }
        assertTrue(norm(difference) > 0, "the precision is the same");
        assertEquals(0, norm(difference), relative * norm(expected));
    }

    /** One collection between all forward and all backward passes. */
    @Test
    void gradientsSurviveGarbage() {
        List<Trial> trials = cases().map(Trial::of).toList();
        List<float[][]> plain = trials.stream().map(ModelGradientTest::gradient).toList();
        int before = Torch.liveArrays();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            List<Forward> forward =
                    trials.stream().map(t -> t.forward(scope, Precision.FLOAT)).toList();
            GradientCheck.collect();
            for (int i = 0; i < forward.size(); i++) {
                float[][] collected = forward.get(i).backward();
                assertArrayEquals(plain.get(i)[0], collected[0], trials.get(i).c.toString());
                assertArrayEquals(plain.get(i)[1], collected[1], trials.get(i).c.toString());
            }
        }
        assertEquals(before, Torch.liveArrays(), "native arrays before and after");
    }

    private interface Function {
        double at(float[] x);
    }

    /** By differences of fourth order along the gradient and across it. */
    private static void compare(String what, float[] at, float[] gradient, double step, Function f) {
        float[] across = normal(at.length, 1);
        double[] d = new double[at.length];
        double size = norm(gradient);
        double other = norm(across);
        for (int i = 0; i < d.length; i++) {
            d[i] = gradient[i] / size + across[i] / other;
        }
        double h = step * norm(at);
        double expected = 0;
        for (int i = 0; i < d.length; i++) {
            expected += gradient[i] * d[i];
        }
        double found = (8 * (f.at(along(at, h, d)) - f.at(along(at, -h, d)))
                        - (f.at(along(at, 2 * h, d)) - f.at(along(at, -2 * h, d))))
                / (12 * h);
        assertTrue(size > 0, what + ": the gradient is zero");
        assertEquals(found, expected, 1e-3 * Math.abs(found), "gradient by " + what);
    }

    private static float[] along(float[] x, double h, double[] d) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) (x[i] + h * d[i]);
        }
        return out;
    }

    private static double norm(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    @Test
    void everyModelHasItsCase() {
        Set<String> models = Arrays.stream(
                        Model.class.getAnnotation(JsonSubTypes.class).value())
                .map(t -> t.value().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested =
                cases().map(c -> c.model.getClass().getSimpleName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(models, tested);
    }
}
