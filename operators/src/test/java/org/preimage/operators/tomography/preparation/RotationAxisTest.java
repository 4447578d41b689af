package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.file.Npy;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class RotationAxisTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    private static ParallelBeam geometry(int detectors, double center, double start, double stop, int views) {
        return new ParallelBeam(
                Space.image(64, 64, 1), detectors, 1, center, ParallelBeam.uniformAngles(start, stop, views));
    }

    @ParameterizedTest
    @CsvSource({
        "91, 45, 40.3, 0, 180, 0.05",
        "91, 45, 54.0, 0, 180, 0.05",
        "91, 45, 49.7, 30, 210, 0",
        "91, 45, 45.0, 180, 0, 0.1",
        "128, 30, 70.2, 0, 180, 0.05",
        "363, 180, 217.3, -90, 90, 0.1",
        "91, 60, 40.3, 0, 360, 0.1",
        "91, 60, 41.6, 0, 150, 0.02",
        "91, 60, 47.1, 0, 120, 0.01",
    })
    void findsTheAxisOfNoisyData(int detectors, int views, double center, double start, double stop, double noise) {
        ParallelBeam geometry = geometry(detectors, center, start, stop, views);
        double radius = Math.min(center, detectors - 1 - center);
        for (int seed = 0; seed < 10; seed++) {
            RandomGenerator random = random(seed);
            // Ellipses whose centres lie within 0.6 of the radius; what sticks out of the detector is little.
            EllipsePhantom phantom = new RandomEllipses(
                            2 * radius, r -> 12, r -> r.nextDouble(), 0.08, 0.4, RandomEllipses.Normalisation.NONE)
                    .sample(random);
            Image sinogram = phantom.sinogram(geometry);
            new RelativeGaussianNoise(noise).sample(sinogram.data(), random, sinogram.data());
            RotationAxis axis = RotationAxis.find(sinogram, geometry.angles());
            assertEquals(center, axis.center(), 0.5, "seed " + seed);
            assertTrue(axis.residual() < 0.5, "residual " + axis.residual());
        }
    }

    @Test
    void findsTheAxisOfTheHeadPhantomInPhotonNoise() {
        ParallelBeam geometry = geometry(256, 110.75, 0, 180, 120);
        Image sinogram = SheppLogan.modified(200).times(0.02).sinogram(geometry);
        new PoissonTransmission(1000).sample(sinogram.data(), random(3), sinogram.data());
        assertEquals(110.75, RotationAxis.find(sinogram, geometry.angles()).center(), 0.2);
    }

    @Test
    void aBaselineInEachProjectionDoesNotMatter() {
        ParallelBeam geometry = geometry(128, 57.4, 0, 180, 90);
        Image sinogram = SheppLogan.modified(100).sinogram(geometry);
        double without = RotationAxis.find(sinogram, geometry.angles()).center();
        assertEquals(57.4, without, 0.3);
        RandomGenerator random = random(8);
        for (int k = 0; k < 90; k++) {
            float offset = 10 * random.nextFloat();
            for (int j = 0; j < 128; j++) {
                sinogram.data()[k * 128 + j] += offset;
            }
        }
        assertEquals(without, RotationAxis.find(sinogram, geometry.angles()).center(), 1e-3);
    }

    @Test
    void findsTheAxisOfTheTooth() throws Exception {
        for (int row = 0; row < 2; row++) {
            Dxchange scan = Dxchange.read(SharedData.require("data/ct_tooth.h5"), row);
            FlatField corrected = FlatField.correct(scan.counts(), scan.flats(), scan.darks());
            assertEquals(0, corrected.deadCells());
            RotationAxis axis = RotationAxis.find(corrected.lineIntegrals(), scan.angles());
            assertEquals(296, axis.center(), 0.5);
            assertTrue(axis.residual() < 0.01, "residual " + axis.residual());
        }
    }

    @Test
    void findsTheAxisOfTheDendrites() throws Exception {
        Image image = Npy.read(SharedData.require("data/ct_dendrites_sino.npy"));
        Space space = Space.of(new Axis(Role.DETECTOR, 1260), new Axis(Role.ANGLE, 360));
        double[] angles = ParallelBeam.uniformAngles(0, 180, 360);
        assertEquals(629.5, RotationAxis.find(image.as(space), angles).center(), 0.5);
    }

    private static void refused(String why, Image sinogram, double[] angles) {
        String message = assertThrows(IllegalArgumentException.class, () -> RotationAxis.find(sinogram, angles))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void unsuitableDataAreRefused() {
        ParallelBeam geometry = geometry(64, 31.5, 0, 180, 40);
        Image sinogram = SheppLogan.modified(60).sinogram(geometry);
        refused("39 angles", sinogram, Arrays.copyOf(geometry.angles(), 39));
        refused("must have the axes", sinogram.as(Space.image(64, 40, 1)), geometry.angles());
        refused("span 90", sinogram, ParallelBeam.uniformAngles(0, 90, 40));
        refused("span", sinogram, new double[40]);
        refused("same everywhere", Image.zeros(geometry.sinogram()), geometry.angles());
        refused("at least 14", Image.zeros(geometry(64, 31.5, 0, 180, 13).sinogram()), new double[13]);
        sinogram.data()[7] = Float.NaN;
        refused("NaN", sinogram, geometry.angles());
    }
}
