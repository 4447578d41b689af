package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Vectors;

/**
 * What every functional with a proximal map promises. A test class extends this and names a small instance, or lists instances
 * by {@link #of}, one line each.
 */
public abstract class ProximableContract {
    private static final double[] STEPS = {0.1, 1, 7};

    /** An instance on a few dozen floats whose values of interest lie around 1. */
    protected abstract Proximable functional();

    /** The contract's tests of one instance. */
    static DynamicContainer of(String name, Proximable f) {
        return Contracts.of(name, new ProximableContract() {
            @Override
            protected Proximable functional() {
                return f;
            }
        });
    }

    private static float[] gaussian(int n, long seed, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (sd * random.nextGaussian());
        }
        return x;
    }

    private float[] point(long seed) {
        return gaussian(functional().domain().length(), seed, 2);
    }

    private static float[] prox(Proximable f, float[] v, double gamma) {
        float[] p = new float[v.length];
        f.prox(v, gamma, p);
        return p;
    }

    /**
     * p minimises h(z) = f(z) + |z - v|^2 / (2 gamma), which is 1/gamma strongly convex where f is convex, if and only if h(z)
     * &gt;= h(p) + |z - p|^2 / (2 gamma) for all z. Where f is not, p is still a global minimiser.
     */
    @Test
    void proxIsTheMinimiser() {
        Proximable f = functional();
        for (double gamma : STEPS) {
            float[] v = point(1);
            float[] p = prox(f, v, gamma);
            double least = f.value(p) + Vectors.distanceSquared(p, v) / (2 * gamma);
            assertTrue(Double.isFinite(least));
            for (int trial = 0; trial < 300; trial++) {
                float[] z = gaussian(v.length, 100 + trial, Math.pow(10, -trial % 4));
                Vectors.add(1, p, z);
                if (trial % 2 == 0) {
                    z = prox(f, z, gamma);
                }
                double h = f.value(z) + Vectors.distanceSquared(z, v) / (2 * gamma);
                double growth = f.convex() ? (1 / gamma + f.strongConvexity()) / 2 : 0;
                double bound = least + growth * Vectors.distanceSquared(z, p);
                assertTrue(h >= bound - 1e-5 * (1 + Math.abs(bound)), "gamma " + gamma + ": " + h + " < " + bound);
            }
        }
    }

    /** Slow minimisation: no step along an axis, nor one that keeps the sum of two entries, leads lower. */
    @Test
    void noSmallStepLeadsLower() {
        Proximable f = functional();
        for (double gamma : STEPS) {
            float[] v = point(9);
            float[] p = prox(f, v, gamma);
            double least = f.value(p) + Vectors.distanceSquared(p, v) / (2 * gamma);
            for (int i = 0; i < p.length; i++) {
                for (float step : new float[] {0.5f, -0.5f, 0.02f, -0.02f}) {
                    for (int partner : new int[] {i, (i + 1) % p.length, (i + p.length / 2) % p.length}) {
                        float[] z = p.clone();
                        z[i] += step;
                        z[partner] -= partner == i ? 0 : step;
                        double h = f.value(z) + Vectors.distanceSquared(z, v) / (2 * gamma);
                        assertTrue(h >= least - 1e-5 * (1 + Math.abs(least)), "gamma " + gamma + ", entry " + i);
                    }
                }
            }
        }
    }

    @Test
    void proxReturnsTheValueThere() {
        Proximable f = functional();
        float[] out = new float[point(1).length];
        double value = f.prox(point(1), 0.7, out);
        assertEquals(f.value(out), value, 1e-5 * (1 + Math.abs(value)));
    }

    @Test
    void proxIsFirmlyNonExpansive() {
        Proximable f = functional();
        assumeTrue(f.convex());
        for (double gamma : STEPS) {
            float[] v = point(2);
            float[] w = point(3);
            float[] p = prox(f, v, gamma);
            float[] q = prox(f, w, gamma);
            Vectors.add(-1, w, v);
            Vectors.add(-1, q, p);
            double contraction = 1 + gamma * f.strongConvexity();
            assertTrue(contraction * Vectors.normSquared(p) <= Vectors.dot(p, v) + 1e-5 * Vectors.normSquared(v));
        }
    }

    @Test
    void conjugateObeysMoreau() {
        Proximable f = functional();
        assumeTrue(f.convex());
        for (double gamma : STEPS) {
            float[] v = point(4);
            assertArrayEquals(prox(new MoreauConjugate(f), v, gamma), prox(f.conjugate(), v, gamma), 2e-5f);
        }
    }

    /** f*(y) &gt;= &lt;x, y&gt; - f(x) for all x, with equality where y is a subgradient at x: so f* is the supremum. */
    @Test
    void conjugateValueIsTheSupremum() {
        Proximable f = functional();
        assumeTrue(f.convex());
        for (double gamma : STEPS) {
            float[] v = point(5);
            float[] x = prox(f, v, gamma);
            float[] scaled = v.clone();
            Vectors.scale(1 / gamma, scaled);
            float[] y = prox(f.conjugate(), scaled, 1 / gamma);
            double attained = Vectors.dot(x, y) - f.value(x);
            double conjugate = f.conjugateValue(y);
            assertEquals(attained, conjugate, 1e-4 * (1 + Math.abs(attained)), "gamma " + gamma);
            assertEquals(conjugate, f.conjugate().value(y), 1e-9 * (1 + Math.abs(conjugate)));
            for (int trial = 0; trial < 100; trial++) {
                float[] z = prox(f, point(200 + trial), gamma);
                assertTrue(conjugate >= Vectors.dot(z, y) - f.value(z) - 1e-4 * (1 + Math.abs(conjugate)));
            }
        }
    }

    @Test
    void withoutConvexityThereIsNoDuality() {
        Proximable f = functional();
        if (!f.convex()) {
            assertThrows(UnsupportedOperationException.class, f::conjugate);
            assertThrows(IllegalArgumentException.class, () -> new MoreauEnvelope(f, 1));
        }
        assertTrue(f.strongConvexity() >= 0 && (f.convex() || f.strongConvexity() == 0));
    }

    @Test
    void boundedConjugateIsBetween() {
        Proximable f = functional();
        float[] y = point(6);
        double bounded = f.conjugateValue(y, 3);
        assertTrue(bounded <= f.conjugateValue(y) + 1e-9 * Math.abs(bounded));
        for (int trial = 0; trial < 100; trial++) {
            float[] z = prox(f, point(300 + trial), 1);
            boolean inside = true;
            for (float t : z) {
                inside &= Math.abs(t) <= 3;
            }
            assertTrue(!inside || bounded >= Vectors.dot(z, y) - f.value(z) - 1e-4 * (1 + Math.abs(bounded)));
        }
    }

    private List<Proximable> withDual() {
        Proximable f = functional();
        return f.convex() ? List.of(f, f.conjugate()) : List.of(f);
    }

    @Test
    void worksInPlaceAndLeavesInputsAlone() {
        for (Proximable f : withDual()) {
            float[] v = point(7);
            float[] before = v.clone();
            float[] expected = prox(f, v, 0.8);
            assertArrayEquals(before, v);
            f.value(v);
            f.conjugateValue(v);
            assertArrayEquals(before, v);
            f.prox(v, 0.8, v);
            assertArrayEquals(expected, v);
        }
    }

    @Test
    void resultsDoNotDependOnTheThreads() {
        for (Proximable f : withDual()) {
            float[] one = Parallelization.runSingleThreaded(() -> prox(f, point(8), 1));
            for (int threads : new int[] {2, 5}) {
                assertArrayEquals(one, Parallelization.runWithNumThreads(threads, () -> prox(f, point(8), 1)));
            }
        }
    }

    @Test
    void wrongLengthsAreRefused() {
        Proximable f = functional();
        int n = f.domain().length();
        assertThrows(IllegalArgumentException.class, () -> f.prox(new float[n + 1], 1, new float[n]));
        assertThrows(IllegalArgumentException.class, () -> f.prox(new float[n], 1, new float[n + 1]));
    }
}
