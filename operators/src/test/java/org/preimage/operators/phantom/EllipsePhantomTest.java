package org.preimage.operators.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.ParallelBeam;

class EllipsePhantomTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    private static double sum(Image image) {
        double sum = 0;
        for (float v : image.data()) {
            sum += v;
        }
        return sum;
    }

    @Test
    void renderingCountsTheSamplePointsInside() {
        Ellipse e = new Ellipse(1.3, -2.1, 5.5, 2.2, 33, 1.5);
        Space space = Space.image(20, 14, 0.9);
        Image image = new EllipsePhantom(List.of(e)).render(space, 3);
        double phi = Math.toRadians(33);
        for (int r = 0; r < 14; r++) {
            for (int c = 0; c < 20; c++) {
                int inside = 0;
                for (int k = 0; k < 9; k++) {
                    double x = (c - 9.5 + (k % 3 - 1) / 3.0) * 0.9 - 1.3;
                    double y = (6.5 - r + (k / 3 - 1) / 3.0) * 0.9 + 2.1;
                    double u = (x * Math.cos(phi) + y * Math.sin(phi)) / 5.5;
                    double v = (y * Math.cos(phi) - x * Math.sin(phi)) / 2.2;
                    inside += u * u + v * v <= 1 ? 1 : 0;
                }
                assertEquals(1.5 * inside / 9, image.data()[r * 20 + c], 1e-6, "row " + r + ", column " + c);
            }
        }
    }

    @Test
    void everyProjectionHoldsTheWholeMass() {
        EllipsePhantom phantom =
                new EllipsePhantom(List.of(new Ellipse(5, -8, 12, 6, 20, 2), new Ellipse(-3, 3, 4, 9, -50, -0.5)));
        double mass = Math.PI * (2 * 12 * 6 - 0.5 * 4 * 9);
        Space space = Space.image(64, 64, 1);
        assertEquals(mass, sum(phantom.render(space, 8)), 2e-3 * mass);
        Image sinogram = phantom.sinogram(ParallelBeam.halfTurn(space, 400, 0.25, 7));
        for (int k = 0; k < 7; k++) {
            double total = 0;
            for (int j = 0; j < 400; j++) {
                total += 0.25 * sinogram.data()[k * 400 + j];
            }
            assertEquals(mass, total, 2e-3 * mass, "angle " + k);
        }
    }

    @Test
    void lineIntegralOfARotatedEllipseAlongItsAxes() {
        Ellipse e = new Ellipse(0, 0, 3, 1, 90, 2);
        assertEquals(2 * 2 * 3, e.lineIntegral(1, 0, 0), 1e-12);
        assertEquals(2 * 2 * 1, e.lineIntegral(0, 1, 0), 1e-12);
        assertEquals(0, e.lineIntegral(1, 0, 1.0001), 0);
    }

    @Test
    void scalingLengthsScalesLineIntegrals() {
        Space space = Space.image(8, 8, 4);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, 15, 3, 5);
        ParallelBeam small = ParallelBeam.halfTurn(Space.image(8, 8, 2), 15, 1.5, 5);
        float[] large = SheppLogan.original(32).times(3).sinogram(geometry).data();
        float[] half = SheppLogan.original(16).sinogram(small).data();
        Vectors.scale(6, half);
        assertArrayEquals(large, half, 1e-4f);
    }

    @Test
    void threadsDoNotChangeTheImage() {
        Space space = Space.image(50, 60, 1);
        float[] one = Parallelization.runSingleThreaded(
                () -> SheppLogan.modified(60).render(space, 4).data());
        float[] many = Parallelization.runWithNumThreads(
                5, () -> SheppLogan.modified(60).render(space, 4).data());
        assertArrayEquals(one, many);
    }

    @Test
    void sheppLoganHasItsKnownValues() {
        Space space = Space.image(201, 201, 0.01);
        Image original = SheppLogan.original().render(space, 1);
        Image modified = SheppLogan.modified().render(space, 1);
        assertEquals(1.02, original.data()[100 * 201 + 100], 1e-6);
        assertEquals(1.00, original.data()[100 * 201 + 122], 1e-6);
        assertEquals(0.2, modified.data()[100 * 201 + 100], 1e-6);
        assertEquals(0.0, modified.data()[100 * 201 + 122], 1e-6);
        assertEquals(1.0, modified.data()[(100 - 90) * 201 + 100], 1e-6);
        assertEquals(0.3, modified.data()[(100 - 35) * 201 + 100], 1e-6);
    }

    @Test
    void agreesWithTheReferenceSheppLogan() throws Exception {
        Image image = Npy.read(SharedData.require("refs/bench/sl_512.npy"));
        Image sinogram = Npy.read(SharedData.require("refs/bench/sl_sino_512_180x729.npy"));
        Space space = Space.image(512, 512, 1);
        EllipsePhantom phantom = SheppLogan.modified(512);
        double imageError = best(phantom, space, image);
        double sinogramError = Vectors.relativeDistance(
                phantom.sinogram(ParallelBeam.halfTurn(space, 729, 1, 180)).data(), sinogram.data());
        assertTrue(imageError < 1e-6, "image " + imageError);
        assertTrue(sinogramError < 1e-6, "sinogram " + sinogramError);
    }

    /** The reference's supersampling is not stated. */
    private static double best(EllipsePhantom phantom, Space space, Image reference) {
        double best = Double.POSITIVE_INFINITY;
        for (int s = 2; s <= 10; s++) {
            best = Math.min(
                    best, Vectors.relativeDistance(phantom.render(space, s).data(), reference.data()));
        }
        return best;
    }

    @Test
    void agreesWithTheReferenceEllipses() throws Exception {
        List<Ellipse> ellipses = new ArrayList<>();
        for (String line : Files.readAllLines(SharedData.require("refs/ellipses64_params.csv"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] p = line.split(",");
                double[] v = new double[6];
                for (int i = 0; i < 6; i++) {
                    v[i] = Double.parseDouble(p[i]);
                }
                ellipses.add(new Ellipse(v[3], v[4], v[1], v[2], v[5], v[0]));
            }
        }
        assertEquals(12, ellipses.size());
        EllipsePhantom phantom = new EllipsePhantom(ellipses).scaled(32);
        Space space = Space.image(64, 64, 1);
        Image image = Npy.read(SharedData.require("refs/ellipses64.npy"));
        Image sinogram = Npy.read(SharedData.require("refs/ct_par_analytic_45x91.npy"));
        double imageError = Vectors.relativeDistance(phantom.render(space, 8).data(), image.data());
        double sinogramError = Vectors.relativeDistance(
                phantom.sinogram(ParallelBeam.halfTurn(space, 91, 1, 45)).data(), sinogram.data());
        assertTrue(imageError < 1e-6, "image " + imageError);
        assertTrue(sinogramError < 1e-6, "sinogram " + sinogramError);

        Image fanned = Npy.read(SharedData.require("refs/ct_fan_analytic_60x128.npy"));
        FanBeam fan = new FanBeam(
                space, Detector.line(128, 1.5), FanBeam.Shape.FLAT, 120, 200, Beam.uniformAngles(0, 360, 60));
        double fanError = Vectors.relativeDistance(phantom.sinogram(fan).data(), fanned.data());
        assertTrue(fanError < 1e-6, "fan sinogram " + fanError);
    }

    /** A disc of radius 3 at (2, 1): the chord of each ray from the source, from its distance to the middle. */
    @Test
    void fansMeasureChords() {
        for (FanBeam.Shape shape : FanBeam.Shape.values()) {
            FanBeam beam = new FanBeam(
                    Space.image(16, 16, 1), Detector.line(21, 1.3, 8.5), shape, 15, 25, new double[] {0, 33, 90, 200});
            float[] found =
                    Discs.of(new Discs.Disc(2, 1, 3, 0.5)).sinogram(beam).data();
            for (int i = 0; i < found.length; i++) {
                double t = Math.toRadians(beam.angles()[i / 21]);
                double along = (i % 21 - 8.5) * 1.3 / 25;
                double g = shape == FanBeam.Shape.FLAT ? Math.atan(along) : along;
                double dx = Math.cos(t) * Math.sin(g) - Math.sin(t) * Math.cos(g);
                double dy = Math.sin(t) * Math.sin(g) + Math.cos(t) * Math.cos(g);
                double d = (2 - 15 * Math.sin(t)) * dy - (1 + 15 * Math.cos(t)) * dx;
                assertEquals(Math.sqrt(Math.max(0, 9 - d * d)), found[i], 1e-5, shape + " " + i);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> SheppLogan.original()
                .sinogram(ParallelBeam.halfTurn(Space.image(8, 8, 1), 11, 1, 4).stack(3, 1)));
    }

    @Test
    void divalEllipsesFollowTheirProtocol() {
        RandomEllipses distribution = RandomEllipses.dival(128);
        Space space = Space.image(128, 128, 1);
        RandomGenerator random = random(1);
        double count = 0;
        double halfAxis = 0;
        int n = 200;
        for (int i = 0; i < n; i++) {
            EllipsePhantom phantom = distribution.sample(random);
            count += phantom.ellipses().size();
            for (Ellipse e : phantom.ellipses()) {
                assertTrue(e.value() >= -0.4 && e.value() <= 1);
                assertTrue(Math.abs(e.x()) <= 0.9 * 64 && Math.abs(e.y()) <= 0.9 * 64);
                halfAxis += e.a() + e.b();
            }
        }
        assertEquals(40, count / n, 4 * Math.sqrt(40.0 / n));
        assertEquals(0.2 * 64, halfAxis / (2 * count), 4 * 0.2 * 64 / Math.sqrt(2 * count));
        float[] image = distribution.sample(random(5), space, 1).data();
        float max = 0;
        for (float v : image) {
            assertTrue(v >= 0);
            max = Math.max(max, v);
        }
        assertEquals(1, max);
        assertArrayEquals(image, distribution.sample(random(5), space, 1).data());
        assertNotEquals(sum(new Image(space, image)), sum(distribution.sample(random(6), space, 1)));
    }

    @Test
    void theOtherDistributionsKeepTheirBounds() {
        Space space = Space.image(32, 32, 2);
        for (int seed = 0; seed < 20; seed++) {
            int n = RandomEllipses.few(64).sample(random(seed)).ellipses().size();
            assertTrue(n >= 5 && n <= 9);
            float min = 1;
            for (float v : RandomEllipses.few(64).sample(random(seed), space, 2).data()) {
                min = Math.min(min, v);
            }
            assertEquals(0, min);
            EllipsePhantom adler = RandomEllipses.adler(64).sample(random(seed));
            assertArrayEquals(
                    adler.render(space, 1).data(),
                    RandomEllipses.adler(64).sample(random(seed), space, 1).data());
        }
    }

    @Test
    void discsAreEllipses() {
        EllipsePhantom phantom = Discs.of(new Discs.Disc(1, 2, 3, 4));
        assertEquals(List.of(new Ellipse(1, 2, 3, 3, 0, 4)), phantom.ellipses());
        float[] inserts = Discs.inserts(100).render(Space.image(100, 100, 1), 1).data();
        assertEquals(1, inserts[50 * 100 + 50]);
        assertEquals(2, inserts[50 * 100 + 50 + 32]);
        assertEquals(0, inserts[0]);
    }

    @Test
    void badArgumentsAreRefused() {
        EllipsePhantom phantom = SheppLogan.original();
        assertThrows(IllegalArgumentException.class, () -> phantom.render(Space.vector(5), 1));
        assertThrows(IllegalArgumentException.class, () -> phantom.render(Space.image(5, 5, 1), 0));
        assertThrows(IllegalArgumentException.class, () -> new Ellipse(0, 0, 0, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Ellipse(Double.NaN, 0, 1, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> RandomEllipses.dival(-1));
    }
}
