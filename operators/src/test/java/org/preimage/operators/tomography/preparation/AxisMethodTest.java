package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class AxisMethodTest {
    private static double find(AxisMethod method, ParallelBeam beam, double radius, double noise, int seed) {
        Image sinogram = Scans.noisy(Scans.object(radius, seed), beam, noise, seed);
        return method.find(sinogram, beam.angles()).axis().center();
    }

    /** Objects on the detector, and wider ones; the error in cells. */
    @ParameterizedTest
    @CsvSource({
        // cells, views, axis, start, stop, radius, noise, error
        "200, 181, 104.7, 0, 181, 90, 0.02, 0.15",
        "200, 180, 90.3, 0, 180, 88, 0.02, 0.3",
        "200, 360, 93.4, 0, 360, 90, 0.05, 0.15",
        "200, 181, 104.7, 0, 181, 140, 0.01, 0.15",
        "200, 180, 104.7, 0, 180, 140, 0.002, 0.3",
        "200, 360, 104.7, 30, 390, 140, 0.02, 0.15",
    })
    void registersViewsHalfATurnApart(
            int cells, int views, double axis, double start, double stop, double radius, double noise, double error) {
        ParallelBeam beam = Scans.beam(64, cells, axis, start, stop, views);
        for (int seed = 1; seed < 4; seed++) {
            assertEquals(axis, find(AxisMethod.REGISTRATION, beam, radius, noise, seed), error, "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 100, 95.2, 0, 100, 0.3", "200, 140, 90.3, 0, 140, 0.2", "200, 60, 105.7, -20, 40, 0.5"})
    void findsShortArcsByMoments(int cells, int views, double axis, double start, double stop, double error) {
        ParallelBeam beam = Scans.beam(64, cells, axis, start, stop, views);
        for (int seed = 1; seed < 4; seed++) {
            assertEquals(axis, find(AxisMethod.MOMENTS, beam, 80, 0.01, seed), error, "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"120, 120, 57.3, 0, 180, 50, 0.3", "120, 121, 61.6, 0, 181, 80, 0.4"})
    void findsTheSharpestSlice(
            int cells, int views, double axis, double start, double stop, double radius, double error) {
        ParallelBeam beam = Scans.beam(64, cells, axis, start, stop, views);
        assertEquals(axis, find(AxisMethod.IMAGE, beam, radius, 0.01, 2), error);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 180, 180, 80, HARMONIC",
        "0, 140, 140, 80, HARMONIC",
        "0, 100, 100, 80, MOMENTS",
        "0, 180, 180, 140, REGISTRATION",
        "0, 360, 180, 140, REGISTRATION",
        "0, 100, 50, 140, IMAGE",
    })
    void choosesByArcAndWidth(double start, double stop, int views, double radius, AxisMethod expected) {
        ParallelBeam beam = Scans.beam(64, 200, 101.3, start, stop, views);
        AxisMethod.Found found =
                AxisMethod.AUTO.find(Scans.noisy(Scans.object(radius, 1), beam, 0.005, 1), beam.angles());
        assertEquals(expected, found.by());
        if (expected != AxisMethod.IMAGE) {
            assertEquals(101.3, found.axis().center(), 0.4);
        }
        assertTrue(found.description().startsWith("found"), found.description());
    }

    @Test
    void findsTheAxisOfTheTooth() throws Exception {
        Dxchange scan = Dxchange.read(SharedData.require("data/ct_tooth.h5"), 0);
        Image sinogram =
                FlatField.correct(scan.counts(), scan.flats(), scan.darks()).lineIntegrals();
        for (AxisMethod method : AxisMethod.values()) {
            assertEquals(296, method.find(sinogram, scan.angles()).axis().center(), 0.5, method.label());
        }
        int views = 140;
        Image part = new Image(
                Space.of(new Axis(Role.DETECTOR, 640), new Axis(Role.ANGLE, views)),
                Arrays.copyOf(sinogram.data(), 640 * views));
        double[] angles = Arrays.copyOf(scan.angles(), views);
        assertEquals(296, AxisMethod.AUTO.find(part, angles).axis().center(), 0.5);
    }

    @Test
    void unsuitableDataAreRefused() {
        ParallelBeam beam = Scans.beam(64, 64, 31.5, 0, 100, 50);
        Image sinogram = Scans.object(25, 1).sinogram(beam);
        assertThrows(IllegalArgumentException.class, () -> AxisRegistration.find(sinogram, beam.angles()));
        assertThrows(IllegalArgumentException.class, () -> AxisRegistration.find(sinogram, new double[49]));
        double[] narrow = ParallelBeam.uniformAngles(0, 30, 50);
        assertThrows(IllegalArgumentException.class, () -> AxisFromMoments.find(sinogram, narrow));
        Image nothing = Image.zeros(beam.sinogram());
        assertThrows(IllegalArgumentException.class, () -> AxisFromMoments.find(nothing, beam.angles()));
        assertThrows(IllegalArgumentException.class, () -> AxisMethod.IMAGE.find(nothing, beam.angles()));
        double[] half = ParallelBeam.uniformAngles(0, 180, 50);
        assertThrows(IllegalArgumentException.class, () -> AxisRegistration.find(nothing, half));
        assertThrows(
                IllegalArgumentException.class,
                () -> AxisFromImage.find(sinogram, beam.angles(), AxisFromImage.Metric.ENTROPY, 70, 5));
        assertThrows(IllegalArgumentException.class, () -> AxisMethod.labelled("best"));
        assertEquals(AxisMethod.IMAGE, AxisMethod.labelled("image"));
    }
}
