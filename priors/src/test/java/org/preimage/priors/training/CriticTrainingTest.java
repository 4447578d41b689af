package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.functional.CriticFunctional;
import org.preimage.priors.model.AdversarialPair;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.Critic;
import org.preimage.priors.model.FilterBank;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** Critics and what is trained against them. */
class CriticTrainingTest {
    private static final int SIZE = 20;

    private static final Projector PROJECTOR = new ParallelBeam(
                    Space.image(SIZE, SIZE, 1), Detector.line(29, 1), new double[] {5, 35, 65, 95, 125, 155})
            .projector();

    private static final Critic SMALL = new NetworkCritic(
            Sequence.of(
                    new Convolution(1, 8, 5),
                    new Silu(),
                    new Convolution(8, 8, 3).strided(2),
                    new Silu(),
                    new Convolution(8, 1, 1)),
            null,
            1,
            0.5);

    private static final Critic CONVEX = new ConvexCritic(
            new InputConvex(4, 6, 2, 3, Activation.SOFTPLUS, 0), 2, new FilterBank(4, 3, 0.01), 1e-2, 1, 0.5);

    private static final AdversarialPair PAIR = new AdversarialPair(
            new PostProcessing(Sequence.of(new Convolution(1, 8, 5), new Silu(), new Convolution(8, 1, 5).gain(0.1))),
            SMALL);

    /** Ellipses from six views with noise. */
    private static final class Ellipses implements Supervised.Pairs {
        private final RandomEllipses ellipses = RandomEllipses.few(SIZE);
        private final Physics physics = Physics.of(PROJECTOR);

        @Override
        public Supervised.Pair training(long number) {
            SplittableRandom random = new SplittableRandom(number);
            float[] truth = ellipses.sample(random, PROJECTOR.domain(), 1).data();
            return new Supervised.Pair(new RelativeGaussianNoise(0.05).sample(PROJECTOR.apply(truth), random), truth);
        }

        @Override
        public List<Supervised.Pair> validation() {
            return LongStream.range(-8, 0).mapToObj(this::training).toList();
        }

        @Override
        public Physics physics(List<Supervised.Pair> pairs) {
            return physics;
        }
    }

    private static Training training(Objective objective, int steps, double rate) {
        return new Training(
                objective,
                Muon.standard(),
                Schedule.cosine(rate, 0.05, 0),
                steps,
                4,
                10,
                0.9,
                steps,
                0,
                7,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
    }

    private static Training.State run(Training training, int steps) {
        Training.State s = training.start(training.initial());
        for (int i = 0; i < steps; i++) {
            training.step(s);
        }
        return s;
    }

    @Test
    void criticsLearnToTellImagesAndStayNearlyFlat() {
        for (Critic critic : List.of(SMALL, CONVEX)) {
            CriticTraining objective = new CriticTraining(critic, new Ellipses(), 0, 3);
            Training training = training(objective, 150, critic == SMALL ? 0.02 : 0.005);
            double before = objective.validate(new Weights(objective.layout(), training.initial()), ComputeDevice.CPU);
            Training.State s = run(training, 150);
            assertTrue(s.bestQuality() > before + 0.024, critic + " from " + before + " to " + s.bestQuality());
            Weights learned = new Weights(objective.layout(), training.solution(s));
            double steepest = objective.figures(learned, ComputeDevice.CPU).get("validation Lipschitz constant");
            assertTrue(steepest < 1.25, critic + " has " + steepest);
        }
    }

    /** x + s (x - z(x)) is farther from bad reconstructions than x is: only a critic that has seen such images dislikes them. */
    @Test
    void imagesBeyondRealOnesAreLearnedToBeBad() {
        double[] rise = new double[2];
        for (int share = 0; share < 2; share++) {
            CriticTraining objective = new CriticTraining(SMALL, new Ellipses(), 0.5 * share, 3);
            Training training = training(objective, 200, 0.02);
            Weights learned = new Weights(objective.layout(), training.solution(run(training, 200)));
            CriticFunctional f = new CriticFunctional(PROJECTOR.domain(), SMALL, learned, 1, ComputeDevice.CPU);
            Physics physics = Physics.of(PROJECTOR);
            for (Supervised.Pair pair : new Ellipses().validation()) {
                float[] data = pair.data().clone();
                Vectors.scale(1 / physics.norm(), data);
                float[] direct = physics.inverse().orElseThrow().apply(data);
                float[] beyond = new float[direct.length];
                for (int i = 0; i < beyond.length; i++) {
                    beyond[i] = 1.5f * pair.truth()[i] - 0.5f * direct[i];
                }
                rise[share] += f.value(beyond) - f.value(pair.truth());
            }
        }
        assertTrue(rise[1] > 1.5 * rise[0], "without: " + rise[0] + ", with: " + rise[1]);
    }

    @Test
    void theConvexCriticIsConvexAfterTraining() {
        CriticTraining objective = new CriticTraining(CONVEX, new Ellipses(), 0, 3);
        Training training = training(objective, 30, 0.005);
        Training.State s = run(training, 30);
        Weights weights = new Weights(objective.layout(), s.weights().clone());
        CriticFunctional f = new CriticFunctional(PROJECTOR.domain(), CONVEX, weights, 1, ComputeDevice.CPU);
        assertTrue(f.convex());
        assertEquals(0.02, f.strongConvexity(), 1e-12);
        var random = GradientCheck.random(4);
        float[] z = new float[SIZE * SIZE];
        for (int chord = 0; chord < 100; chord++) {
            double size = Math.pow(10, random.nextDouble(-1, 1));
            float[] x = GradientCheck.normal(z.length, 2 * chord);
            float[] y = GradientCheck.normal(z.length, 2 * chord + 1);
            double t = random.nextDouble();
            double square = 0;
            for (int i = 0; i < z.length; i++) {
                y[i] = (float) (x[i] + size * y[i]);
                z[i] = (float) (t * x[i] + (1 - t) * y[i]);
                square += Math.pow(x[i] - y[i], 2);
            }
            double along = t * f.value(x) + (1 - t) * f.value(y);
            double bend = f.strongConvexity() / 2 * t * (1 - t) * square;
            assertTrue(along - bend - f.value(z) > -1e-5 * (1 + Math.abs(along)), "chord " + chord);
        }
    }

    @Test
    void theModelLearnsWithoutPairs() {
        Supervised.Pairs pairs = new Ellipses();
        AdversarialTraining objective = new AdversarialTraining(PAIR, pairs, 1, 0, 3);
        Training training = training(objective, 250, 0.01);
        double before = objective.validate(new Weights(objective.layout(), training.initial()), ComputeDevice.CPU);
        double after = run(training, 250).bestQuality();
        assertTrue(after > before + 1, "from " + before + " to " + after);
    }

    /** The critic's weights have the gradient of the critic's loss alone, and the model's none of it. */
    @Test
    void eachLearnsFromItsOwnPart() {
        AdversarialTraining weak = new AdversarialTraining(PAIR, new Ellipses(), 1e-9, 0, 3);
        AdversarialTraining strong = new AdversarialTraining(PAIR, new Ellipses(), 10, 0, 3);
        Weights weights = Weights.initial(PAIR.layout(), GradientCheck.random(2));
        float[] without = gradient(weak, weights);
        float[] with = gradient(strong, weights);
        boolean taught = false;
        for (Layout.Entry e : PAIR.layout().entries()) {
            for (int i = e.offset(); i < e.offset() + e.length(); i++) {
                if (e.name().startsWith("critic.")) {
                    assertEquals(without[i], with[i], 1e-5f * (1 + Math.abs(with[i])), e.name());
                } else {
                    taught |= Math.abs(with[i] - without[i]) > 1e-3;
                }
            }
        }
        assertTrue(taught, "the critic teaches the model");
    }

    private static float[] gradient(Objective objective, Weights weights) {
        float[] gradient = new float[weights.values().length];
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var loss = objective.loss(tape, 0, 2);
            tape.backward(loss, gradient);
        }
        return gradient;
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        for (Critic critic : List.of(SMALL, CONVEX)) {
            CriticTraining objective = new CriticTraining(critic, new Ellipses(), 0, 3);
            Weights weights = Weights.initial(objective.layout(), GradientCheck.random(5));
            // Steep, so that the penalty counts.
            for (int i = 0; i < weights.values().length; i++) {
                weights.values()[i] *= 2;
            }
            float[] gradient = gradient(objective, weights);
            for (Layout.Entry e : objective.layout().entries()) {
                float[] direction = new float[gradient.length];
                System.arraycopy(GradientCheck.normal(e.length(), 6), 0, direction, e.offset(), e.length());
                double slope = 0;
                for (int i = 0; i < gradient.length; i++) {
                    slope += (double) gradient[i] * direction[i];
                }
                double step = 1e-3;
                double difference =
                        (value(objective, weights, direction, step) - value(objective, weights, direction, -step))
                                / (2 * step);
                assertEquals(difference, slope, 0.1 * Math.abs(difference) + 0.05, critic + " " + e.name());
            }
        }
    }

    private static double value(Objective objective, Weights at, float[] direction, double step) {
        Weights moved = at.copy();
        for (int i = 0; i < direction.length; i++) {
            moved.values()[i] += (float) (step * direction[i]);
        }
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return objective.loss(Tape.recording(scope, moved), 0, 2).value().toDouble();
        }
    }

    @Test
    void nativeMemoryStaysFlat() {
        Training critic = training(new CriticTraining(SMALL, new Ellipses(), 0, 3), 10, 0.01);
        Training pair = training(new AdversarialTraining(PAIR, new Ellipses(), 1, 0, 3), 10, 0.01);
        Training.State s = run(critic, 2);
        Training.State t = run(pair, 2);
        int live = Torch.liveArrays();
        critic.step(s);
        pair.step(t);
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void theCriticsWeightsComeAndGo() {
        Weights all = Weights.initial(PAIR.layout(), GradientCheck.random(2));
        Weights critics = PAIR.criticWeights(all);
        Weights other = Weights.initial(PAIR.layout(), GradientCheck.random(3));
        PAIR.setCriticWeights(critics, other);
        assertArrayEquals(critics.values(), PAIR.criticWeights(other).values());
    }
}
