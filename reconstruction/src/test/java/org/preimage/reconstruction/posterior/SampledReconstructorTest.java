package org.preimage.reconstruction.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

class SampledReconstructorTest {
    private static final Space SPACE = Space.vector(5);
    private static final Provenance HOW = new Provenance("toy", "none", Map.of("width", "2"), Map.of("start", "zero"));

    /** N(data, 4) in each pixel. */
    private static final PosteriorSampler TOY = (problem, n, random, sink, listeners) -> {
        float[] x = new float[SPACE.length()];
        return new SampleLoop("toy", n)
                .run(
                        () -> {
                            for (int i = 0; i < x.length; i++) {
                                x[i] = (float) (problem.data().data()[i] + 2 * random.nextGaussian());
                            }
                            return x;
                        },
                        sink,
                        listeners);
    };

    private static InverseProblem problem() {
        return new InverseProblem(new Identity(SPACE), new Image(SPACE, new float[] {-2, -1, 0, 1, 2}));
    }

    @Test
    void meanAndStandardDeviationAreThoseOfTheSampler() {
        SampledReconstructor method = new SampledReconstructor(TOY, 4000, 5, 1, HOW);
        PosteriorEstimate estimate = method.estimate(problem());
        for (int i = 0; i < SPACE.length(); i++) {
            // Four standard errors.
            assertEquals(problem().data().data()[i], estimate.mean().data()[i], 4 * 2 / Math.sqrt(4000));
            assertEquals(3, estimate.standardDeviation().data()[i], 4 * 3 / Math.sqrt(8000));
        }
        assertEquals(4000, estimate.samples());
        assertEquals(Status.CONVERGED, estimate.reconstruction().status());
        assertEquals(
                Map.of("width", "2", "samples", "4000", "noise-variance", "5.0", "seed", "1"),
                estimate.how().parameters());
        assertEquals(Map.of("start", "zero"), estimate.how().notes());

        Reconstructor plain = method;
        Reconstruction image = plain.reconstruct(problem());
        assertArrayEquals(estimate.mean().data(), image.image().data());
        assertInstanceOf(BayesianReconstructor.class, plain);
        assertFalse(new SampledReconstructor(TOY, 4000, 5, 2, HOW)
                        .reconstruct(problem())
                        .image()
                        .data()[0]
                == image.image().data()[0]);
    }

    @Test
    void listenersSeeEverySampleAndCancel() {
        List<Progress> seen = new ArrayList<>();
        PosteriorEstimate estimate = new SampledReconstructor(TOY, 100, 0, 1, HOW).estimate(problem(), p -> {
            seen.add(p);
            return p.iteration() < 7;
        });
        assertEquals(7, seen.size());
        assertEquals(7, estimate.samples());
        assertEquals(Status.CANCELLED, estimate.reconstruction().status());
        assertEquals("7 of 100 were drawn", estimate.how().notes().get("samples"));
        assertEquals(100, seen.get(0).maxIterations());
        assertEquals(SPACE.length(), seen.get(0).solution().get().length);
    }

    @Test
    void withOneSampleOrNoneNothingIsKnownOfTheDeviation() {
        SampledReconstructor method = new SampledReconstructor(TOY, 100, 0, 1, HOW);
        PosteriorEstimate one = method.estimate(problem(), p -> false);
        assertEquals(1, one.samples());
        assertEquals(Float.POSITIVE_INFINITY, one.standardDeviation().data()[0]);
        assertTrue(one.how().notes().get("samples").contains("is not known"));
        PosteriorSampler none =
                (p, n, random, sink, listeners) -> new SampleLoop("none", n).run(() -> null, sink, listeners);
        PosteriorEstimate zero = new SampledReconstructor(none, 100, 0, 1, HOW).estimate(problem());
        assertEquals(Status.CANCELLED, zero.reconstruction().status());
        assertEquals(0, zero.samples());
        assertArrayEquals(new float[5], zero.mean().data());
    }

    @Test
    void samplesThatAreNotFiniteEndTheRun() {
        int[] calls = new int[1];
        Status status = new SampleLoop("bad", 5)
                .run(() -> new float[] {++calls[0] < 3 ? 0 : Float.NaN}, x -> assertEquals(0, x[0]));
        assertEquals(Status.DIVERGED, status);
        assertEquals(3, calls[0]);
    }

    @Test
    void itSamplesToo() {
        List<float[]> drawn = new ArrayList<>();
        new SampledReconstructor(TOY, 10, 1, 1, HOW)
                .sample(problem(), 3, new SplittableRandom(1), x -> drawn.add(x.clone()));
        assertEquals(3, drawn.size());
        assertFalse(drawn.get(0)[0] == drawn.get(1)[0]);
    }

    @Test
    void refusesInOneSentence() {
        assertEquals(
                "samples is 1, but a standard deviation needs at least 2",
                message(() -> new SampledReconstructor(TOY, 1, 0, 1, HOW)));
        assertTrue(message(() -> new SampledReconstructor(TOY, 2, Double.NaN, 1, HOW))
                .contains("noiseVariance is NaN"));
        assertTrue(message(() -> new SampleLoop("x", 0)).contains("n is 0"));
        PosteriorEstimate estimate = new SampledReconstructor(TOY, 2, 0, 1, HOW).estimate(problem());
        Image sd = Image.zeros(SPACE);
        sd.data()[2] = -1;
        assertTrue(message(() -> new PosteriorEstimate(estimate.reconstruction(), sd, 2))
                .contains("standardDeviation is -1.0 at index 2"));
        sd.data()[2] = Float.NaN;
        assertTrue(message(() -> new PosteriorEstimate(estimate.reconstruction(), sd, 2))
                .contains("standardDeviation is NaN at index 2"));
        sd.data()[2] = 3;
        PosteriorEstimate floored = new PosteriorEstimate(estimate.reconstruction(), sd, 2).atLeast(0.5);
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 3, 0.5f, 0.5f},
                floored.standardDeviation().data());
        assertTrue(message(() -> floored.atLeast(0)).contains("least is 0.0"));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
