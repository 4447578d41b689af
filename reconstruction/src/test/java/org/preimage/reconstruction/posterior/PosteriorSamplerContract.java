package org.preimage.reconstruction.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/** What every sampler promises. A test class extends this and names a sampler with a small problem. */
public abstract class PosteriorSamplerContract {
    private static final int N = 5;

    /** The sampler, whose images differ from one another. */
    protected abstract PosteriorSampler sampler();

    /** A problem that it solves in little time. */
    protected abstract InverseProblem problem();

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private List<float[]> draw(long seed, Listener... listeners) {
        List<float[]> drawn = new ArrayList<>();
        sampler().sample(problem(), N, random(seed), x -> drawn.add(x.clone()), listeners);
        return drawn;
    }

    @Test
    void drawsAsManyAsAskedFor() {
        InverseProblem problem = problem();
        float[] data = problem.data().data().clone();
        List<float[]> drawn = new ArrayList<>();
        Status status = sampler().sample(problem, N, random(1), x -> drawn.add(x.clone()));
        assertEquals(Status.CONVERGED, status);
        assertEquals(N, drawn.size());
        for (float[] x : drawn) {
            new Image(problem.forward().domain(), x).requireFinite("sample");
        }
        assertFalse(Arrays.equals(drawn.get(0), drawn.get(1)));
        assertArrayEquals(data, problem.data().data(), "the data changed");
    }

    @Test
    void theGeneratorDecides() {
        List<float[]> one = draw(1);
        List<float[]> same = draw(1, p -> true);
        List<float[]> other = draw(2);
        for (int k = 0; k < N; k++) {
            assertArrayEquals(one.get(k), same.get(k));
            assertFalse(Arrays.equals(one.get(k), other.get(k)));
        }
    }

    @Test
    void tellsListenersAndStopsWhenOneAsks() {
        int[] calls = new int[2];
        int drawnOfAll = draw(1, p -> ++calls[0] > 0, p -> ++calls[1] > 0).size();
        assertEquals(N, drawnOfAll);
        assertTrue(calls[0] >= N, calls[0] + " calls for " + N + " images");
        assertEquals(calls[0], calls[1]);
        int[] heard = new int[1];
        List<float[]> drawn = new ArrayList<>();
        Status status =
                sampler().sample(problem(), N, random(1), x -> drawn.add(x.clone()), p -> false, p -> ++heard[0] > 0);
        assertEquals(Status.CANCELLED, status);
        assertTrue(drawn.size() <= 1, drawn.size() + " images after the first call asked to stop");
        assertTrue(heard[0] <= 2);
    }

    @Test
    void estimatesAreThoseOfItsImages() {
        SampledReconstructor method =
                new SampledReconstructor(sampler(), N, 0.25, 3, new Provenance("tested", "", Map.of(), Map.of()));
        PosteriorEstimate estimate = method.estimate(problem());
        List<float[]> drawn = draw(3);
        for (int i = 0; i < drawn.get(0).length; i++) {
            double mean = 0;
            for (float[] x : drawn) {
                mean += x[i] / N;
            }
            double variance = 0.25;
            for (float[] x : drawn) {
                variance += (x[i] - mean) * (x[i] - mean) / (N - 1);
            }
            assertEquals(mean, estimate.mean().data()[i], 1e-5 * (1 + Math.abs(mean)));
            assertEquals(Math.sqrt(variance), estimate.standardDeviation().data()[i], 1e-5 * Math.sqrt(variance));
        }
        assertArrayEquals(
                estimate.mean().data(), method.reconstruct(problem()).image().data());
    }

    @Test
    void refusesToDrawNone() {
        assertThrows(IllegalArgumentException.class, () -> sampler().sample(problem(), 0, random(1), x -> {}));
    }
}
