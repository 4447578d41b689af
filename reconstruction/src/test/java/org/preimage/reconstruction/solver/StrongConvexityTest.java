package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/** Where one part is strongly convex, splitting methods are as fast as the theory says: O(1/k^2) in the distance, or linear. */
class StrongConvexityTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final float[] A = {5, 2, 1, 0.2f};
    private static final float[] B = {5, -4, 3, 0.4f};

    /** 1/2 |x - c|^2 + |x|_1. */
    private static final float[] NEAR = {3, -0.5f, 1.5f, -4};

    private static final float[] SHRUNK = {2, 0, 0.5f, -3};

    private static Term data() {
        return new Term(new Diagonal(LINE, A), new SquaredDistance(LINE, B));
    }

    private static float[] noise(Space space) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(6);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % 24 > 9 ? 1 : 0) + 0.3f * (float) random.nextGaussian();
        }
        return x;
    }

    /**
     * |x_k - x*|^2 stays below the theorem's constant over (mu k)^2 (Chambolle and Pock 2011, theorem 2), which the same method
     * breaks if it keeps the steps with which this one begins: k^2 times its distance grows.
     */
    @Test
    void accelerationMakesTheDistanceFallWithTheSquare() {
        Space space = Space.image(24, 20, 1);
        float[] v = noise(space);
        Gradient gradient = new Gradient(space);
        float[] best = space.zeros();
        new TvNorm(space, 2).accurate(1e-9, 20_000).prox(v, 1, best);
        List<Term> prior = List.of(new Term(gradient, new GroupL1(gradient.range(), 2)));
        SquaredDistance near = new SquaredDistance(space, v);
        double first = 10;
        ToDoubleFunction<float[]> squared = x -> Vectors.distanceSquared(x, best);
        double[] fast =
                Rates.trace(new AcceleratedChambollePock(near, prior, 1, 0, first), space.zeros(), 400, squared);
        double norm = gradient.normBound();
        // |y*|^2 is at most w^2 times the number of pixels.
        double constant = Vectors.normSquared(best) / (first * first) + norm * norm * 4 * best.length;
        // The theorem is about large k.
        IntToDoubleFunction bound = k -> k < 20 ? Double.POSITIVE_INFINITY : 1.5 * constant / ((double) k * k);
        Rates.assertKept("accelerated", fast, bound, 0);
        // The order itself: from 40 to 400 iterations a hundredth, or better.
        assertTrue(fast[400] <= fast[40] / 80, fast[40] + " and " + fast[400]);
        ChambollePock plain = new ChambollePock(near, prior).relaxed(1).weighted(first * norm, false);
        double[] slow = Rates.trace(plain, space.zeros(), 400, squared);
        Rates.assertBroken("without acceleration", slow, bound, 20);
        assertTrue(slow[400] * 400 * 400 > 10 * slow[40] * 40 * 40, slow[40] + " and " + slow[400]);
    }

    /** Both strongly convex: the distance falls by 1 / (1 + m) each time, as theorem 3 says. */
    @Test
    void twoStrongConvexitiesMakeItLinear() {
        AcceleratedChambollePock method =
                new AcceleratedChambollePock(SquaredDistance.ridge(LINE, 1), List.of(data()), 1, 1, 1);
        AcceleratedChambollePock.State s = method.start(new float[] {4, 3, 2, 1});
        float[] best = {25 / 26f, -8 / 5f, 3 / 2f, 0.08f / 1.04f};
        // f* and g have equal constants, so primal and dual distances add up with equal weights.
        double start = Vectors.distanceSquared(new float[] {4, 3, 2, 1}, best);
        float[] dual = new Diagonal(LINE, A).apply(best);
        Vectors.add(-1, B, dual);
        start += Vectors.normSquared(dual);
        double m = 2 / (5 * 1.01);
        for (int k = 1; k <= 30; k++) {
            method.step(s);
            double bound = start * Math.pow(1 + m, -k);
            double distance = Vectors.distanceSquared(method.solution(s), best);
            assertTrue(distance <= 2 * bound + 1e-9, "step " + k + ": " + distance + " and " + bound);
        }
    }

    @Test
    void forwardBackwardAndDouglasRachfordAreLinearWhereStronglyConvex() {
        // Contraction by |1 - 1.5 a^2 / 25| at most, then relaxed by 1.2, for smooth f with 4 <= a^2 <= 25.
        float[] a = {5, 4, 3, 2};
        LeastSquares f = new LeastSquares(new Diagonal(LINE, a), B);
        ForwardBackward method = new ForwardBackward(f, new Zero(LINE), 1.5 / 25, 1.1);
        ForwardBackward.State s = method.start(LINE.zeros());
        float[] best = {1, -1, 1, 0.2f};
        double start = Vectors.norm(best);
        double q = Math.max(Math.abs(1 - 1.1 * 1.5), 1 - 1.1 * 1.5 * 4 / 25.0);
        DouglasRachford other = new DouglasRachford(new SquaredDistance(LINE, NEAR), new L1(LINE, 1), 1);
        DouglasRachford.State t = other.start(LINE.zeros());
        for (int k = 1; k <= 40; k++) {
            method.step(s);
            double distance = Math.sqrt(Vectors.distanceSquared(method.solution(s), best));
            assertTrue(distance <= start * Math.pow(q, k - 1) + 1e-5, "step " + k);
            other.step(t);
            // For gamma = 1 and f with constants 1 the map of z is a contraction by 1/2.
            double far = Math.sqrt(Vectors.distanceSquared(other.solution(t), SHRUNK));
            assertTrue(far <= 20 * Math.pow(0.5, k) + 1e-5, "step " + k);
        }
    }

    /**
     * A f that is strongly convex with mu makes proximal gradients with 1/L contract by 1 - mu/L (Nesterov 2004, section 2.1.5; Beck 2017,
     * First-order methods in optimization, theorem 10.29), which is attained where no threshold is crossed.
     */
    @Test
    void proximalGradientsAreLinear() {
        float[] a = {1, 2, 3, 5};
        float[] best = {2, -3, 1, 4};
        float[] b = new float[4];
        for (int i = 0; i < 4; i++) {
            // a (a x - b) + sign(x) / 2 = 0
            b[i] = a[i] * best[i] + 0.5f * Math.signum(best[i]) / a[i];
        }
        Ista method = new Ista(new LeastSquares(new Diagonal(LINE, a), b), new L1(LINE, 0.5), 1.0 / 25);
        float[] start = {12, -13, 11, 14};
        double[] trace = Rates.trace(method, start, 150, Rates.distanceTo(best));
        IntToDoubleFunction bound = k -> trace[0] * Math.pow(24.0 / 25, k);
        Rates.assertKept("ISTA", trace, bound, 1e-5);
        Rates.assertHalfSpeedBreaks("ISTA", trace, bound);
    }

    /**
     * Both parts strongly convex: SPDHG is linear in the mean of the squared distance over the draws. Theorem 6.1 of Chambolle,
     * Ehrhardt, Richtarik and Schonlieb 2018 has the factor 1 / (1 + 2 mu tau) for a draw, here 0.89 for a step of two, of all problems with
     * these constants; 0.72 holds for this one, and would not at half of the speed.
     */
    @Test
    void stochasticPrimalDualIsLinearInTheMean() {
        float[] c = {1, 2, 1, 3};
        List<Term> terms = List.of(data(), new Term(new Diagonal(LINE, c), new SquaredDistance(LINE, NEAR)));
        float[] best = new float[4];
        for (int i = 0; i < 4; i++) {
            best[i] = (A[i] * B[i] + c[i] * NEAR[i]) / (A[i] * A[i] + c[i] * c[i] + 1);
        }
        double[] mean = new double[101];
        int draws = 30;
        for (int seed = 1; seed <= draws; seed++) {
            Spdhg method = new Spdhg(SquaredDistance.ridge(LINE, 1), terms, 0.3, seed);
            double[] one = Rates.trace(method, LINE.zeros(), 100, x -> Vectors.distanceSquared(x, best));
            for (int k = 0; k <= 100; k++) {
                mean[k] += one[k] / draws;
            }
        }
        IntToDoubleFunction bound = k -> 4 * mean[0] * Math.pow(0.72, k);
        Rates.assertKept("SPDHG", mean, bound, 1e-9);
        Rates.assertHalfSpeedBreaks("SPDHG", Arrays.copyOf(mean, 50), bound);
    }
}
