package org.preimage.reconstruction.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.Mask;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.Poisson;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

class ParameterTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    private static Image noisy(Image clean, double sd, long seed) {
        Image image = Image.zeros(clean.space());
        new GaussianNoise(sd).sample(clean.data(), random(seed), image.data());
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 180})
    void noiseOfASinogramIsFoundWithinTenPercent(int angles) {
        Space space = Space.image(128, 128, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(space, 183, 1, angles);
        EllipsePhantom[] phantoms = {
            SheppLogan.modified(128),
            RandomEllipses.few(128).sample(random(1)),
            RandomEllipses.few(128).sample(random(2))
        };
        for (EllipsePhantom phantom : phantoms) {
            Image clean = phantom.sinogram(beam);
            double max = 0;
            for (float v : clean.data()) {
                max = Math.max(max, v);
            }
            for (double share : new double[] {0.02, 0.1}) {
                double sd = share * max;
                assertEquals(sd, NoiseLevel.of(noisy(clean, sd, 3)), 0.1 * sd, "share " + share);
            }
        }
    }

    @Test
    void noiseOfAnImageAndOfComplexDataIsFound() {
        Image clean = SheppLogan.modified(128).render(Space.image(128, 128, 1), 2);
        assertEquals(0.05, NoiseLevel.of(noisy(clean, 0.05, 4)), 0.005);
        Image complex = Image.zeros(Space.image(64, 64, 1).complex());
        assertEquals(0.3, NoiseLevel.of(noisy(complex, 0.3, 5)), 0.03);
        assertEquals(0.3, NoiseLevel.of(noisy(Image.zeros(Space.vector(2000)), 0.3, 5)), 0.03);
        assertEquals(0, NoiseLevel.of(SheppLogan.modified(128).render(Space.image(128, 128, 1), 1)), 0);
        assertTrue(Double.isNaN(NoiseLevel.of(Image.zeros(Space.image(3, 3, 1)))));
    }

    @Test
    void onlyKeptSamplesCount() {
        Space space = Space.image(128, 128, 1);
        boolean[] kept = new boolean[space.points()];
        RandomGenerator random = random(6);
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < 0.4;
            count += kept[i] ? 1 : 0;
        }
        Mask mask = new Mask(space, kept);
        Image clean = SheppLogan.modified(128).render(space, 2);
        Image data = mask.apply(noisy(clean, 0.05, 7));
        Discrepancy goal = Discrepancy.of(mask, data.data());
        assertEquals(count, goal.samples());
        assertEquals(0.05, goal.sigma(), 0.005);
        assertEquals(goal.sigma() * Math.sqrt(count), goal.radius(), 1e-6);
    }

    @Test
    void raysThatMissTheImageDoNotCount() {
        Space space = Space.image(32, 32, 1);
        Projector a = ParallelBeam.halfTurn(space, 101, 1, 20).projector();
        Image data = noisy(a.apply(SheppLogan.modified(32).render(space, 2)), 0.1, 8);
        Discrepancy goal = Discrepancy.of(a, data.data());
        assertTrue(goal.samples() < 20 * 48, "samples " + goal.samples());
        assertEquals(0, goal.data()[0]);
        assertTrue(goal.reached(a, goal.leastSquares()) <= 1.0001);
    }

    @Test
    void dataOutOfReachMoveTheGoal() {
        Space space = Space.image(16, 16, 1);
        Projector a = ParallelBeam.halfTurn(space, 23, 1, 60).projector();
        Image data = a.apply(SheppLogan.modified(16).render(space, 2));
        for (int i = 0; i < data.data().length; i++) {
            // Smooth, so no noise, but no image's projections either.
            data.data()[i] += 3 * (float) Math.sin(i / 23 * 0.7);
        }
        Discrepancy goal = Discrepancy.of(a, data.data());
        assertTrue(goal.note().contains("least squares come no closer"), goal.note());
        double alone = Discrepancy.estimate(a, data.data()).radius();
        double misfit = goal.reached(a, goal.leastSquares()) * goal.radius();
        assertTrue(misfit > 2 * alone, "misfit " + misfit + " above " + alone);
        assertEquals(Math.hypot(alone, misfit), goal.radius(), 1e-3 * misfit);
    }

    @Test
    void gridErrorIsEstimatedFromTheData() {
        Space space = Space.image(128, 128, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(space, 183, 1, 60);
        Projector a = beam.projector();
        Image exact = SheppLogan.modified(128).sinogram(beam);
        float[] projected = a.apply(SheppLogan.modified(128).render(space, 8).data());
        double error = Math.sqrt(Vectors.distanceSquared(projected, exact.data()) / projected.length);
        for (double sd : new double[] {0.02, 0.1, 0.5}) {
            double estimated = a.modelError(noisy(exact, sd, 9).data(), sd);
            assertEquals(error, estimated, 0.4 * error, "noise " + sd);
        }
        assertEquals(
                0, new Gradient(space).modelError(new Gradient(space).range().zeros(), 1));
    }

    @Test
    void unevenNoiseCountsByItsMeanSquare() {
        Space space = Space.image(256, 64, 1);
        Image data = noisy(Image.zeros(space), 0.1, 10);
        float[] strong = noisy(Image.zeros(space), 0.9, 11).data();
        System.arraycopy(strong, 0, data.data(), 0, strong.length / 4);
        assertEquals(Math.sqrt(0.25 * 0.81 + 0.75 * 0.01), NoiseLevel.of(data), 0.05);
    }

    @Test
    void zeroDataHaveTheGoalZero() {
        Projector a = ParallelBeam.halfTurn(Space.image(8, 8, 1), 12, 1, 5).projector();
        Discrepancy goal = Discrepancy.of(a, a.range().zeros());
        assertEquals(0, goal.radius());
        assertArrayEquals(a.domain().zeros(), goal.leastSquares());
    }

    @Test
    void searchFindsTheRootOrSaysThatThereIsNone() {
        WeightSearch found = WeightSearch.run(1, 1e6, w -> Math.pow(w / 321, 0.4));
        assertTrue(found.reached());
        assertEquals(321, found.weight(), 321 * 0.03);
        assertTrue(found.evaluations() <= 12, "evaluations " + found.evaluations());
        WeightSearch none = WeightSearch.run(1, 100, w -> 2 + w);
        assertFalse(none.reached());
        assertEquals(0.01, none.weight(), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> WeightSearch.run(0, 10, w -> w));
    }

    @Test
    void photonsOfAScanAreFound() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(128, 128, 1), 183, 1, 90);
        Image clean = SheppLogan.modified(128).sinogram(beam);
        Vectors.scale(0.1, clean.data());
        for (double photons : new double[] {300, 1e3, 1e4}) {
            float[] data = new PoissonTransmission(photons).sample(clean.data(), random(12));
            PhotonLevel found = PhotonLevel.of(clean.space(), data);
            assertEquals(photons, found.photons(), 0.25 * photons, found.note());
            assertEquals(1, found.bright() / found.dim(), 0.4, found.note());
        }
        // Noise of equal strength is no photon noise: dim cells would be too quiet by far.
        PhotonLevel gaussian =
                PhotonLevel.of(clean.space(), noisy(clean, 0.05, 13).data());
        assertTrue(gaussian.dim() > 3 * gaussian.bright(), gaussian.note());
        assertEquals(
                Double.POSITIVE_INFINITY,
                PhotonLevel.of(clean.space(), clean.space().zeros()).photons());
        assertTrue(
                Double.isNaN(PhotonLevel.of(Space.image(2, 2, 1), new float[4]).photons()));
    }

    @Test
    void expectedDevianceIsTheMeanOfManyDraws() {
        RandomGenerator random = random(14);
        for (double mean : new double[] {0.05, 0.7, 4, 40, 99, 101}) {
            int draws = 200_000;
            double sum = 0;
            for (int i = 0; i < draws; i++) {
                long y = Poisson.sample(mean, random);
                sum += mean - y + (y == 0 ? 0 : y * Math.log(y / mean));
            }
            assertEquals(sum / draws, ExpectedDeviance.half(mean), 0.01, "mean " + mean);
        }
        assertEquals(0, ExpectedDeviance.half(0));
        assertEquals(2 * ExpectedDeviance.half(3), ExpectedDeviance.half(new double[] {3, 0, 3}));
    }

    @Test
    void leastRiskIsFoundOrSaidToLieOutside() {
        RiskSearch found = RiskSearch.run(1, 1e6, w -> Math.pow(Math.log(w / 37), 2));
        assertTrue(found.bracketed());
        assertEquals(37, found.weight(), 0.5);
        RiskSearch low = RiskSearch.run(1, 100, w -> w);
        assertFalse(low.bracketed());
        assertEquals(0.01, low.weight(), 0.01);
        assertFalse(RiskSearch.run(1, 100, w -> Double.NaN).bracketed());
        assertThrows(IllegalArgumentException.class, () -> RiskSearch.run(1, 1, w -> w));
    }

    @Test
    void givenNoiseIsTakenAsItIs() {
        Space space = Space.image(40, 40, 1);
        Discrepancy goal = Discrepancy.estimate(
                new Identity(space), noisy(Image.zeros(space), 1, 15).data(), OptionalDouble.of(0.5));
        assertEquals(20, goal.radius(), 1e-9);
        assertTrue(goal.note().contains("given"), goal.note());
    }
}
