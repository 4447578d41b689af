package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.SchattenNorm.Order;

/** Functionals against slow twins of their proximal maps, and against each other where the calculus says that they agree. */
class CalculusTest {
    private static final Space SPACE = Space.image(7, 6, 1);

    private static float[] gaussian(int n, long seed, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (sd * random.nextGaussian());
        }
        return x;
    }

    private static float[] prox(Proximable f, float[] v, double gamma) {
        float[] p = new float[v.length];
        f.prox(v, gamma, p);
        return p;
    }

    private static void requireEqual(Proximable f, Proximable g, double tolerance) {
        for (int seed = 0; seed < 5; seed++) {
            float[] v = gaussian(f.domain().length(), seed, 2);
            assertEquals(f.value(v), g.value(v), tolerance * (1 + Math.abs(f.value(v))));
            for (double gamma : new double[] {0.2, 3}) {
                assertArrayEquals(prox(f, v, gamma), prox(g, v, gamma), (float) (2 * tolerance));
            }
        }
    }

    @Test
    void envelopeOfMagnitudesIsHuber() {
        requireEqual(new Huber(SPACE, 1 / 0.4, 0.4 * 0.6), new L1(SPACE, 0.6).envelope(0.4), 1e-5);
    }

    @Test
    void convolutionWithSquaresIsTheEnvelope() {
        Proximable l1 = new L1(SPACE, 0.6);
        Proximable convolved = new InfimalConvolution(l1, SquaredDistance.ridge(SPACE, 1 / 0.4));
        requireEqual(l1.envelope(0.4), convolved, 1e-5);
    }

    @Test
    void convolutionOfNormsTakesTheCheaper() {
        requireEqual(new L1(SPACE, 0.5), new InfimalConvolution(new L1(SPACE, 0.5), new L1(SPACE, 0.9)), 1e-5);
    }

    @Test
    void translatedAndScaledSquaresAreSquares() {
        float[] b = gaussian(42, 9, 1);
        requireEqual(
                new SquaredDistance(SPACE, b, 2.4),
                SquaredDistance.ridge(SPACE, 1.2).times(2).translated(b),
                1e-5);
        requireEqual(new L1(SPACE, 1.5), new L1(SPACE, 0.5).dilated(-3), 1e-5);
        float[] weights = new float[42];
        Arrays.fill(weights, 2.4f);
        requireEqual(new SquaredDistance(SPACE, b, 2.4), new WeightedSquaredDistance(SPACE, b, weights), 1e-5);
    }

    @Test
    void elasticNetShrinksAndScales() {
        float[] p = prox(QuadraticPerturbation.elasticNet(Space.vector(3), 0.5, 2), new float[] {3, -0.9f, 0.2f}, 2);
        assertArrayEquals(new float[] {2 / 5f, 0, 0}, p, 1e-6f);
        assertEquals(
                2, QuadraticPerturbation.elasticNet(Space.vector(3), 0.5, 2).strongConvexity());
    }

    @Test
    void hardThresholdKeepsWhatPaysOff() {
        for (Space space : new Space[] {SPACE, SPACE.complex()}) {
            int parts = space.field().floats();
            float[] v = gaussian(space.length(), 3, 1);
            float[] p = prox(new L0(space, 0.8), v, 0.5);
            double kept = 0;
            for (int i = 0; i < v.length; i += parts) {
                double energy = v[i] * v[i] + (parts == 2 ? v[i + 1] * v[i + 1] : 0);
                // Dropped it costs energy / (2 gamma), kept 0.8.
                boolean keep = energy / (2 * 0.5) > 0.8;
                kept += keep ? 0.8 : 0;
                for (int q = i; q < i + parts; q++) {
                    assertEquals(keep ? v[q] : 0, p[q]);
                }
            }
            assertEquals(kept, new L0(space, 0.8).value(p), 1e-9);
        }
    }

    /** The threshold by sorting. */
    private static double sorted(float[] v, double sum) {
        float[] s = v.clone();
        Arrays.sort(s);
        double total = -sum;
        double tau = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= s.length; k++) {
            total += s[s.length - k];
            tau = Math.max(tau, total / k);
        }
        return tau;
    }

    @Test
    void projectionOntoTheSimplexIsThatBySorting() {
        for (int n : new int[] {1, 2, 17, 3000}) {
            for (double sum : new double[] {1e-3, 1, 50, 1e5}) {
                float[] v = gaussian(n, n, 3);
                float[] p = prox(new Simplex(Space.vector(n), sum), v, 1);
                double tau = sorted(v, sum);
                for (int i = 0; i < n; i++) {
                    assertEquals(Math.max(0, v[i] - tau), p[i], 1e-6 * (1 + sum));
                }
                assertEquals(0, new Simplex(Space.vector(n), sum).value(p));
            }
        }
        float[] equal = new float[9];
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, prox(new Simplex(Space.vector(9), 9), equal, 1));
    }

    /** Total variation on a line by projected gradients of the dual problem in double, many times as slow. */
    private static double[] slowTotalVariation(double[] v, double w) {
        int n = v.length;
        double[] u = new double[n + 1];
        double[] x = v.clone();
        for (int k = 0; k < 20000; k++) {
            for (int i = 0; i < n; i++) {
                x[i] = v[i] + u[i + 1] - u[i];
            }
            for (int i = 1; i < n; i++) {
                u[i] = Math.max(-w, Math.min(w, u[i] + 0.25 * (x[i] - x[i - 1])));
            }
        }
        return x;
    }

    @Test
    void fusedLassoIsThatOfSlowMinimisation() {
        Space space = Space.image(5, 14, 1);
        float[] v = gaussian(70, 5, 1);
        // Ties and a plateau.
        for (int j = 3; j < 7; j++) {
            v[5 * j] = 0.5f;
        }
        for (double w : new double[] {0.05, 0.4, 1.5, 30}) {
            float[] p = prox(new FusedLasso(space, 1, 0.3, 2 * w), v, 0.5);
            for (int line = 0; line < 5; line++) {
                double[] column = new double[14];
                for (int j = 0; j < 14; j++) {
                    column[j] = v[5 * j + line];
                }
                double[] slow = slowTotalVariation(column, w);
                for (int j = 0; j < 14; j++) {
                    double shrunk = Math.signum(slow[j]) * Math.max(0, Math.abs(slow[j]) - 0.15);
                    assertEquals(shrunk, p[5 * j + line], 1e-5, "weight " + w);
                }
            }
        }
        float[] alone = prox(new FusedLasso(Space.vector(1), 0, 0, 1), new float[] {3}, 1);
        assertArrayEquals(new float[] {3}, alone);
    }

    @Test
    void emissionAgreesWithTheDivergenceOfPositiveImages() {
        float[] b = {0, 1, 4, 2.5f};
        float[] r = {0.5f, 1, 0.2f, 2};
        Space four = Space.vector(4);
        KullbackLeibler exact = new KullbackLeibler(four, b, r);
        EmissionLikelihood smooth = new EmissionLikelihood(four, b, r);
        float[] x = {0, 0.3f, 2, 0.5f};
        assertEquals(exact.value(x), smooth.value(x), 1e-12);
        float[] met = {-0.5f, 0, 3.8f, 0.5f};
        assertEquals(0, exact.value(met), 1e-7);
        assertEquals(Double.POSITIVE_INFINITY, exact.value(new float[] {0, -1.1f, 0, 0}));
        assertEquals(
                2,
                smooth.value(new float[] {-1, 0, 3.8f, 0.5f}) - exact.value(new float[] {-0.5f, 0, 3.8f, 0.5f}) + 2.5,
                1e-6);
        assertEquals(4 / 0.04, smooth.lipschitz(), 1e-4);
    }

    /** Counts over many orders, and steps as different. */
    @Test
    void divergenceProxIsSafe() {
        Space one = Space.vector(1);
        for (float b : new float[] {0, 1e-6f, 1, 1e6f}) {
            for (float r : new float[] {0, 1e-4f, 1, 1e4f}) {
                KullbackLeibler f = new KullbackLeibler(one, new float[] {b}, new float[] {r});
                for (double gamma : new double[] {1e-6, 1, 1e6}) {
                    for (float v : new float[] {-1e5f, -1, 0, 3, 1e7f}) {
                        float[] p = prox(f, new float[] {v}, gamma);
                        assertTrue(Double.isFinite(f.value(p)), b + " " + r + " " + gamma + " " + v);
                        float[] y = {(v - p[0]) / (float) gamma};
                        double dual = prox(f.conjugate(), new float[] {(float) (v / gamma)}, 1 / gamma)[0];
                        double size = Math.abs(v) / gamma + Math.abs(p[0]) / gamma + 1 + r / gamma;
                        assertEquals(y[0], dual, 1e-6 * size, b + " " + r + " " + gamma + " " + v);
                    }
                }
            }
        }
    }

    @Test
    void largeArraysGiveTheSameForAnyThreads() {
        Space space = Space.image(211, 150, 1);
        Space matrices = space.with(new Axis(Role.COMPONENT, 3));
        for (Proximable f : List.of(
                new FusedLasso(space, 1, 0.1, 0.7),
                new Simplex(space, 40),
                new L1Ball(space, 50),
                new SchattenNorm(matrices, 0.5, Order.NUCLEAR),
                new KullbackLeibler(space, new float[space.length()]))) {
            float[] v = gaussian(f.domain().length(), 1, 1);
            float[] one = new float[v.length];
            float[] three = new float[v.length];
            double a = Parallelization.runSingleThreaded(() -> f.prox(v, 0.4, one));
            double b = Parallelization.runWithNumThreads(3, () -> f.prox(v, 0.4, three));
            assertEquals(a, b);
            assertArrayEquals(one, three);
        }
    }

    @Test
    void badParametersAreRefused() {
        Proximable l1 = new L1(SPACE, 1);
        assertThrows(IllegalArgumentException.class, () -> l1.times(0));
        assertThrows(IllegalArgumentException.class, () -> l1.dilated(0));
        assertThrows(IllegalArgumentException.class, () -> l1.translated(new float[3]));
        assertThrows(IllegalArgumentException.class, () -> l1.tilted(new float[3]));
        assertThrows(IllegalArgumentException.class, () -> l1.plusQuadratic(-1));
        assertThrows(IllegalArgumentException.class, () -> l1.envelope(0));
        Gradient gradient = new Gradient(SPACE);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new GroupL1(gradient.range(), 1).after(gradient));
        assertTrue(e.getMessage().contains("multiple of the identity"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new L0(SPACE, 0));
        assertThrows(IllegalArgumentException.class, () -> new InfimalConvolution(l1, new L0(SPACE, 1)));
        assertThrows(IllegalArgumentException.class, () -> new Simplex(SPACE.complex(), 1));
        assertThrows(IllegalArgumentException.class, () -> new Simplex(SPACE, 0));
        assertThrows(IllegalArgumentException.class, () -> new L1Ball(SPACE, 0));
        assertThrows(IllegalArgumentException.class, () -> new LinfBall(SPACE, -1));
        assertThrows(IllegalArgumentException.class, () -> new FusedLasso(SPACE, 2, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FusedLasso(SPACE, 0, -1, 1));
        float[] negative = SPACE.zeros();
        negative[3] = -1;
        assertThrows(IllegalArgumentException.class, () -> new KullbackLeibler(SPACE, negative));
        assertThrows(IllegalArgumentException.class, () -> new EmissionLikelihood(SPACE, SPACE.zeros(), SPACE.zeros()));
        assertThrows(IllegalArgumentException.class, () -> new WeightedSquaredDistance(SPACE, SPACE.zeros(), negative));
        assertThrows(
                IllegalArgumentException.class, () -> new WeightedSquaredDistance(SPACE, SPACE.zeros(), SPACE.zeros()));
    }
}
