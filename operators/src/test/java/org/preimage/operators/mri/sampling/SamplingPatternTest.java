package org.preimage.operators.mri.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class SamplingPatternTest {
    private static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    private static void requireBlock(SamplingMask mask, int side) {
        int nx = mask.space().size(0);
        int ny = mask.space().size(1);
        for (int y = ny / 2 - side / 2; y < ny / 2 - side / 2 + side; y++) {
            for (int x = nx / 2 - side / 2; x < nx / 2 - side / 2 + side; x++) {
                assertTrue(mask.kept(y * nx + x));
            }
        }
    }

    @Property(tries = 60)
    void poissonDiscHasTheAccelerationAndTheBlock(
            @ForAll @IntRange(min = 48, max = 130) int nx,
            @ForAll @IntRange(min = 48, max = 130) int ny,
            @ForAll @DoubleRange(min = 1.3, max = 12) double acceleration,
            @ForAll @IntRange(min = 0, max = 12) int block,
            @ForAll @DoubleRange(min = 0, max = 3) double slope,
            @ForAll boolean elliptical,
            @ForAll long seed) {
        PoissonDisc pattern = new PoissonDisc(acceleration, block, slope, elliptical);
        SamplingMask mask = pattern.mask(Space.image(nx, ny, 1), random(seed));
        assertEquals((int) Math.round(nx * ny / acceleration), mask.count());
        requireBlock(mask, block);
        assertArrayEquals(
                mask.toArray(),
                pattern.mask(Space.image(nx, ny, 1), random(seed)).toArray());
        if (elliptical) {
            SamplingMask inside = new Elliptical().mask(Space.image(nx, ny, 1));
            for (int i = 0; i < nx * ny; i++) {
                assertTrue(!mask.kept(i) || inside.kept(i));
            }
        }
    }

    @Property(tries = 12)
    void pointsOfAUniformPoissonDiscKeepTheirDistance(
            @ForAll @DoubleRange(min = 3, max = 12) double acceleration, @ForAll long seed) {
        int n = 64;
        SamplingMask mask = new PoissonDisc(acceleration, 0).mask(Space.image(n, n, 1), random(seed));
        // Discs of the mean radius r pack to about 0.7 r^2 of the area each; lattice distances lie at most sqrt 2
        // apart.
        double closest = nearest(mask).min().orElseThrow();
        assertTrue(closest > 0.8 * Math.sqrt(acceleration) / Math.sqrt(2));
        // No place is farther from all points than a disc is wide, but for the few points that make the number exact.
        assertTrue(widestGaps(mask) < 0.01);
    }

    private static DoubleStream nearest(SamplingMask mask) {
        int n = mask.space().size(0);
        int[] points = points(mask);
        return Arrays.stream(points).mapToDouble(p -> Arrays.stream(points)
                .filter(q -> q != p)
                .mapToDouble(q -> Math.hypot(p % n - q % n, p / n - q / n))
                .min()
                .orElseThrow());
    }

    private static int[] points(SamplingMask mask) {
        int[] points = new int[mask.count()];
        int count = 0;
        for (int i = 0; i < mask.space().points(); i++) {
            if (mask.kept(i)) {
                points[count++] = i;
            }
        }
        return points;
    }

    /** Which part of the plane has no point within 1.3 sqrt R. */
    private static double widestGaps(SamplingMask mask) {
        int n = mask.space().size(0);
        int[] points = points(mask);
        double reach = 1.3 * Math.sqrt(mask.acceleration());
        long far = 0;
        for (int i = 0; i < n * n; i++) {
            int at = i;
            far += Arrays.stream(points).noneMatch(q -> Math.hypot(at % n - q % n, at / n - q / n) <= reach) ? 1 : 0;
        }
        return (double) far / (n * n);
    }

    @Test
    void discsWidenTowardsTheEdge() {
        int n = 128;
        SamplingMask mask = new PoissonDisc(6, 0, 2, false).mask(Space.image(n, n, 1), random(3));
        double[] inside = new double[2];
        double[] outside = new double[2];
        for (int i = 0; i < n * n; i++) {
            double radius = Math.hypot(i % n - 64, i / n - 64) / 64;
            double[] ring = radius < 0.3 ? inside : radius > 0.8 ? outside : null;
            if (ring != null) {
                ring[0] += mask.kept(i) ? 1 : 0;
                ring[1]++;
            }
        }
        // The discs are 1.4 and 2.8 times r wide on average over the rings: densities of about 4 to 1.
        assertTrue(inside[0] / inside[1] / (outside[0] / outside[1]) >= 2.5
                && inside[0] / inside[1] / (outside[0] / outside[1]) <= 6.0);
    }

    @Property(tries = 40)
    void randomLinesAreAsManyAsAskedFor(
            @ForAll @IntRange(min = 60, max = 300) int n,
            @ForAll @DoubleRange(min = 1, max = 6) double acceleration,
            @ForAll @IntRange(min = 0, max = 10) int calibration,
            @ForAll @DoubleRange(min = 0, max = 6) double power,
            @ForAll long seed) {
        RandomLines pattern = new RandomLines(Role.KY, acceleration, calibration, power);
        Space image = Space.image(40, n, 1);
        SamplingMask mask = pattern.mask(image, random(seed));
        assertEquals(40 * (int) Math.round(n / acceleration), mask.count());
        assertEquals(calibration == 0 && mask.calibration()[1] == 0 ? 0 : 40, mask.calibration()[0]);
        assertTrue(mask.calibration()[1] >= calibration);
        assertArrayEquals(mask.toArray(), pattern.mask(image, random(seed)).toArray());
        for (int i = 0; i < mask.space().points(); i++) {
            assertEquals(mask.kept(i / 40 * 40), mask.kept(i));
        }
    }

    @Property(tries = 20)
    void randomPointsAreAsManyAsAskedForAndDenserInside(
            @ForAll @DoubleRange(min = 3, max = 10) double acceleration,
            @ForAll @IntRange(min = 0, max = 16) int block,
            @ForAll long seed) {
        SamplingMask mask = new RandomPoints(acceleration, block, 3).mask(Space.image(90, 110, 1), random(seed));
        assertEquals((int) Math.round(9900 / acceleration), mask.count());
        requireBlock(mask, block);
        long near = Arrays.stream(points(mask))
                .filter(p -> Math.hypot((p % 90 - 45) / 45.0, (p / 90 - 55) / 55.0) < 0.5)
                .count();
        // A quarter of the ellipse holds more than half of the points.
        assertTrue((double) near / mask.count() > 0.5);
    }

    @Test
    void uniformLinesHoldZeroFrequencyAndTheBlock() {
        SamplingMask mask = new UniformLines(Role.KY, 4, 8).mask(Space.image(6, 45, 1));
        for (int y = 0; y < 45; y++) {
            boolean kept = (y - 22) % 4 == 0 || y >= 18 && y < 26;
            assertEquals(kept, mask.kept(6 * y + 3));
        }
        assertArrayEquals(
                new boolean[] {
                    false, true, false, false, true, false, false, false, true, false, false, true, false, false
                },
                new UniformLines(Role.KX, 3, 0, 1).mask(Space.image(7, 2, 1)).toArray());
    }

    @Test
    void aLatticeIsShiftedFromRowToRow() {
        SamplingMask mask = new UniformGrid(2, 2, 1, 0).mask(Space.image(4, 4, 1));
        assertArrayEquals(
                new boolean[] {
                    false, true, false, true, false, false, false, false, true, false, true, false, false, false, false,
                    false
                },
                mask.toArray());
        assertEquals(6, new UniformGrid(3, 2, 1, 0).mask(Space.image(60, 60, 1)).acceleration(), 1e-9);
        requireBlock(new UniformGrid(3, 2, 1, 9).mask(Space.image(50, 60, 1)), 9);
    }

    @Test
    void volumesAreMeasuredInWholeReadouts() {
        Space volume = Space.volume(8, 64, 48, 1);
        for (SamplingPattern pattern : List.of(
                new PoissonDisc(5, 12), new RandomPoints(5, 12), new UniformGrid(2, 2, 1, 12), new Elliptical())) {
            SamplingMask mask = pattern.mask(volume, random(1));
            for (int i = 0; i < mask.space().points(); i++) {
                assertEquals(mask.kept(i / 8 * 8), mask.kept(i));
            }
            assertEquals(8, mask.calibration()[0]);
            assertTrue(mask.calibration()[2] >= 12);
        }
    }

    @Test
    void partialFourierKeepsTheUpperPart() {
        SamplingMask mask = new PartialFourier(Role.KY, 0.625).mask(Space.image(3, 16, 1));
        for (int y = 0; y < 16; y++) {
            assertEquals(y >= 6, mask.kept(3 * y));
        }
        SamplingMask both = new PartialFourier(Role.KY, 0.75)
                .and(new UniformLines(Role.KY, 2, 4))
                .mask(Space.image(3, 16, 1), random(1));
        for (int y = 0; y < 16; y++) {
            assertEquals(y >= 4 && (y % 2 == 0 || y >= 6 && y < 10), both.kept(3 * y));
        }
    }

    @Test
    void theEllipseLeavesOutTheCorners() {
        SamplingMask mask = new Elliptical().mask(Space.image(200, 300, 1));
        assertEquals(Math.PI / 4, (double) mask.count() / 60000, 0.002);
    }

    @Test
    void goldenRatioFramesDifferAndTogetherCoverKspace() {
        int n = 128;
        GoldenRatioLines pattern = new GoldenRatioLines(Role.KY, 8, 4, 0);
        List<SamplingMask> frames = pattern.frames(Space.image(2, n, 1), 12, random(5));
        boolean[] seen = new boolean[n];
        for (int t = 0; t < frames.size(); t++) {
            SamplingMask mask = frames.get(t);
            assertEquals(2 * 16, mask.count());
            assertTrue(mask.calibration()[1] >= 4);
            assertFalse(t > 0 && Arrays.equals(mask.toArray(), frames.get(t - 1).toArray()));
            for (int y = 0; y < n; y++) {
                seen[y] |= mask.kept(2 * y);
            }
        }
        int covered = 0;
        for (boolean s : seen) {
            covered += s ? 1 : 0;
        }
        // Twelve frames draw 144 lines out of 124 places: at random they would leave about a third of them.
        assertTrue(covered > 118);
        assertArrayEquals(
                frames.get(2).toArray(),
                pattern.frames(Space.image(2, n, 1), 3, random(5)).get(2).toArray());
    }

    @Test
    void framesOfARandomPatternDiffer() {
        List<SamplingMask> frames = new RandomLines(Role.KX, 4, 4).frames(Space.image(64, 2, 1), 2, random(1));
        assertFalse(Arrays.equals(frames.get(1).toArray(), frames.get(0).toArray()));
    }

    @Test
    void aKspaceWithCoilsStandsForItsImage() {
        Space image = Space.image(32, 40, 2);
        Space kspace =
                SamplingMask.frequencies(image).with(new Axis(Role.COIL, 3)).complex();
        SamplingMask mask = new PoissonDisc(3, 4).mask(kspace, random(1));
        assertEquals(SamplingMask.frequencies(image), mask.space());
        assertArrayEquals(new PoissonDisc(3, 4).mask(image, random(1)).toArray(), mask.toArray());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Space image = Space.image(32, 32, 1);
        assertEquals(
                "the acceleration is 0.5, but must be finite and at least 1", message(() -> new PoissonDisc(0.5, 4)));
        assertEquals(
                "the calibration block has 400 points, but an acceleration of 4.0 leaves 256 of 1024 in all",
                message(() -> new PoissonDisc(4, 20).mask(image, random(1))));
        assertEquals(
                "the acceleration is 1.1, but without the corners of k-space it must be at least 1.2",
                message(() -> new PoissonDisc(1.1, 4, 0, true).mask(image, random(1)))
                        .substring(0, 83));
        assertEquals(
                "the calibration block has 9 lines, but an acceleration of 4.0 leaves 8 of 32 in all",
                message(() -> new RandomLines(Role.KY, 4, 9).mask(image, random(1))));
        assertEquals("the axis is X, but must be KX, KY or KZ", message(() -> new RandomLines(Role.X, 4, 9)));
        assertEquals(
                "the axis is KZ, but the k-space is 32 KX x 32 KY and has no such axis",
                message(() -> new UniformLines(Role.KZ, 2, 0).mask(image)));
        assertEquals(
                "the fraction of k-space is 0.5, but must be more than 0.5 and at most 1",
                message(() -> new PartialFourier(Role.KY, 0.5)));
        assertEquals("the image is 4 X, but must have two or three directions", message(() -> new Elliptical()
                .mask(Space.of(new Axis(Role.X, 4)))));
    }
}
