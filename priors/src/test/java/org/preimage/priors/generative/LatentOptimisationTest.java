package org.preimage.priors.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.sensing.RandomMatrix;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.model.Generator;
import org.preimage.priors.model.GeneratorTest;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/** A generator of random weights, and images that it has made or nearly made. */
class LatentOptimisationTest {
    private static final Space SPACE = Space.image(8, 8, 1);
    private static final Generator GENERATOR = GeneratorTest.autoencoder(0.02, 0.1);
    private static final Weights WEIGHTS = weights();
    private static final double NOISE = 0.003;

    /** Larger than those with which training begins, so that images differ much. */
    private static Weights weights() {
        Weights weights = Weights.initial(GENERATOR.layout(), GradientCheck.random(5));
        Vectors.scale(1.5, weights.values());
        return weights;
    }

    private static float[] made(double unit) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            float[] x = GENERATOR
                    .make(
                            scope.tensor(new float[] {0.8f, -1.1f, 0.4f}, 1, 3, 1, 1),
                            Tape.evaluating(scope, WEIGHTS).weights())
                    .images()
                    .toFloats();
            Vectors.scale(unit, x);
            return x;
        }
    }

    private static LinearOperator rows(int count) {
        return new RandomMatrix(SPACE, count, RandomMatrix.Entries.GAUSSIAN, GradientCheck.random(6));
    }

    private static LatentOptimisation search(
            LinearOperator a, float[] x, RangePenalty range, double unit, double deviation, int steps) {
        RandomGenerator random = GradientCheck.random(7);
        float[] y = a.apply(x);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (NOISE * unit * random.nextGaussian());
        }
        return new LatentOptimisation(
                GENERATOR,
                WEIGHTS,
                a,
                y,
                range,
                unit,
                NOISE * unit,
                0.02 * unit,
                deviation,
                1,
                4,
                Schedule.cosine(0.1, 0, 0.05),
                steps,
                3,
                ComputeDevice.CPU);
    }

    private static float[] solved(LatentOptimisation search) {
        LatentOptimisation.State s = search.start(search.initial());
        while (!search.finished(s)) {
            search.step(s);
        }
        assertEquals(1, s.alive());
        return search.solution(s).clone();
    }

    /** Three latent values need few measurements of 64 pixels, in any unit. */
    @Test
    void imagesOfTheRangeAreFoundFromFewMeasurements() {
        for (double unit : new double[] {1, 200}) {
            float[] x = made(unit);
            float[] found = solved(search(rows(12), x, RangePenalty.HARD, unit, 0.05, 160));
            assertTrue(Vectors.relativeDistance(found, x) < 0.03, unit + ": " + Vectors.relativeDistance(found, x));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SOFT", "SPARSE"})
    void imagesNearTheRangeAreFoundWhereDataTellTheDistance(RangePenalty range) {
        float[] x = made(1);
        x[20] += 0.4f;
        x[45] -= 0.3f;
        LinearOperator a = rows(48);
        double hard = Vectors.relativeDistance(solved(search(a, x, RangePenalty.HARD, 1, 0.05, 160)), x);
        double near = Vectors.relativeDistance(solved(search(a, x, range, 1, 0.05, 160)), x);
        assertTrue(near < 0.8 * hard, near + " after " + hard);
    }

    /** For an image that stays, conjugate gradients come to the solution of the normal equations. */
    @Test
    void theDistanceIsTheMinimiser() {
        LinearOperator a = rows(20);
        float[] c = made(1);
        float[] y = GradientCheck.normal(20, 8);
        double norm = a.normBound();
        Distance distance = new Distance(a, y, 0.1, norm * norm);
        double[] variance = new double[64];
        for (int i = 0; i < 64; i++) {
            variance[i] = 0.01 + 0.001 * i;
        }
        float[] v = new float[64];
        distance.quadratic(c, variance, v, 100);
        float[] slope = a.adjoint(distance.residual(c, v));
        for (int i = 0; i < 64; i++) {
            assertEquals(0, slope[i] / 0.01 + v[i] / variance[i], 2e-3);
        }
        float[] sparse = new float[64];
        distance.sparse(c, 3, sparse, 3000);
        slope = a.adjoint(distance.residual(c, sparse));
        for (int i = 0; i < 64; i++) {
            // The subgradient of 3 |v|.
            assertTrue(Math.abs(slope[i] / 0.01) < 3.05);
            if (sparse[i] != 0) {
                assertEquals(-3 * Math.signum(sparse[i]), slope[i] / 0.01, 0.05);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnExactlyFromItsFile(RangePenalty range, @TempDir Path folder) throws Exception {
        double deviation = range == RangePenalty.SOFT ? Double.NaN : 0.05;
        LatentOptimisation search = search(rows(20), made(1), range, 1, deviation, 24);
        float[] whole = solved(search);
        for (int stop : new int[] {2, 10, 20}) {
            LatentOptimisation.State half = search.start(search.initial());
            for (int i = 0; i < stop; i++) {
                search.step(half);
            }
            Path file = folder.resolve("latent.state");
            Checkpoint.save(search, half, file);
            LatentOptimisation.State rest = search.start(search.initial());
            Checkpoint.restore(search, rest, file);
            while (!search.finished(rest)) {
                search.step(rest);
            }
            assertArrayEquals(whole, search.solution(rest));
        }
    }

    @Test
    void cancelsAfterTheStepAndKeepsMemoryFlat() {
        LatentOptimisation search = search(rows(20), made(1), RangePenalty.SOFT, 1, Double.NaN, 50);
        search.step(search.start(search.initial()));
        int live = Torch.liveArrays();
        Outcome outcome =
                new Runner("search", Stopping.at(50, 0), p -> p.iteration() < 25).run(search, search.initial());
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(25, outcome.iterations());
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void refusesWhatDoesNotFit() {
        LinearOperator larger =
                new RandomMatrix(Space.image(9, 8, 1), 5, RandomMatrix.Entries.GAUSSIAN, GradientCheck.random(1));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> search(larger, new float[72], RangePenalty.HARD, 1, 0.1, 5))
                .getMessage();
        assertTrue(message.contains("the generator makes 8 x 8 pixels"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> search(rows(5), new float[64], RangePenalty.SPARSE, 1, Double.NaN, 5));
    }
}
