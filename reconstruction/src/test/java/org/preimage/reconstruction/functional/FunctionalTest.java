package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** What functionals promise beyond the contracts. */
class FunctionalTest {
    private static final Space SPACE = Space.image(5, 4, 1);
    private static final Space FIELD = SPACE.with(new Axis(Role.COMPONENT, 2));

    private static float[] target(Space space) {
        float[] b = space.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) Math.sin(i);
        }
        return b;
    }

    @Test
    void lambertSolvesItsEquation() {
        for (double l = -40; l < 1e7; l += 0.37 * (1 + Math.abs(l) / 4)) {
            double w = TransmissionLikelihood.lambert(l);
            // From l = log w + w, relative errors of w move l by (1 + w) times as much.
            assertEquals(0, (Math.log(w) + w - l) / (1 + w), 1e-7, "l = " + l);
        }
    }

    /** Counts from a millionth to a million, and steps as different: the proximal point's slope vanishes. */
    @Test
    void transmissionProxIsSafe() {
        Space one = Space.vector(1);
        for (double photons : new double[] {1, 1e3, 1e8}) {
            for (float t : new float[] {0, 1e-6f, 0.01f, 1, 30}) {
                TransmissionLikelihood f = new TransmissionLikelihood(one, new float[] {t}, photons);
                for (double gamma : new double[] {1e-10, 1e-3, 1, 1e6}) {
                    for (float v : new float[] {-50, -0.1f, 0, 1, 200}) {
                        float[] p = {v};
                        double value = f.prox(p, gamma, p);
                        assertEquals(f.value(p), value, 1e-5 * (1 + Math.abs(value)) + 1e-4 * photons * (1 + t));
                        float[] slope = new float[1];
                        f.gradient(p, slope);
                        double e = p[0] >= 0 ? Math.exp(-p[0]) : 1 - p[0];
                        double left = photons * (t - e) + (p[0] - v) / gamma;
                        double size = photons * (t + e) + Math.abs(v) / gamma + photons * Math.abs(p[0]) * e;
                        assertEquals(0, left, 1e-5 * size, photons + " " + t + " " + gamma + " " + v + ": " + p[0]);
                    }
                }
            }
        }
    }

    @Test
    void halfTheDevianceIsZeroWhereTheCountsAreMet() {
        float[] t = {1e-3f, 0.2f, 1, 1.1f};
        TransmissionLikelihood f = new TransmissionLikelihood(Space.vector(4), t, 1e4);
        // Below zero the parabola's minimum, 1 - t, stands for -log t.
        float[] p = {(float) -Math.log(1e-3), (float) -Math.log(0.2), 0, -0.1f};
        assertEquals(0, f.value(p), 1e-5);
        p[1] += 0.01f;
        assertEquals(0.5 * 1e4 * 0.2 * 1e-4, f.value(p), 1e-3);
        assertThrows(IllegalArgumentException.class, () -> new TransmissionLikelihood(Space.vector(4), t, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new TransmissionLikelihood(Space.vector(1), new float[] {-1}, 1));
    }

    @Test
    void normalOperatorGivesTheSameLeastSquares() {
        LeastSquares direct = new LeastSquares(new Gradient(SPACE), target(FIELD));
        NormalLeastSquares normal = new NormalLeastSquares(new Gradient(SPACE), target(FIELD));
        float[] x = target(SPACE);
        float[] a = SPACE.zeros();
        float[] b = SPACE.zeros();
        assertEquals(direct.gradient(x, a), normal.gradient(x, b), 1e-5 * direct.value(x));
        assertArrayEquals(a, b, 1e-5f);
        assertEquals(direct.value(x), normal.value(x), 1e-5 * direct.value(x));
    }

    @Test
    void shiftsVaryWithTheIterationAndRepeat() {
        CycleSpinning f = new CycleSpinning(FunctionalContractsTest.wavelets(), 4, 7);
        float[] v = target(SPACE.complex());
        float[] first = SPACE.complex().zeros();
        float[] again = SPACE.complex().zeros();
        f.at(2).prox(v, 1, first);
        new CycleSpinning(FunctionalContractsTest.wavelets(), 4, 7).at(2).prox(v, 1, again);
        assertArrayEquals(first, again);
        long different = IntStream.range(0, 8)
                .filter(k -> {
                    f.at(k).prox(v, 1, again);
                    return !Arrays.equals(first, again);
                })
                .count();
        assertTrue(different >= 4, different + " of 8 shifts differ");
        float[] still = SPACE.complex().zeros();
        new CycleSpinning(FunctionalContractsTest.wavelets(), 1, 7).at(5).prox(v, 1, still);
        FunctionalContractsTest.wavelets().prox(v, 1, again);
        assertArrayEquals(again, still);
    }

    @Test
    void totalVariationOfAStepIsItsHeightTimesItsLength() {
        float[] step = SPACE.zeros();
        for (int i = 0; i < step.length; i++) {
            step[i] = i % 5 < 2 ? 0 : 3;
        }
        Gradient gradient = new Gradient(SPACE);
        assertEquals(12, new GroupL1(gradient.range(), 1).value(gradient.apply(step)), 1e-6);
        assertEquals(12, new L1(gradient.range(), 1).value(gradient.apply(step)), 1e-6);
    }

    @Test
    void largeFieldsGiveTheSameForAnyThreads() {
        Gradient gradient = new Gradient(Space.image(300, 211, 1));
        GroupL1 f = new GroupL1(gradient.range(), 0.3);
        float[] v = target(gradient.range());
        float[] one = new float[v.length];
        float[] three = new float[v.length];
        double a = Parallelization.runSingleThreaded(() -> f.prox(v, 1, one));
        double b = Parallelization.runWithNumThreads(3, () -> f.prox(v, 1, three));
        assertEquals(a, b);
        assertArrayEquals(one, three);
    }

    @Test
    void magnitudesOfComplexNumbersCount() {
        Space two = Space.vector(2).complex();
        assertEquals(7, new L1(two, 1).value(new float[] {3, 4, 0, -2}), 1e-6);
        float[] out = two.zeros();
        new L1(two, 1).prox(new float[] {3, 4, 0, -0.5f}, 2.5, out);
        assertArrayEquals(new float[] {1.5f, 2, 0, 0}, out, 1e-6f);
    }

    @Test
    void badParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new L1(SPACE, 0));
        assertThrows(IllegalArgumentException.class, () -> new GroupL1(SPACE, 1));
        assertThrows(IllegalArgumentException.class, () -> new DetailL1(SPACE, new int[] {6, 1}, 1));
        assertThrows(IllegalArgumentException.class, () -> new DetailL1(SPACE, new int[] {2}, 1));
        assertThrows(IllegalArgumentException.class, () -> new CycleSpinning(FunctionalContractsTest.wavelets(), 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new OrthogonalComposition(new GroupL1(FIELD, 1), new Gradient(SPACE)));
        assertThrows(IllegalArgumentException.class, () -> new GroupL1(FIELD, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Box(SPACE, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Box.nonNegative(SPACE.complex()));
        assertThrows(IllegalArgumentException.class, () -> new SquaredDistance(SPACE, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new Ball(SPACE, target(SPACE), -1));
        float[] ones = SPACE.zeros();
        Arrays.fill(ones, 1);
        assertEquals(Double.POSITIVE_INFINITY, new Box(SPACE, 0, 0.5).value(ones));
    }
}
