package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.MeanField;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

class VariationalTest {
    private static final Projector PROJECTOR = new ParallelBeam(
                    Space.image(12, 12, 1), Detector.line(17, 1), new double[] {3, 40, 77, 114, 151})
            .projector();

    /** A few pairs, again and again. */
    private record Few(List<Supervised.Pair> all, Physics physics) implements Supervised.Pairs {
        @Override
        public Supervised.Pair training(long number) {
            return all.get((int) Math.floorMod(number, (long) all.size()));
        }

        @Override
        public List<Supervised.Pair> validation() {
            return all;
        }

        @Override
        public Physics physics(List<Supervised.Pair> pairs) {
            return physics;
        }
    }

    private static float[] normal(int n, double mean, RandomGenerator random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (mean + random.nextGaussian());
        }
        return x;
    }

    private static Variational unrolled() {
        RandomGenerator random = GradientCheck.random(1);
        List<Supervised.Pair> pairs = IntStream.range(0, 3)
                .mapToObj(i -> new Supervised.Pair(
                        normal(PROJECTOR.range().length(), 9, random),
                        normal(PROJECTOR.domain().length(), 1, random)))
                .toList();
        BayesianModel model = new BayesianModel(
                new LearnedGradientDescent(2, 1, new FoldedResidual(2, 1, 4, 1, 2, 0.5), true),
                "last",
                new MeanField(1, -3),
                0);
        return new Variational(model, new Few(pairs, Physics.of(PROJECTOR)), 3, 2, 5);
    }

    private static float[] gradient(Objective objective, Weights weights, long from, int count, boolean collect) {
        float[] out = new float[weights.values().length];
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Var loss = objective.loss(tape, from, count);
            if (collect) {
                System.gc();
                for (int i = 0; i < 64; i++) {
                    ByteBuffer.allocateDirect(1 << 14).putLong(0, -1);
                }
            }
            tape.backward(loss, out);
        }
        return out;
    }

    private static double value(Objective objective, Weights at, float[] direction, double step) {
        float[] w = at.values().clone();
        for (int i = 0; i < w.length; i++) {
            w[i] += (float) (step * direction[i]);
        }
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return objective
                    .loss(Tape.evaluating(scope, new Weights(at.layout(), w)), 7, 2)
                    .value()
                    .toDouble();
        }
    }

    @Test
    void gradientThroughTheOperatorAgreesWithDifferencesAtTheSameDraws() {
        Variational objective = unrolled();
        Weights weights = Weights.initial(objective.layout(), GradientCheck.random(2));
        float[] g = gradient(objective, weights, 7, 2, false);
        double norm = 0;
        for (float v : g) {
            norm += v * v;
        }
        norm = Math.sqrt(norm);
        RandomGenerator random = GradientCheck.random(3);
        float[] d = new float[g.length];
        double expected = 0;
        for (int i = 0; i < d.length; i++) {
            d[i] = (float) (g[i] / norm + 0.3 * random.nextGaussian() / Math.sqrt(d.length));
            expected += d[i] * g[i];
        }
        double step = 2e-3;
        double found = (value(objective, weights, d, step) - value(objective, weights, d, -step)) / (2 * step);
        assertEquals(expected, found, 1e-3 * expected);
    }

    @Test
    void gradientSurvivesACollectionOfGarbageAndLeavesNothing() {
        Variational objective = unrolled();
        Weights weights = Weights.initial(objective.layout(), GradientCheck.random(2));
        float[] expected = gradient(objective, weights, 7, 2, false);
        int live = Torch.liveArrays();
        assertArrayEquals(expected, gradient(objective, weights, 7, 2, true));
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void eachSampleHasItsOwnDrawHoweverBatchesAreMade() {
        Variational objective = unrolled();
        Weights weights = Weights.initial(objective.layout(), GradientCheck.random(2));
        float[] one = gradient(objective, weights, 7, 1, false);
        float[] other = gradient(objective, weights, 8, 1, false);
        float[] both = gradient(objective, weights, 7, 2, false);
        for (int i = 0; i < both.length; i++) {
            assertEquals(0.5 * (one[i] + other[i]), both[i], 1e-5 * (1 + Math.abs(both[i])));
        }
    }

    /** Images as a sum of two channels of data, weighted by random weights: with normal noise the posterior is known. */
    private record Sum() implements Model {
        @Override
        public void declare(Layout.Builder weights) {
            new Convolution(1, 2, 1, 1, 1, 1, false, 1).declare(weights.within("last"));
        }

        /** w_1 y + w_2 (y mirrored). */
        @Override
        public Var reconstruct(Tape tape, Physics physics, Var data) {
            return tape.segment(
                    (w, in) -> {
                        Tensor weight = w.within("last").get("weight");
                        Tensor first = in[0].times(weight.slice(0, 0, 1));
                        return first.plus(in[0].permute(0, 1, 3, 2).times(weight.slice(0, 1, 2)));
                    },
                    data);
        }
    }

    @Test
    void findsThePosteriorOfALinearModel() {
        int side = 4;
        Space space = Space.image(side, side, 1);
        RandomGenerator random = GradientCheck.random(4);
        int count = 2;
        double[] truth = {0.8, -0.4};
        double noise = 0.5;
        double prior = 0.6;
        double[][] gram = new double[2][2];
        double[] right = new double[2];
        List<Supervised.Pair> pairs = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            float[] y = normal(side * side, 0, random);
            float[] x = new float[y.length];
            for (int i = 0; i < x.length; i++) {
                double mirrored = y[i % side * side + i / side];
                x[i] = (float) (truth[0] * y[i] + truth[1] * mirrored + noise * random.nextGaussian());
                gram[0][0] += y[i] * y[i];
                gram[0][1] += y[i] * mirrored;
                gram[1][1] += mirrored * mirrored;
                right[0] += y[i] * x[i];
                right[1] += mirrored * x[i];
            }
            pairs.add(new Supervised.Pair(y, x));
        }
        BayesianModel model = new BayesianModel(new Sum(), "last", new MeanField(prior, -2), -1);
        Few few = new Few(pairs, Physics.of(List.of(new Identity(space))));
        Variational objective = new Variational(model, few, count, 1, 3);
        Training training = new Training(
                objective,
                new Adam(0.9, 0.999, 1e-8, 0),
                Schedule.cosine(0.04, 0.02, 0),
                500,
                count,
                Double.POSITIVE_INFINITY,
                0.98,
                500,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
        Training.State state = training.start(training.initial());
        while (!training.finished(state)) {
            training.step(state);
        }
        Weights found = new Weights(objective.layout(), training.solution(state));
        float[] mean = found.get("last.weight");
        float[] rho = found.get("last.weight.rho");
        double variance = BayesianModel.noiseVariance(found);

        // The posterior at the noise that was learned; mean field keeps its mean, and its precision weight by weight.
        double a = gram[0][0] / variance + 1 / (prior * prior);
        double b = gram[0][1] / variance;
        double c = gram[1][1] / variance + 1 / (prior * prior);
        double det = a * c - b * b;
        double[] expected = {
            (c * right[0] - b * right[1]) / variance / det, (a * right[1] - b * right[0]) / variance / det
        };
        double[] deviation = {1 / Math.sqrt(a), 1 / Math.sqrt(c)};
        for (int i = 0; i < 2; i++) {
            assertEquals(expected[i], mean[i], 0.3 * deviation[i], "mean " + i);
            assertEquals(Math.log(deviation[i]), rho[i], 0.12, "logarithm of deviation " + i);
        }

        // The best noise is the mean square under the posterior.
        double squares = 0;
        for (Supervised.Pair p : pairs) {
            for (int i = 0; i < p.data().length; i++) {
                double y = p.data()[i];
                double mirrored = p.data()[i % side * side + i / side];
                double residual = p.truth()[i] - mean[0] * y - mean[1] * mirrored;
                squares +=
                        residual * residual + Math.exp(2 * rho[0]) * y * y + Math.exp(2 * rho[1]) * mirrored * mirrored;
            }
        }
        assertEquals(squares / (count * side * side), variance, 0.05 * variance);
    }
}
