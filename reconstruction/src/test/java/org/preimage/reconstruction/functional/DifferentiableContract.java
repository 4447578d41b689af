package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Vectors;

/**
 * What every differentiable functional promises. A test class extends this and names a small instance, or lists instances by
 * {@link #of}, one line each.
 */
public abstract class DifferentiableContract {
    /** An instance on a few dozen floats whose values of interest lie around 1. */
    protected abstract Differentiable functional();

    /** The contract's tests of one instance. */
    static DynamicContainer of(String name, Differentiable f) {
        return Contracts.of(name, new DifferentiableContract() {
            @Override
            protected Differentiable functional() {
                return f;
            }
        });
    }

    private float[] point(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] x = functional().domain().zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void gradientAgreesWithDifferences() {
        Differentiable f = functional();
        float[] x = point(1);
        float[] d = point(2);
        float[] g = new float[x.length];
        f.gradient(x, g);
        float[] plus = x.clone();
        float[] minus = x.clone();
        double h = 1e-2;
        Vectors.add(h, d, plus);
        Vectors.add(-h, d, minus);
        double slope = (f.value(plus) - f.value(minus)) / (2 * h);
        double size = Vectors.norm(g) * Vectors.norm(d);
        assertEquals(slope, Vectors.dot(g, d), 1e-3 * size);
    }

    @Test
    void gradientReturnsTheValueAndLeavesItsInput() {
        Differentiable f = functional();
        float[] x = point(3);
        float[] before = x.clone();
        double value = f.gradient(x, new float[x.length]);
        assertEquals(f.value(x), value, 1e-6 * (1 + Math.abs(value)));
        assertArrayEquals(before, x);
    }

    /** Between points far apart, and near each other, where curvature may be larger. */
    @Test
    void gradientIsLipschitz() {
        Differentiable f = functional();
        for (int k = 0; k < 40; k++) {
            float[] x = point(10 + k);
            float[] z = point(50 + k);
            if (k % 2 == 1) {
                Vectors.combine(0.02, z, 0.98, x, z);
            }
            float[] gx = new float[x.length];
            float[] gz = new float[x.length];
            f.gradient(x, gx);
            f.gradient(z, gz);
            double change = Math.sqrt(Vectors.distanceSquared(gx, gz));
            double rounding = 1e-6 * (Vectors.norm(gx) + Vectors.norm(gz));
            assertTrue(
                    change <= f.lipschitz() * Math.sqrt(Vectors.distanceSquared(x, z)) * (1 + 1e-5) + rounding,
                    () -> "the gradient changes by " + change);
        }
    }

    /** f(z) &gt;= f(x) + &lt;grad f(x), z - x&gt; + mu/2 |z - x|^2. */
    @Test
    void convexOnesLieAboveTheirTangents() {
        Differentiable f = functional();
        assumeTrue(f.convex());
        for (int k = 0; k < 20; k++) {
            float[] x = point(100 + k);
            float[] z = point(150 + k);
            float[] slope = new float[x.length];
            double tangent = f.gradient(x, slope);
            float[] d = z.clone();
            Vectors.add(-1, x, d);
            tangent += Vectors.dot(slope, d) + 0.5 * f.strongConvexity() * Vectors.normSquared(d);
            double value = f.value(z);
            assertTrue(value >= tangent - 1e-5 * (1 + Math.abs(value)), value + " < " + tangent);
        }
    }

    @Test
    void hessianAgreesWithDifferencesOfGradients() {
        if (functional() instanceof TwiceDifferentiable f) {
            float[] x = point(4);
            float[] v = point(5);
            float[] before = v.clone();
            float[] product = new float[x.length];
            f.hessian(x, v, product);
            assertArrayEquals(before, v);
            double h = 1e-2;
            float[] plus = x.clone();
            float[] minus = x.clone();
            Vectors.add(h, v, plus);
            Vectors.add(-h, v, minus);
            float[] gPlus = new float[x.length];
            float[] gMinus = new float[x.length];
            f.gradient(plus, gPlus);
            f.gradient(minus, gMinus);
            float[] difference = new float[x.length];
            Vectors.combine(0.5 / h, gPlus, -0.5 / h, gMinus, difference);
            double error = Math.sqrt(Vectors.distanceSquared(difference, product));
            assertEquals(0, error, 2e-3 * Vectors.norm(product));
        }
    }
}
