package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.Zero;

/** Runs end by tolerance, duality gap, discrepancy and time, each in the same way for any iteration. */
class StoppingTest {
    private static final LinearOperator A =
            ParallelBeam.halfTurn(Space.image(8, 8, 1), 11, 1, 9).projector();

    private static float[] zero() {
        return A.domain().zeros();
    }

    /** A square with an error of 0.3 and alternating sign in each sample. */
    private static float[] data() {
        float[] x = zero();
        for (int i = 0; i < 64; i++) {
            x[i] = i % 8 > 2 && i / 8 > 3 ? 1 : 0;
        }
        float[] b = A.apply(x);
        for (int i = 0; i < b.length; i++) {
            b[i] += i % 2 == 0 ? 0.3f : -0.3f;
        }
        return b;
    }

    private static List<Iteration<?>> methods() {
        LeastSquares fit = new LeastSquares(A, data());
        L1 sparse = new L1(A.domain(), 1e-3);
        return List.of(
                new GradientDescent(fit),
                new Nesterov(fit),
                new BarzilaiBorwein(fit),
                new NonlinearCg(fit),
                new Lbfgs(fit),
                new NewtonCg(fit),
                new Cgls(A, data()),
                new Lsqr(A, data()),
                new Sirt(A, data(), 1, Bounds.NONE, 0),
                new Landweber(A, data(), 1, Bounds.NONE, 0),
                new Ista(fit, sparse),
                new Fista(fit, sparse));
    }

    private static ChambollePock primalDual() {
        Space image = Space.image(11, 9, 1);
        Gradient gradient = new Gradient(image);
        return new ChambollePock(
                new Zero(image),
                List.of(
                        new Term(new Identity(image), new SquaredDistance(image, data())),
                        new Term(gradient, new GroupL1(gradient.range(), 0.5))));
    }

    @Test
    void byDiscrepancy() {
        Misfit misfit = Misfit.ofNoise(A, data(), 1.1, 0.3);
        assertEquals(1.1 * 0.3 * Math.sqrt(99), misfit.radius(), 1e-9);
        Runner runner = new Runner("test", Stopping.at(500, 0).every(1).fitting(misfit));
        for (Iteration<?> method : methods()) {
            String name = method.getClass().getSimpleName();
            Outcome outcome = runner.run(method, zero());
            assertEquals(Status.CONVERGED, outcome.status(), name);
            assertTrue(Math.sqrt(Vectors.distanceSquared(A.apply(outcome.solution()), data())) <= misfit.radius());
            // One step earlier it had not been there.
            int k = outcome.iterations();
            assertTrue(k > 1, name);
            float[] before = new Runner("test", Stopping.at(k - 1, 0))
                    .run(method, zero())
                    .solution();
            assertTrue(Math.sqrt(Vectors.distanceSquared(A.apply(before), data())) > misfit.radius(), name);
        }
    }

    @Test
    void byTolerance() {
        for (Iteration<?> method : methods()) {
            Outcome outcome = new Runner("test", Stopping.at(500, 0.03).every(1)).run(method, zero());
            String name = method.getClass().getSimpleName();
            assertEquals(Status.CONVERGED, outcome.status(), name);
            int last = outcome.history().size() - 1;
            assertTrue(outcome.history().get(last).residual() <= 0.03, name);
            assertTrue(outcome.history().get(last - 1).residual() > 0.03, name);
        }
    }

    @Test
    void byTime() {
        for (Iteration<?> method : methods()) {
            Outcome outcome =
                    new Runner("test", Stopping.at(100_000, 0).within(Duration.ofNanos(1))).run(method, zero());
            assertEquals(Status.TIME_LIMIT, outcome.status(), method.getClass().getSimpleName());
            assertEquals(1, outcome.iterations());
        }
    }

    @Test
    void byDualityGap() {
        ChambollePock method = primalDual();
        float[] zero = A.range().zeros();
        Outcome outcome = new Runner("test", Stopping.at(5000, 0).every(5).gap(1e-3)).run(method, zero);
        assertEquals(Status.CONVERGED, outcome.status());
        ChambollePock.State state = method.start(zero);
        new Runner("test", Stopping.at(20_000, 0).every(1000)).resume(method, state);
        double minimum = method.objective(state);
        double reached = outcome.history().get(outcome.history().size() - 1).objective();
        assertTrue(reached - minimum <= 1e-3 * reached, reached + " and " + minimum);
        Runner runner = new Runner("test", Stopping.at(10, 0).gap(1e-3));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> runner.run(new Cgls(A, data()), zero()))
                .getMessage()
                .contains("Cgls knows none"));
    }

    @Test
    void statesAreSavedOnTheWay(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state");
        Fista fista = new Fista(new LeastSquares(A, data()), new L1(A.domain(), 0.1));
        float[] whole =
                new Runner("test", Stopping.at(30, 0)).run(fista, zero()).solution();
        // The process ends in iteration 13.
        Runner interrupted = new Runner("test", Stopping.at(30, 0), p -> {
                    if (p.iteration() == 13) {
                        throw new IllegalStateException("power failure");
                    }
                    return true;
                })
                .saving(file, Duration.ZERO);
        assertThrows(IllegalStateException.class, () -> interrupted.runOrResume(fista, zero()));
        Runner rest = new Runner("test", Stopping.at(18, 0)).saving(file, Duration.ofDays(1));
        assertArrayEquals(whole, rest.runOrResume(fista, zero()).solution());
        // That saved its end as well.
        Runner more = new Runner("test", Stopping.at(1, 0)).saving(file, Duration.ofDays(1));
        float[] next = new Runner("test", Stopping.at(31, 0)).run(fista, zero()).solution();
        assertArrayEquals(next, more.runOrResume(fista, zero()).solution());
    }

    @Test
    void theLimitMayBeThatOfAllRunsTogether(@TempDir Path folder) throws IOException {
        LeastSquares fit = new LeastSquares(A, data());
        BacktrackingForwardBackward descent = new BacktrackingForwardBackward(fit, new L1(A.domain(), 0.1), 0.1);
        Runner whole = new Runner("test", Stopping.at(30, 0)).saving(folder.resolve("whole"), Duration.ofDays(1));
        Outcome expected =
                whole.resumeRest(descent, descent.start(zero()), BacktrackingForwardBackward.State::iteration);
        assertEquals(30, expected.iterations());
        Path file = folder.resolve("parts");
        new Runner("test", Stopping.at(30, 0), p -> p.iteration() < 13)
                .saving(file, Duration.ofDays(1))
                .resumeRest(descent, descent.start(zero()), BacktrackingForwardBackward.State::iteration);
        for (int left : new int[] {17, 0}) {
            Outcome rest = new Runner("test", Stopping.at(30, 0))
                    .saving(file, Duration.ofDays(1))
                    .resumeRest(descent, descent.start(zero()), BacktrackingForwardBackward.State::iteration);
            assertEquals(left, rest.iterations());
            assertEquals(Status.ITERATION_LIMIT, rest.status());
            assertArrayEquals(expected.solution(), rest.solution());
        }
    }

    /** One more step would change it. */
    @Test
    void whatHasReachedItsGoalIsNotSteppedAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state");
        Landweber landweber = new Landweber(A, data(), 1, Bounds.NONE, 1e9);
        Runner runner = new Runner("test", Stopping.at(30, 0)).saving(file, Duration.ofDays(1));
        Outcome first = runner.runOrResume(landweber, zero());
        Outcome second = runner.runOrResume(landweber, zero());
        assertEquals(1, first.iterations());
        assertEquals(0, second.iterations());
        assertEquals(Status.CONVERGED, second.status());
        assertArrayEquals(first.solution(), second.solution());
    }

    @Test
    void failuresToSaveAreTold(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none").resolve("state");
        Cgls cgls = new Cgls(A, data());
        Runner runner = new Runner("test", Stopping.at(2, 0)).saving(none, Duration.ZERO);
        assertThrows(UncheckedIOException.class, () -> runner.run(cgls, zero()));
        assertFalse(Files.exists(none));
        assertThrows(
                IllegalStateException.class, () -> new Runner("test", Stopping.at(2, 0)).runOrResume(cgls, zero()));
    }

    @Test
    void badParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Misfit.ofNoise(A, data(), 0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> Misfit.ofNoise(A, data(), 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Misfit(A, zero(), 1));
        assertThrows(IllegalArgumentException.class, () -> Stopping.at(1, 0).gap(-1));
    }
}
