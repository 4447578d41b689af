package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.tensor.Torch;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

class LaplaceDeepImagePriorTest {
    private static final Space SMALL = Space.image(20, 20, 1);

    private static PosteriorEstimate estimate(InverseProblem problem, Map<String, String> more, Listener... listeners) {
        Map<String, String> settings = new HashMap<>(Map.of("channels", "4", "iterations", "250", "rate", "0.01"));
        settings.putAll(more);
        return ((BayesianReconstructor) LaplaceDeepImagePrior.METHOD.with(settings)).estimate(problem, listeners);
    }

    private static Image truth(Space space) {
        return SheppLogan.modified(space.size(0)).render(space, 4);
    }

    private static InverseProblem measured(LinearOperator a, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        float[] y = a.apply(truth(a.domain()).data());
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sd * random.nextGaussian());
        }
        return new InverseProblem(a, new Image(a.range(), y));
    }

    private static InverseProblem views(Space space) {
        return measured(
                ParallelBeam.halfTurn(space, ParallelBeam.coveringDetectors(space, 1), 1, 8)
                        .projector(),
                0.1);
    }

    /** Better than nothing on average, and neither all too sure nor at a loss. */
    private static void assertTells(InverseProblem problem, PosteriorEstimate found, double decibels) {
        Image truth = truth(problem.forward().domain());
        double psnr = ImageQuality.psnr(truth, found.mean(), 1);
        assertTrue(psnr > decibels, "" + psnr);
        double error = 0;
        double claimed = 0;
        for (int i = 0; i < truth.data().length; i++) {
            double e = truth.data()[i] - found.mean().data()[i];
            error += e * e;
            claimed += Math.pow(found.standardDeviation().data()[i], 2);
        }
        double ratio = Math.sqrt(claimed / error);
        assertTrue(ratio > 0.15 && ratio < 4, "" + ratio);
    }

    @Test
    void tellsMeanAndDeviationFromViewsAndSaysHow() {
        InverseProblem problem = views(SMALL);
        for (String hyperprior : List.of("none", "tv-matched")) {
            PosteriorEstimate found = estimate(problem, Map.of("hyperprior", hyperprior));
            assertEquals(Status.CONVERGED, found.reconstruction().status());
            assertEquals(0, found.samples());
            assertTells(problem, found, 15);
            assertTrue(found.how().notes().get("variances").startsWith("noise of standard deviation "));
            assertTrue(found.how().notes().get("variances").contains("encode0.conv0.weight"));
        }
    }

    @Test
    void takesABlur() {
        LinearOperator blur = new Blur(SMALL, GaussianSpread.ofSamples(1).forImage(SMALL), Boundary.REFLECTING);
        InverseProblem problem = measured(blur, 0.02);
        assertTells(problem, estimate(problem, Map.of()), 15);
    }

    /** Larger images are sampled, with memory that stays flat; an interrupted run goes on exactly in each of its stages. */
    @Test
    void samplesLargerImagesAndGoesOnFromItsFiles(@TempDir Path folder) throws Exception {
        InverseProblem problem = views(Space.image(44, 44, 1));
        Map<String, String> few = Map.of("iterations", "60", "steps", "2", "samples", "8");
        PosteriorEstimate whole = estimate(problem, few);
        assertEquals(8, whole.samples());
        assertTrue(whole.how().notes().get("standard deviation").contains("8 samples"));
        int before = Torch.liveArrays();
        Map<String, String> kept = new HashMap<>(few);
        kept.put("state", folder.resolve("dip").toString());
        for (String stage : List.of("deep-image-prior-laplace", "variances of weights", "samples")) {
            PosteriorEstimate stopped = estimate(problem, kept, p -> !p.stage().equals(stage) || p.iteration() < 1);
            assertEquals(Status.CANCELLED, stopped.reconstruction().status());
        }
        PosteriorEstimate rest = estimate(problem, kept);
        assertArrayEquals(whole.mean().data(), rest.mean().data());
        assertArrayEquals(
                whole.standardDeviation().data(), rest.standardDeviation().data());
        assertEquals(before, Torch.liveArrays());
        assertTrue(Files.exists(folder.resolve("dip.samples")));
    }

    @Test
    void isCancelledWithoutADeviation() {
        PosteriorEstimate found =
                estimate(views(SMALL), Map.of(), p -> !p.stage().equals("deep-image-prior-laplace"));
        assertEquals(Status.CANCELLED, found.reconstruction().status());
        assertEquals(Float.POSITIVE_INFINITY, found.standardDeviation().data()[0]);
        assertTrue(found.how().notes().get("standard deviation").startsWith("not known"));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Space complex = SMALL.complex();
        String real = assertThrows(
                        IllegalArgumentException.class,
                        () -> estimate(
                                new InverseProblem(new Identity(complex), new Image(complex, complex.zeros())),
                                Map.of()))
                .getMessage();
        assertTrue(real.contains("takes real images only"), real);
        Space volume = Space.volume(4, 4, 4, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> estimate(new InverseProblem(new Identity(volume), new Image(volume, volume.zeros())), Map.of()));
    }

    @Test
    void dataWithoutASignalGiveAnEmptyImage() {
        LinearOperator a = new Identity(SMALL);
        PosteriorEstimate found = estimate(new InverseProblem(a, new Image(SMALL, SMALL.zeros())), Map.of());
        assertArrayEquals(SMALL.zeros(), found.mean().data());
    }
}
