package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Vectors;

/**
 * What every iteration promises. A test class extends this and names a tiny problem with its minimiser.
 *
 * @param <S> the iteration's state
 */
public abstract class IterationContract<S> {
    /** The iteration on a tiny problem, with an objective. */
    protected abstract Iteration<S> iteration();

    /** The problem's only minimiser. */
    protected abstract float[] minimiser();

    /** Where to begin: not the minimiser. */
    protected float[] start() {
        float[] x0 = new float[minimiser().length];
        for (int i = 0; i < x0.length; i++) {
            x0[i] = 0.5f + 0.25f * i;
        }
        return x0;
    }

    /** Iterations that surely come close to the minimiser. */
    protected int iterations() {
        return 2000;
    }

    /** Largest error of an entry then. */
    protected double tolerance() {
        return 1e-4;
    }

    /** A residual that says that the solution is near the minimiser. */
    protected double smallResidual() {
        return 1e-4;
    }

    /** The most that the objective after k iterations from the start may lie above its minimum. */
    protected double bound(int k, double squaredDistance) {
        return Double.POSITIVE_INFINITY;
    }

    @Test
    void findsTheMinimiser() {
        Outcome outcome = new Runner("test", Stopping.at(iterations(), 0)).run(iteration(), start());
        assertArrayEquals(minimiser(), outcome.solution(), (float) tolerance());
    }

    @Test
    void convergesByItsResidual() {
        Outcome outcome = new Runner(
                        "test", Stopping.at(10 * iterations(), smallResidual()).every(1))
                .run(iteration(), start());
        assertEquals(Status.CONVERGED, outcome.status());
        assertArrayEquals(minimiser(), outcome.solution(), 0.05f);
    }

    @Test
    void keepsItsRate() {
        Iteration<S> iteration = iteration();
        S least = iteration.start(minimiser());
        iteration.step(least);
        S state = iteration.start(start());
        double squaredDistance = Vectors.distanceSquared(start(), minimiser());
        double minimum = iteration.objective(least);
        for (int k = 1; k <= 200; k++) {
            iteration.step(state);
            double excess = iteration.objective(state) - minimum;
            assertTrue(
                    excess <= bound(k, squaredDistance) + 1e-5 * (1 + Math.abs(minimum)), "step " + k + ": " + excess);
        }
    }

    @Test
    void startStaysUnchanged() {
        float[] x0 = start();
        new Runner("test", Stopping.at(5, 0)).run(iteration(), x0);
        assertArrayEquals(start(), x0);
    }

    @Test
    void resumesWhereItStopped() {
        Iteration<S> iteration = iteration();
        Outcome whole = new Runner("test", Stopping.at(12, 0).every(100)).run(iteration, start());
        S state = iteration.start(start());
        new Runner("test", Stopping.at(5, 0).every(100)).resume(iteration, state);
        Outcome rest = new Runner("test", Stopping.at(7, 0).every(100)).resume(iteration, state);
        assertArrayEquals(whole.solution(), rest.solution());
    }

    @Test
    void goesOnFromAFile(@TempDir Path folder) throws IOException {
        Iteration<S> iteration = iteration();
        S whole = iteration.start(start());
        S saved = iteration.start(start());
        for (int k = 0; k < 5; k++) {
            iteration.step(whole);
            iteration.step(saved);
        }
        Path file = folder.resolve("state");
        Checkpoint.save(iteration, saved, file);
        S restored = iteration.start(new float[start().length]);
        Checkpoint.restore(iteration, restored, file);
        for (int k = 0; k < 7; k++) {
            iteration.step(whole);
            iteration.step(restored);
        }
        assertArrayEquals(iteration.solution(whole), iteration.solution(restored));
        assertEquals(iteration.residual(whole), iteration.residual(restored));
    }

    @Test
    void cancels() {
        Outcome outcome = new Runner("test", Stopping.at(100, 0), p -> p.iteration() < 3).run(iteration(), start());
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(3, outcome.iterations());
    }
}
