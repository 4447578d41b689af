package org.preimage.operators.mri.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.BesselJ;
import org.junit.jupiter.api.Test;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.phantom.SheppLogan3D;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class PhantomKspaceTest {
    private static Image complex(Image real) {
        Image image = Image.zeros(real.space().complex());
        for (int i = 0; i < real.data().length; i++) {
            image.data()[2 * i] = real.data()[i];
        }
        return image;
    }

    @Test
    void besselAgreesWithTheLibrary() {
        assertEquals(0.5, BesselJ1.over(0), 1e-15);
        for (double x = 0.01; x < 300; x = 1.05 * x + 0.01) {
            assertEquals(BesselJ.value(1, x) / x, BesselJ1.over(x), 1e-10, "x = " + x);
        }
    }

    @Test
    void theInverseTransformOfAllOfKspaceIsThePhantom() {
        // A phantom without symmetry on a grid of an even and an odd size and oblong pixels: an axis that is mirrored
        // or
        // half a pixel off shows.
        EllipsePhantom phantom =
                new EllipsePhantom(List.of(new Ellipse(5, -9, 20, 12, 30, 1), new Ellipse(-12, 7, 9, 16, -20, 0.6)));
        Space image = Space.of(new Axis(Role.X, 96, 0.9), new Axis(Role.Y, 81, 1.2));
        Image kspace = PhantomKspace.of(phantom, image).cartesian(FourierSensitivities.one(image));
        float[] back = FourierTransform.spatial(image.complex()).adjoint(kspace.data());
        Image truth = complex(phantom.render(image, 8));
        double error = Vectors.relativeDistance(back, truth.data());
        // What lies beyond the edge of k-space is missing: ringing at edges only.
        assertTrue(error < 0.06, "relative difference " + error);
        double shifted = 0;
        for (int i = 2; i < back.length; i++) {
            shifted += Math.pow(back[i - 2] - truth.data()[i], 2);
        }
        assertTrue(Math.sqrt(shifted) / Vectors.norm(truth.data()) > 2 * error, "a pixel off is worse");
    }

    @Test
    void sheppLoganFallsOnItsPixels() {
        int n = 128;
        Space image = Space.image(n, n, 1);
        EllipsePhantom phantom = SheppLogan.modified(n);
        Image kspace = PhantomKspace.of(phantom, image).cartesian(FourierSensitivities.one(image));
        float[] back = FourierTransform.spatial(image.complex()).adjoint(kspace.data());
        Image truth = phantom.render(image, 8);
        // Away from edges, where the 7 x 7 pixels around all agree, little of the ringing is left.
        int inside = 0;
        double worst = 0;
        for (int y = 3; y < n - 3; y++) {
            for (int x = 3; x < n - 3; x++) {
                boolean flat = true;
                for (int k = 0; k < 49; k++) {
                    flat &= truth.data()[(y + k / 7 - 3) * n + x + k % 7 - 3] == truth.data()[y * n + x];
                }
                if (flat) {
                    inside++;
                    worst = Math.max(worst, Math.abs(back[2 * (y * n + x)] - truth.data()[y * n + x]));
                    assertEquals(0, back[2 * (y * n + x) + 1], 0.02);
                }
            }
        }
        assertTrue(inside > 5000);
        assertTrue(worst < 0.12, "largest difference " + worst);
    }

    @Test
    void theSumOverFinePixelsTendsToTheIntegral() {
        int n = 32;
        Space image = Space.image(n, n, 2);
        EllipsePhantom phantom = SheppLogan.modified(2.0 * n);
        Trajectory trajectory = random(40, 2, 14);
        float[] exact = PhantomKspace.of(phantom, image)
                .along(trajectory, FourierSensitivities.one(image))
                .data();
        int fine = 512;
        Image pixels = phantom.render(Space.image(fine, fine, 2.0 * n / fine), 4);
        float[] sum = new float[exact.length];
        for (int j = 0; j < trajectory.count(); j++) {
            double re = 0;
            double im = 0;
            for (int y = 0; y < fine; y++) {
                for (int x = 0; x < fine; x++) {
                    // The middle of a fine pixel in coarse samples, from coarse sample n / 2.
                    double cx = (x + 0.5) * n / fine - 0.5 - n / 2;
                    double cy = (y + 0.5) * n / fine - 0.5 - n / 2;
                    double phase = -2 * Math.PI * (trajectory.at(j, 0) * cx + trajectory.at(j, 1) * cy) / n;
                    float v = pixels.data()[y * fine + x];
                    if (v != 0) {
                        re += v * Math.cos(phase);
                        im += v * Math.sin(phase);
                    }
                }
            }
            double scale = (double) n * n / ((double) fine * fine) / n;
            sum[2 * j] = (float) (scale * re);
            sum[2 * j + 1] = (float) (scale * im);
        }
        double error = Vectors.relativeDistance(sum, exact);
        assertTrue(error < 3e-3, "relative difference " + error);
    }

    private static Trajectory random(int count, int dimensions, double reach) {
        SplittableRandom random = new SplittableRandom(2);
        float[] k = new float[count * dimensions];
        for (int i = 0; i < k.length; i++) {
            k[i] = (float) random.nextDouble(-reach, reach);
        }
        return new Trajectory(k, dimensions, count, 1);
    }

    @Test
    void gridAndTrajectoryAgree() {
        Space image = Space.image(10, 7, 1.5);
        EllipsePhantom phantom = SheppLogan.modified(9);
        FourierSensitivities coils = FourierSensitivities.fit(new LoopCoils(4).on(image), 2);
        float[] grid = PhantomKspace.of(phantom, image).cartesian(coils).data();
        float[] k = new float[140];
        for (int i = 0; i < 70; i++) {
            k[2 * i] = i % 10 - 5;
            k[2 * i + 1] = i / 10 - 3;
        }
        Image along = PhantomKspace.of(phantom, image).along(new Trajectory(k, 2, 10, 7), coils);
        assertEquals(0, Vectors.relativeDistance(along.data(), grid));
    }

    @Test
    void coilsMultiplyTheObject() {
        int n = 96;
        Space image = Space.image(n, n, 1);
        FourierSensitivities coils = FourierSensitivities.fit(new LoopCoils(6).on(image), 3);
        EllipsePhantom phantom = SheppLogan.modified(0.9 * n);
        Image kspace = PhantomKspace.of(phantom, image).cartesian(coils);
        Sensitivities maps = coils.maps();
        float[] expected = maps.apply(complex(phantom.render(image, 8)).data());
        float[] back = FourierTransform.spatial(maps.range()).adjoint(kspace.data());
        double error = Vectors.relativeDistance(back, expected);
        assertTrue(error < 0.15, "relative difference " + error);
        // Compared as data where k-space is low, where pixels are as good as the integral.
        float[] data = FourierTransform.spatial(maps.range()).apply(expected);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < data.length; i++) {
            int p = i / 2 % (n * n);
            if (Math.hypot(p % n - n / 2, p / n - n / 2) < 8) {
                difference += Math.pow(data[i] - kspace.data()[i], 2);
                size += Math.pow(data[i], 2);
            }
        }
        assertTrue(Math.sqrt(difference / size) < 5e-3, "relative difference " + Math.sqrt(difference / size));
    }

    @Test
    void theSeriesIsNearTheMaps() {
        Space image = Space.image(64, 48, 3);
        Sensitivities maps = new LoopCoils(8).on(image);
        double error = Vectors.relativeDistance(
                FourierSensitivities.fit(maps, 4).maps().maps().data(),
                maps.maps().data());
        assertTrue(error < 0.02, "relative difference " + error);
    }

    @Test
    void ellipsoidsFallOnTheirVoxels() {
        int n = 32;
        Space volume = Space.volume(n, n, n, 2);
        EllipsoidPhantom phantom = EllipsoidPhantom.of(
                new Ellipsoid(6, -8, 4, 20, 12, 14, 25, 1), new Ellipsoid(-10, 9, -9, 7, 13, 9, -40, 0.5));
        Image kspace = PhantomKspace.of(phantom, volume).cartesian(FourierSensitivities.one(volume));
        float[] back = FourierTransform.spatial(volume.complex()).adjoint(kspace.data());
        double error = Vectors.relativeDistance(
                back, complex(phantom.render(volume, 4)).data());
        assertTrue(error < 0.12, "relative difference " + error);
        float[] low = PhantomKspace.of(SheppLogan3D.modified(2.0 * n), volume)
                .along(new Trajectory(new float[] {0, 0, 0}, 3, 1, 1), FourierSensitivities.one(volume))
                .data();
        double sum = 0;
        for (float v : SheppLogan3D.modified(2.0 * n).render(volume, 6).data()) {
            sum += v;
        }
        assertEquals(sum / Math.pow(n, 1.5), low[0], 2e-3 * low[0]);
        assertEquals(0, low[1], 1e-4);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Space image = Space.image(8, 8, 1);
        PhantomKspace kspace = PhantomKspace.of(SheppLogan.modified(8), image);
        assertEquals(
                "the trajectory has 3 dimensions, but the phantom has 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> kspace.along(random(3, 3, 1), FourierSensitivities.one(image)))
                        .getMessage());
        assertEquals(
                "the image is 8 X x 8 Y, but the phantom has 3 dimensions",
                assertThrows(IllegalArgumentException.class, () -> PhantomKspace.of(EllipsoidPhantom.of(), image))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> kspace.cartesian(FourierSensitivities.one(Space.image(9, 8, 1))));
    }
}
