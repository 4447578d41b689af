package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

class RandomWeightsTest {
    private static final double PRIOR = 0.7;

    private static final FoldedResidual NETWORK = new FoldedResidual(1, 1, 4, 1, 2, 1);

    private static BayesianModel model(RandomWeights law) {
        return new BayesianModel(new PostProcessing(NETWORK), "last", law, -0.5);
    }

    /** At values where nothing vanishes. */
    private static Weights weights(Layout layout) {
        Weights weights = Weights.initial(layout, GradientCheck.random(1));
        RandomGenerator random = GradientCheck.random(2);
        for (int i = 0; i < weights.values().length; i++) {
            weights.values()[i] += (float) (0.2 * random.nextGaussian());
        }
        return weights;
    }

    private static double divergence(BayesianModel model, Weights weights) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return model.divergence(Bound.in(scope, weights)).toDouble();
        }
    }

    @Test
    void divergenceOfMeanFieldIsTheMeanOfTheLogarithmOfDensities() {
        BayesianModel model = model(new MeanField(PRIOR, -1));
        Weights weights = weights(model.layout());
        RandomGenerator random = GradientCheck.random(3);
        int draws = 2000;
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < draws; k++) {
            double one = 0;
            for (String name : new String[] {"last.weight", "last.bias"}) {
                float[] mean = weights.get(name);
                float[] rho = weights.get(name + ".rho");
                for (int i = 0; i < mean.length; i++) {
                    double e = random.nextGaussian();
                    double w = mean[i] + Math.exp(rho[i]) * e;
                    one += -rho[i] - e * e / 2 + Math.log(PRIOR) + w * w / (2 * PRIOR * PRIOR);
                }
            }
            sum += one / draws;
            squares += one * one / draws;
        }
        double error = Math.sqrt((squares - sum * sum) / draws);
        double found = divergence(model, weights);
        assertEquals(sum, found, 4 * error);
        assertTrue(error < 0.02 * found, "the test is too coarse: " + error + " of " + found);
    }

    @Test
    void divergenceVanishesAtThePrior() {
        BayesianModel model = model(new MeanField(PRIOR, Math.log(PRIOR)));
        Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
        weights.set("last.weight", new float[weights.get("last.weight").length]);
        assertEquals(0, divergence(model, weights), 1e-4);
    }

    @Test
    void divergenceOfDropoutIsTheMeanSquareOfItsDraws() {
        ChannelDropout law = new ChannelDropout(0.3, PRIOR);
        BayesianModel model = model(law);
        Weights weights = weights(model.layout());
        float[] w = weights.get("last.weight");
        Layout.Entry entry = weights.layout().entry("last.weight");
        int perChannel = 9;
        RandomGenerator random = GradientCheck.random(4);
        int draws = 50_000;
        double sum = 0;
        for (int k = 0; k < draws; k++) {
            float[] z = law.draw(entry, random);
            for (int i = 0; i < w.length; i++) {
                double v = w[i] * z[i / perChannel % z.length];
                sum += v * v / (2 * PRIOR * PRIOR * draws);
            }
        }
        for (float b : weights.get("last.bias")) {
            sum += b * b / (2 * PRIOR * PRIOR);
        }
        assertEquals(sum, divergence(model, weights), 0.02 * sum);
    }

    @Test
    void dropoutTakesWholeChannelsAtItsRateAndKeepsTheMean() {
        ChannelDropout law = new ChannelDropout(0.3, 1);
        BayesianModel model = model(law);
        Weights weights = weights(model.layout());
        float[] expected = weights.get("last.weight");
        float[] bias = weights.get("last.bias");
        int draws = 600;
        double[] mean = new double[expected.length];
        int zeros = 0;
        RandomGenerator random = GradientCheck.random(5);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Bound bound = Bound.in(scope, weights);
            for (int k = 0; k < draws; k++) {
                try (Scope one = Scope.open(ComputeDevice.CPU)) {
                    Bound drawn = model.drawn(bound, random).within("last");
                    float[] w = drawn.get("weight").toFloats();
                    for (int i = 0; i < w.length; i++) {
                        mean[i] += w[i] / draws;
                        // All kernels of an input channel share its fate.
                        int channel = i / 9 % 4;
                        assertEquals(w[channel * 9] == 0, w[i] == 0);
                    }
                    for (int c = 0; c < 4; c++) {
                        zeros += w[c * 9] == 0 ? 1 : 0;
                    }
                    if (k == 0) {
                        assertEquals(bias[1], drawn.get("bias").toFloats()[1]);
                    }
                }
            }
        }
        double tolerance = 4 * Math.sqrt(0.3 / 0.7 / draws);
        for (int i = 0; i < mean.length; i++) {
            assertEquals(expected[i], mean[i], tolerance * Math.abs(expected[i]));
        }
        assertEquals(0.3, zeros / (4.0 * draws), 4 * Math.sqrt(0.21 / (4 * draws)));
    }

    @Test
    void meanFieldDrawsWithItsDeviationAndOnceForAllWhoAsk() {
        BayesianModel model = model(new MeanField(1, -1));
        Weights weights = weights(model.layout());
        float[] mean = weights.get("last.weight");
        float[] rho = weights.get("last.weight.rho");
        double[] square = new double[mean.length];
        int draws = 800;
        RandomGenerator random = GradientCheck.random(6);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Bound bound = Bound.in(scope, weights);
            for (int k = 0; k < draws; k++) {
                try (Scope one = Scope.open(ComputeDevice.CPU)) {
                    Bound drawn = model.drawn(bound, random);
                    float[] w = drawn.get("last.weight").toFloats();
                    assertEquals(w[3], drawn.get("last.weight").toFloats()[3]);
                    assertEquals(
                            weights.get("first.weight")[2],
                            drawn.get("first.weight").toFloats()[2]);
                    for (int i = 0; i < w.length; i++) {
                        square[i] += (w[i] - mean[i]) * (w[i] - mean[i]) / draws;
                    }
                }
            }
        }
        for (int i = 0; i < mean.length; i++) {
            double variance = Math.exp(2 * rho[i]);
            assertEquals(variance, square[i], 5 * Math.sqrt(2.0 / draws) * variance);
        }
    }

    /** With the draws kept: by all weights, by image and truth, in double precision, and after a collection of garbage. */
    @Test
    void gradientsOfTheBoundAgreeWithDifferencesAndSurviveGarbage() {
        List<GradientCheck> checks = new ArrayList<>();
        for (RandomWeights law : List.of(new MeanField(PRIOR, -1), new ChannelDropout(0.3, PRIOR))) {
            BayesianModel model = model(law);
            GradientCheck.Map bound = (w, x) -> {
                Bound drawn = model.drawn(w, GradientCheck.random(7));
                Tensor image = x[0].plus(NETWORK.forward(x[0], drawn));
                return model.divergence(w).times(0.01).minus(BayesianModel.logLikelihood(w, image, x[1]));
            };
            int[] shape = {2, 1, 6, 4};
            GradientCheck check = GradientCheck.of(law.toString(), bound, weights(model.layout()), shape, shape);
            check.againstDifferences(1e-5);
            checks.add(check);
        }
        GradientCheck.surviveGarbage(checks);
    }

    @Test
    void widensAllDeviationsAndNothingElse() {
        BayesianModel model = model(new MeanField(1, -2));
        Weights weights = weights(model.layout());
        Weights wide = model.withNoise(model.widened(weights, 3), 0.25);
        assertEquals(0.25, BayesianModel.noiseVariance(wide), 1e-6);
        float[] rho = weights.get("last.weight.rho");
        for (int i = 0; i < rho.length; i++) {
            assertEquals(3 * Math.exp(rho[i]), Math.exp(wide.get("last.weight.rho")[i]), 1e-5);
        }
        assertArrayEquals(weights.get("last.weight"), wide.get("last.weight"));
        assertArrayEquals(weights.get("first.weight"), wide.get("first.weight"));
        BayesianModel dropout = model(new ChannelDropout(0.1, 1));
        Weights others = weights(dropout.layout());
        assertArrayEquals(others.values(), dropout.widened(others, 1).values());
        assertThrows(IllegalArgumentException.class, () -> dropout.widened(others, 2));
        assertThrows(IllegalArgumentException.class, () -> model.widened(weights, 0));
    }

    @Test
    void refusesWhatItCannotUse() {
        assertThrows(IllegalArgumentException.class, () -> new MeanField(0, -9));
        assertThrows(IllegalArgumentException.class, () -> new MeanField(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ChannelDropout(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChannelDropout(0.1, Double.POSITIVE_INFINITY));
        Model plain = new PostProcessing(new Convolution(1, 1, 3));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new BayesianModel(plain, "last", new MeanField(1, -9), -3))
                .getMessage();
        assertTrue(message.contains("\"last\""), message);
    }
}
