package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** Total variation as a functional: the contract in many spaces, a slow twin, and other software's optimum. */
class TvNormTest {
    private static final Space PLANE = Space.image(5, 4, 1);
    private static final Space VOLUME =
            Space.of(new Axis(Role.X, 3, 1), new Axis(Role.Y, 3, 0.5), new Axis(Role.Z, 2, 2));

    /** As exact as float arithmetic allows on a few dozen values. */
    private static TvNorm exact(TvNorm f) {
        return f.accurate(1e-7, 200);
    }

    @Nested
    class IsotropicContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(PLANE, 0.6));
        }
    }

    @Nested
    class AnisotropicContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(PLANE, 0.6).anisotropic());
        }
    }

    @Nested
    class VolumeContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(VOLUME, 0.4));
        }
    }

    @Nested
    class ComplexContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(PLANE.complex(), 0.6));
        }
    }

    @Nested
    class ColourContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(Space.image(3, 3, 1).with(new Axis(Role.CHANNEL, 2)), 0.6).coupled());
        }
    }

    @Nested
    class NonNegativeContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(PLANE, 0.6).nonNegative());
        }
    }

    @Nested
    class BoundedContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return exact(new TvNorm(PLANE, 0.6).within(-0.5, 1));
        }

        /** No closed form is known. */
        @Override
        @Test
        void conjugateValueIsTheSupremum() {
            assertTrue(Double.isNaN(functional().conjugateValue(PLANE.zeros())));
        }

        @Override
        @Test
        void boundedConjugateIsBetween() {
            assertTrue(Double.isNaN(functional().conjugateValue(PLANE.zeros(), 3)));
        }
    }

    private static float[] noise(int n) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(4);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** The accelerated dual projected gradient as the paper writes it, one operator after the other. */
    private static float[] twin(Space space, float[] v, double limit, Proximable indicator, Proximable box, int steps) {
        Gradient gradient = new Gradient(space);
        double step = 1 / (gradient.norm() * gradient.norm());
        float[] p = gradient.range().zeros();
        float[] q = p.clone();
        double a = 1;
        for (int k = 0; k < steps; k++) {
            float[] x = primal(gradient, v, q, box);
            float[] next = gradient.apply(x);
            Vectors.combine(step, next, 1, q, next);
            indicator.prox(next, 1, next);
            double grown = (1 + Math.sqrt(1 + 4 * a * a)) / 2;
            double m = (a - 1) / grown;
            Vectors.combine(1 + m, next, -m, p, q);
            p = next;
            a = grown;
        }
        return primal(gradient, v, p, box);
    }

    private static float[] primal(Gradient gradient, float[] v, float[] q, Proximable box) {
        float[] x = gradient.adjoint(q);
        Vectors.combine(1, v, -1, x, x);
        box.prox(x, 1, x);
        return x;
    }

    private static void compareWithTwin(Space space, TvNorm f, double scale, Proximable atScale, Proximable box) {
        float[] v = noise(space.length());
        float[] out = space.zeros();
        double value = f.accurate(0, 9).prox(v, scale, out);
        float[] expected = twin(space, v, scale, atScale.conjugate(), box, 9);
        assertArrayEquals(expected, out, 2e-5f);
        double slow = atScale.value(new Gradient(space).apply(out)) / scale;
        assertEquals(slow, value, 1e-5 * slow);
        assertEquals(slow, f.value(out), 1e-5 * slow);
    }

    private static Proximable group(Space space, double w) {
        return new GroupL1(new Gradient(space).range(), w);
    }

    @Test
    void agreesWithTheSlowTwin() {
        // Several tiles, and axes in other places than usual.
        Space plane = Space.image(37, 71, 1);
        compareWithTwin(plane, new TvNorm(plane, 1), 0.3, group(plane, 0.3), new Zero(plane));
        Proximable box = new Box(plane, -0.2, 0.4);
        compareWithTwin(plane, new TvNorm(plane, 1).within(-0.2, 0.4), 0.3, group(plane, 0.3), box);
        Proximable sum = new L1(new Gradient(plane).range(), 0.3);
        compareWithTwin(plane, new TvNorm(plane, 1).anisotropic(), 0.3, sum, new Zero(plane));
        Space volume = new Space(
                List.of(
                        new Axis(Role.X, 7, 1),
                        new Axis(Role.TIME, 2),
                        new Axis(Role.Y, 35, 0.7),
                        new Axis(Role.Z, 19, 2)),
                Field.COMPLEX);
        compareWithTwin(volume, new TvNorm(volume, 1), 0.3, group(volume, 0.3), new Zero(volume));
        Space line = Space.of(new Axis(Role.TIME, 3), new Axis(Role.X, 40, 1));
        compareWithTwin(line, new TvNorm(line, 1), 0.3, group(line, 0.3), new Zero(line));
    }

    /** Coupled channels are one group: the same as an isotropic norm of all their differences. */
    @Test
    void couplesChannelsWhereverTheyAre() {
        Space last = Space.image(6, 40, 1).with(new Axis(Role.CHANNEL, 3));
        Space first = Space.of(new Axis(Role.CHANNEL, 3), new Axis(Role.X, 6, 1), new Axis(Role.Y, 40, 1));
        float[] v = noise(last.length());
        float[] interleaved = first.zeros();
        for (int i = 0; i < 240; i++) {
            for (int c = 0; c < 3; c++) {
                interleaved[3 * i + c] = v[240 * c + i];
            }
        }
        float[] out = last.zeros();
        float[] other = first.zeros();
        double value = new TvNorm(last, 1).coupled().prox(v, 0.5, out);
        double same = new TvNorm(first, 1).coupled().prox(interleaved, 0.5, other);
        assertEquals(value, same, 1e-5 * value);
        for (int i = 0; i < 240; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(out[240 * c + i], other[3 * i + c], 1e-4);
            }
        }
        double sum = 0;
        for (int i = 0; i < 240; i++) {
            double square = 0;
            for (int c = 0; c < 3; c++) {
                int j = 240 * c + i;
                double dx = i % 6 < 5 ? out[j + 1] - out[j] : 0;
                double dy = i < 234 ? out[j + 6] - out[j] : 0;
                square += dx * dx + dy * dy;
            }
            sum += Math.sqrt(square);
        }
        assertEquals(sum, value, 1e-5 * sum);
        assertTrue(value < new TvNorm(last, 1).value(out));
    }

    @Test
    void reachesTheKnownOptimum() throws IOException {
        Space space = Space.image(64, 64, 1);
        float[] noisy = Npy.read(SharedData.require("refs/tv_noisy64.npy")).data();
        TvNorm.Dual dual = new TvNorm(space, 0.1).dual(noisy, 1);
        float[] x = space.zeros();
        for (int k = 0; k < 200; k++) {
            dual.step();
        }
        dual.image(x);
        // The same number of iterations takes the other software to 53.097998.
        assertTrue(dual.objective() < 53.0755, "objective " + dual.objective());
        assertTrue(dual.objective() - 53.072379 <= dual.relativeGap() * dual.objective() * 1.001);
        double gap = 1;
        while (gap > 1e-6 && dual.iterations() < 2000) {
            for (int k = 0; k < 10; k++) {
                dual.step();
            }
            dual.image(x);
            gap = dual.relativeGap();
        }
        assertTrue(gap <= 1e-6);
        assertEquals(53.072379, dual.objective(), 53.07 * 1.1e-6);
        float[] expected = Npy.read(SharedData.require("refs/sk_tv_w0.1_converged50000it.npy"))
                .data();
        assertTrue(Math.sqrt(Vectors.distanceSquared(x, expected) / x.length) < 2e-5);
    }

    /** The bound of Beck and Teboulle's theorem for the dual objective, by the gap, which is larger than its excess. */
    @Test
    void keepsTheRateOfTheDual() {
        Space space = Space.image(40, 36, 1);
        float[] v = noise(space.length());
        TvNorm f = new TvNorm(space, 1);
        TvNorm.Dual best = f.dual(v, 0.2);
        float[] x = space.zeros();
        for (int k = 0; k < 3000; k++) {
            best.step();
        }
        best.image(x);
        double maximum = best.objective();
        // |p*|^2 is at most limit^2 times the number of pixels.
        double radius = 0.2 * 0.2 * x.length;
        for (int k = 1; k <= 128; k *= 2) {
            TvNorm.Dual dual = f.dual(v, 0.2);
            for (int i = 0; i < k; i++) {
                dual.step();
            }
            dual.image(x);
            double dualObjective = dual.objective() * (1 - dual.relativeGap());
            double bound = 2 * 8 * radius / ((k + 1.0) * (k + 1.0));
            assertTrue(maximum - dualObjective <= bound + 1e-4, "step " + k);
        }
    }

    @Test
    void manyTilesDoNotDependOnTheThreads() {
        Space space = Space.image(50, 300, 1);
        TvNorm f = new TvNorm(space, 1).accurate(1e-4, 100);
        float[] v = noise(space.length());
        float[] one = space.zeros();
        float[] five = space.zeros();
        double a = Parallelization.runSingleThreaded(() -> f.prox(v, 0.3, one));
        double b = Parallelization.runWithNumThreads(5, () -> f.prox(v, 0.3, five));
        assertEquals(a, b);
        assertArrayEquals(one, five);
    }

    @Test
    void constantsStayAndBadArgumentsAreRefused() {
        float[] v = PLANE.zeros();
        Arrays.fill(v, 3);
        float[] out = PLANE.zeros();
        assertEquals(0, new TvNorm(PLANE, 1).prox(v, 1, out));
        assertArrayEquals(v, out);
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(Space.vector(3), 1));
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(PLANE, 0));
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(PLANE, 1).within(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(PLANE.complex(), 1).nonNegative());
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(PLANE, 1).accurate(-1, 10));
        assertThrows(IllegalArgumentException.class, () -> new TvNorm(PLANE, 1).accurate(0, 0));
    }
}
