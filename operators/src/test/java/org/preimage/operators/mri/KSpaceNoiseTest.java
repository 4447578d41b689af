package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.CircularShift;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** The noise of k-space and the norms of MRI operators. */
class KSpaceNoiseTest {
    private static final Space IMAGE = Space.image(96, 80, 1).complex();

    @Nested
    class CircularShiftContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new CircularShift(Space.volume(5, 4, 3, 1).complex(), -2, 3, 1);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    private static CartesianMri operator(int coils, double kept) {
        RandomGenerator random = random(1);
        Image maps = Image.zeros(Sensitivities.space(IMAGE, coils));
        for (int i = 0; i < maps.data().length; i++) {
            maps.data()[i] = (float) (random.nextGaussian() / Math.sqrt(2 * coils));
        }
        boolean[] mask = new boolean[IMAGE.points()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < kept || i == mask.length / 2;
        }
        Space pattern = new Space(IMAGE.axes(), Field.REAL);
        return new CartesianMri(new Sensitivities(maps), new SamplingMask(SamplingMask.frequencies(pattern), mask));
    }

    /** A strong signal about the centre, faded outside, and noise of standard deviation 0.3. */
    private static float[] data(CartesianMri a) {
        RandomGenerator random = random(2);
        float[] data = a.range().zeros();
        for (int i = 0; i < data.length; i++) {
            int p = i / 2 % IMAGE.points();
            double r = Math.hypot((p % 96 - 48) / 48.0, (p / 96 - 40) / 40.0);
            data[i] = (float) (1000 * Math.exp(-12 * r) * random.nextGaussian() + 0.3 * random.nextGaussian());
            data[i] = a.mask().kept(p) ? data[i] : 0;
        }
        return data;
    }

    @Test
    void isThatOfTheOutermostSamples() {
        for (double kept : new double[] {1, 0.3}) {
            CartesianMri a = operator(3, kept);
            assertEquals(0.3, a.noiseLevel(data(a)).orElseThrow(), 0.02, "kept " + kept);
        }
    }

    @Test
    void framesAndTrajectoriesHaveIt() {
        CartesianMri a = operator(2, 1);
        Framewise series = new Framewise(List.of(a, a));
        float[] one = data(a);
        float[] two = new float[2 * one.length];
        System.arraycopy(one, 0, two, 0, one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertEquals(a.noiseLevel(one).orElseThrow(), series.noiseLevel(two).orElseThrow(), 1e-9);

        float[] points = new float[2 * 4000];
        RandomGenerator random = random(3);
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (80 * (random.nextDouble() - 0.5));
        }
        NonCartesianMri n = new NonCartesianMri(Sensitivities.uniform(IMAGE), new Trajectory(points, 2, 4000, 1));
        float[] noise = n.range().zeros();
        for (int i = 0; i < noise.length; i++) {
            double r = Math.hypot(points[i / 2 * 2], points[i / 2 * 2 + 1]);
            noise[i] = (float) ((0.2 + 500 * Math.exp(-0.4 * r)) * random.nextGaussian());
        }
        assertEquals(0.2, n.noiseLevel(noise).orElseThrow(), 0.02);
    }

    @Test
    void tooFewSamplesTellNothing() {
        CartesianMri a = operator(2, 0);
        assertTrue(a.noiseLevel(data(a)).isEmpty());
    }

    @Test
    void mapsCombineToTheRootOfTheirSumOfSquares() {
        Space space = Space.image(2, 1, 1).complex().with(new Axis(Role.MAP, 2)).with(new Axis(Role.TIME, 2));
        float[] x = {3, 0, 0, 1, 0, 4, 0, 0, 1, 1, 0, 2, 1, 1, 0, 0};
        Image magnitude = MapMagnitude.of(new Image(space, x));
        assertEquals(Space.image(2, 1, 1).with(new Axis(Role.TIME, 2)), magnitude.space());
        assertArrayEquals(new float[] {5, 1, 2, 2}, magnitude.data(), 1e-6f);
        Space one = Space.image(2, 1, 1).complex();
        assertArrayEquals(
                new float[] {5, 2},
                MapMagnitude.of(new Image(one, new float[] {3, 4, 0, -2})).data(),
                1e-6f);
    }

    @Test
    void boundsLieAboveTheNorms() {
        CartesianMri a = operator(2, 0.5);
        assertTrue(a.norm() <= a.normBound() && a.normBound() < 3 * a.norm(), a.norm() + " " + a.normBound());
        Image maps = Image.zeros(Sensitivities.space(Space.image(4, 3, 1), 3).with(new Axis(Role.MAP, 2)));
        RandomGenerator random = random(4);
        for (int i = 0; i < maps.data().length; i++) {
            maps.data()[i] = (float) random.nextGaussian();
        }
        Sensitivities two = new Sensitivities(maps);
        assertTrue(two.norm() <= two.normBound() && two.normBound() < 1.5 * two.norm());
    }
}
