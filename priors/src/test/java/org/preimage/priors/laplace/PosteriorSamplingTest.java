package org.preimage.priors.laplace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

class PosteriorSamplingTest {
    private static final Fitted FITTED = Fitted.of(12, 8, 60);
    private static final DensePosterior POSTERIOR = new DensePosterior(
            DenseCovariance.of(FITTED.model()), FITTED.model().image(), FITTED.variances(), 0.01);

    private static Runner runner(PosteriorSampling sampling) {
        return new Runner("samples", Stopping.at(sampling.steps(), 0).every(1), p -> true);
    }

    @Test
    void theDeviationIsThatOfThePosterior() {
        PosteriorSampling sampling = new PosteriorSampling(POSTERIOR, 2000, 100, 1);
        Outcome outcome = runner(sampling).run(sampling, new float[144]);
        assertEquals(Status.CONVERGED, outcome.status());
        assertEquals(20, outcome.iterations());
        double distance = Vectors.relativeDistance(outcome.solution(), POSTERIOR.standardDeviation());
        assertTrue(distance < 0.05, "" + distance);
    }

    @Test
    void isCancelledAfterAStepAndGoesOnExactly(@TempDir Path folder) throws Exception {
        PosteriorSampling sampling = new PosteriorSampling(POSTERIOR, 25, 4, 1);
        float[] whole = runner(sampling).run(sampling, new float[144]).solution();
        Path file = folder.resolve("samples");
        Outcome stopped = new Runner("samples", Stopping.at(sampling.steps(), 0), p -> p.iteration() < 3)
                .saving(file, Duration.ofDays(1))
                .runOrResume(sampling, new float[144]);
        assertEquals(Status.CANCELLED, stopped.status());
        assertEquals(3, stopped.iterations());
        Outcome rest = runner(sampling).saving(file, Duration.ofDays(1)).runOrResume(sampling, new float[144]);
        assertEquals(4, rest.iterations());
        assertArrayEquals(whole, rest.solution());
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new PosteriorSampling(POSTERIOR, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PosteriorSampling(POSTERIOR, 1, 0, 1));
    }
}
