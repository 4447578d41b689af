package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.ChannelDropout;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.MeanField;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.RandomWeights;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.posterior.PosteriorSamplerContract;

class WeightSamplerTest extends PosteriorSamplerContract {
    private static final Projector PROJECTOR = new ParallelBeam(
                    Space.image(12, 12, 1), Detector.line(17, 1), new double[] {3, 40, 77, 114, 151})
            .projector();

    private static final Model PLAIN = new LearnedGradientDescent(2, 1, new FoldedResidual(2, 1, 4, 1, 2, 0.5), true);

    private static Bundle bundle(Model model) {
        return bundle(model, PROJECTOR);
    }

    private static Bundle bundle(Model model, Projector projector) {
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A model.",
                model,
                Bundle.fit(projector, projector.norm()),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        return new Bundle(card, Weights.initial(model.layout(), GradientCheck.random(1)));
    }

    private static Bundle bayesian(RandomWeights law) {
        return bundle(new BayesianModel(PLAIN, "last", law, -3));
    }

    @Override
    protected PosteriorSampler sampler() {
        return new WeightSampler(bayesian(new MeanField(1, -2)), ComputeDevice.CPU, false);
    }

    @Override
    protected InverseProblem problem() {
        return problem(PROJECTOR);
    }

    private static InverseProblem problem(Projector projector) {
        float[] x = new float[projector.domain().length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 12 > 3 && i / 12 > 4 ? 1 : 0.2f;
        }
        return new InverseProblem(projector, new Image(projector.range(), projector.apply(x)));
    }

    @Test
    void addsTheNoiseThatTheModelLearned() {
        WeightSampler sampler = new WeightSampler(bayesian(new MeanField(1, -20)), ComputeDevice.CPU, false);
        assertEquals(Math.exp(-6), sampler.noiseVariance(), 1e-9);
        // The weights hardly vary: what is left is the noise, and the mean is the reconstruction by the mean weights.
        PosteriorEstimate estimate = sampler.reconstructor("tested", 3, 1).estimate(problem());
        Image mean = new LearnedReconstruction("tested", sampler.bundle(), ComputeDevice.CPU, false)
                .reconstruct(problem())
                .image();
        assertArrayEquals(mean.data(), estimate.mean().data(), 1e-5f);
        for (float sd : estimate.standardDeviation().data()) {
            assertEquals(Math.exp(-3), sd, 1e-6);
        }
        assertEquals("3", estimate.how().parameters().get("samples"));
    }

    @Test
    void deviationsGrowWithThoseOfTheWeightsAndDropoutHasThemToo() {
        double small = deviation(new MeanField(1, -6));
        double large = deviation(new MeanField(1, -5));
        assertEquals(Math.E, large / small, 0.1);
        assertTrue(deviation(new ChannelDropout(0.2, 1)) > large);
    }

    /** Root mean square over pixels, without noise. */
    private double deviation(RandomWeights law) {
        WeightSampler sampler = new WeightSampler(bayesian(law), ComputeDevice.CPU, false);
        PosteriorEstimate estimate = sampler.reconstructor("tested", 10, 1).estimate(problem());
        double sum = 0;
        for (float sd : estimate.standardDeviation().data()) {
            sum += sd * sd - sampler.noiseVariance();
        }
        return Math.sqrt(sum / estimate.mean().data().length);
    }

    /** With hardly any spread of the weights the mean over many draws is that over the symmetries of the geometry. */
    @Test
    void drawsTakeSymmetriesToo() {
        Projector even = ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 6).projector();
        InverseProblem problem = problem(even);
        Bundle bundle = bundle(new BayesianModel(PLAIN, "last", new MeanField(1, -20), -3), even);
        int draws = 100;
        PosteriorEstimate estimate = new WeightSampler(bundle, ComputeDevice.CPU, true)
                .reconstructor("tested", draws, 1)
                .estimate(problem);
        float[] expected = new LearnedReconstruction("tested", bundle, ComputeDevice.CPU, true)
                .reconstruct(problem)
                .image()
                .data();
        for (int i = 0; i < expected.length; i++) {
            double spread =
                    Math.sqrt(Math.max(0, Math.pow(estimate.standardDeviation().data()[i], 2) - Math.exp(-6)));
            assertEquals(expected[i], estimate.mean().data()[i], 5 * spread / Math.sqrt(draws) + 1e-4);
        }
    }

    @Test
    void leavesNoNativeArrays() {
        PosteriorSampler sampler = sampler();
        sampler.sample(problem(), 2, GradientCheck.random(1), x -> {});
        int live = Torch.liveArrays();
        sampler.sample(problem(), 3, GradientCheck.random(1), x -> {});
        sampler.sample(problem(), 3, GradientCheck.random(1), x -> {}, p -> false);
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void aBundleOnDiskAndTheMethodOfTheListGiveTheSame(@TempDir Path folder) throws IOException {
        Bundle bundle = bayesian(new MeanField(1, -2));
        Path file = folder.resolve("tested.json");
        bundle.withFigures(Map.of("coverage", 0.9)).write(file);
        Bundle read = Bundle.read(file);
        assertEquals(bundle.card().model(), read.card().model());
        assertEquals(0.9, read.card().figures().get("coverage"));
        Reconstructor method = Methods.named(LearnedMethods.learned(), "bayesian-gradient-descent")
                .with(Map.of(
                        "bundle", file.toString(), "device", "cpu", "ensemble", "false", "samples", "4", "seed", "3"));
        PosteriorEstimate found = ((BayesianReconstructor) method).estimate(problem());
        PosteriorEstimate expected = new WeightSampler(bundle, ComputeDevice.CPU, false)
                .reconstructor("bayesian-gradient-descent", 4, 3)
                .estimate(problem());
        assertArrayEquals(expected.mean().data(), found.mean().data());
        assertArrayEquals(
                expected.standardDeviation().data(), found.standardDeviation().data());
    }

    @Test
    void refusesModelsWithoutRandomWeights() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new WeightSampler(bundle(PLAIN), ComputeDevice.CPU, false))
                .getMessage();
        assertTrue(message.contains("no random weights"), message);
    }
}
