package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Anderson;
import org.preimage.priors.model.DeepEquilibrium;
import org.preimage.priors.model.LearnedPrimalDual;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Modl;
import org.preimage.priors.model.VariationalNetwork;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.stability.DifferenceAscent;
import org.preimage.reconstruction.stability.GradientAscent;
import org.preimage.reconstruction.stability.RandomPerturbations;

/** The derivative of a learned reconstruction with respect to the data. */
class LearnedDerivativeTest {
    private static final Projector PROJECTOR =
            ParallelBeam.halfTurn(Space.image(8, 8, 1), 13, 1, 6).projector();

    private static final InverseProblem PROBLEM =
            problem(normal(PROJECTOR.range().length(), 1));

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] normal(int length, long seed) {
        RandomGenerator random = random(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static InverseProblem problem(float[] data) {
        return new InverseProblem(PROJECTOR, new Image(PROJECTOR.range(), data));
    }

    private static Network network(int in, int out) {
        return Sequence.of(new Convolution(in, 4, 3), new Silu(), new Convolution(4, out, 3).gain(0.3));
    }

    private static Model primalDual() {
        return new LearnedPrimalDual(2, 2, 2, network(3, 2), network(4, 2), true);
    }

    /** Smooth models that reach the data in different ways: through operators, solvers and a fixed point. */
    static Stream<Arguments> models() {
        return Stream.of(
                arguments(primalDual(), false),
                arguments(primalDual(), true),
                arguments(new Modl(2, network(1, 1), 0.3, 60, 1e-7), false),
                arguments(new VariationalNetwork(2, network(1, 1), 0.7, true), false),
                arguments(new DeepEquilibrium(network(1, 1), 0.8, 0.5, false, new Anderson(6, 200, 1e-6)), false));
    }

    private static LearnedReconstruction learned(Model model, boolean ensemble) {
        Weights weights = Weights.initial(model.layout(), random(2));
        float[] shift = normal(weights.values().length, 3);
        Vectors.add(0.02, shift, weights.values());
        Card card = new Card(
                Card.FORMAT,
                "tiny",
                "Tiny.",
                model,
                Bundle.fit(PROJECTOR, 7.5),
                new Card.Noise("none", 0, 0),
                new Card.Origin("", "", 1, 0, "nothing", "", ""),
                Map.of(),
                "BSD-2-Clause",
                "");
        return new LearnedReconstruction("learned-primal-dual", new Bundle(card, weights), ComputeDevice.CPU, ensemble);
    }

    @ParameterizedTest
    @MethodSource("models")
    void agreesWithDifferences(Model model, boolean ensemble) {
        LearnedReconstruction r = learned(model, ensemble);
        float[] w = normal(PROJECTOR.domain().length(), 4);
        float[] gradient = normal(PROJECTOR.range().length(), 5);
        Image image = r.vjp(PROBLEM, x -> w, gradient);
        assertArrayEquals(r.reconstruct(PROBLEM).image().data(), image.data(), 1e-5f);
        for (int seed = 6; seed < 9; seed++) {
            float[] h = normal(gradient.length, seed);
            double step = 0.02;
            double difference = (along(r, w, h, step) - along(r, w, h, -step)) / (2 * step);
            assertEquals(difference, Vectors.dot(gradient, h), 2e-3 * Vectors.norm(gradient) * Vectors.norm(h) / 5);
        }
        assertThrows(IllegalArgumentException.class, () -> r.vjp(PROBLEM, x -> w, new float[3]));
    }

    private static double along(LearnedReconstruction r, float[] w, float[] h, double step) {
        float[] data = PROBLEM.data().data().clone();
        Vectors.add(step, h, data);
        return Vectors.dot(w, r.reconstruct(problem(data)).image().data());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 3})
    void ascentFindsWhatChanceAndDifferencesDoNot(double size) {
        LearnedReconstruction r = learned(primalDual(), false);
        Image before = r.reconstruct(PROBLEM).image();
        double found = GradientAscent.of(40)
                .search(r, PROBLEM, before, size, null, random(1))
                .gain();
        double chance = new RandomPerturbations(80)
                .search(r, PROBLEM, before, size, null, random(2))
                .gain();
        double differences = new DifferenceAscent(80)
                .search(r, PROBLEM, before, size, null, random(2))
                .gain();
        assertTrue(found > 1.3 * chance, found + " beside " + chance);
        assertTrue(found >= 0.99 * differences, found + " beside " + differences);
    }
}
