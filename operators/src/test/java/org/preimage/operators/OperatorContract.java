package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;

/** What every operator promises that is not linear. A test class of an operator extends this and names a small instance. */
public abstract class OperatorContract {
    /** A small instance. */
    protected abstract Operator operator();

    /** Normal numbers. */
    protected static float[] gaussian(Space space, long seed) {
        return LinearOperatorContract.gaussian(space, seed);
    }

    @Test
    void vjpAgreesWithFiniteDifferences() {
        DerivativeTest result = DerivativeTest.of(operator(), LinearOperatorContract.random(3));
        assertTrue(result.passed(), result.message());
    }

    @Test
    void vjpIsLinearInTheCotangent() {
        Operator f = operator();
        float[] x = gaussian(f.domain(), 1);
        float[] w = gaussian(f.range(), 2);
        float[] minus = w.clone();
        for (int i = 0; i < w.length; i++) {
            minus[i] *= -2;
        }
        float[] once = f.domain().zeros();
        float[] twice = f.domain().zeros();
        f.vjp(x, w, once);
        f.vjp(x, minus, twice);
        for (int i = 0; i < once.length; i++) {
            assertEquals(-2 * once[i], twice[i], 1e-5 * (1 + Math.abs(once[i])));
        }
    }

    @Test
    void outputsOverwriteWhateverTheyHeldAndInputsStay() {
        Operator f = operator();
        float[] x = gaussian(f.domain(), 1);
        float[] w = gaussian(f.range(), 2);
        float[] value = f.range().zeros();
        Arrays.fill(value, Float.NaN);
        float[] back = f.domain().zeros();
        Arrays.fill(back, Float.NaN);
        float[] xBefore = x.clone();
        float[] wBefore = w.clone();
        f.apply(x, value);
        f.vjp(x, w, back);
        assertArrayEquals(f.apply(x), value);
        for (float v : back) {
            assertTrue(Float.isFinite(v));
        }
        assertArrayEquals(xBefore, x);
        assertArrayEquals(wBefore, w);
    }

    @Test
    void wrongLengthsAndAliasesAreRefused() {
        Operator f = operator();
        int n = f.domain().length();
        int m = f.range().length();
        float[] x = new float[n];
        assertThrows(IllegalArgumentException.class, () -> f.apply(new float[n + 1], new float[m]));
        assertThrows(IllegalArgumentException.class, () -> f.apply(x, new float[m + 1]));
        assertThrows(IllegalArgumentException.class, () -> f.vjp(new float[n + 1], new float[m], new float[n]));
        assertThrows(IllegalArgumentException.class, () -> f.vjp(x, new float[m + 1], new float[n]));
        assertThrows(IllegalArgumentException.class, () -> f.vjp(x, new float[m], new float[n + 1]));
        assertThrows(IllegalArgumentException.class, () -> f.vjp(x, new float[m], x));
    }

    @Test
    void resultsDoNotDependOnTheThreads() {
        Operator f = operator();
        float[] x = gaussian(f.domain(), 1);
        float[] w = gaussian(f.range(), 2);
        float[] value = Parallelization.runSingleThreaded(() -> f.apply(x));
        float[] back = Parallelization.runSingleThreaded(() -> vjp(f, x, w));
        assertArrayEquals(value, Parallelization.runWithNumThreads(3, () -> f.apply(x)));
        assertArrayEquals(back, Parallelization.runWithNumThreads(3, () -> vjp(f, x, w)));
    }

    private static float[] vjp(Operator f, float[] x, float[] w) {
        float[] out = f.domain().zeros();
        f.vjp(x, w, out);
        return out;
    }
}
