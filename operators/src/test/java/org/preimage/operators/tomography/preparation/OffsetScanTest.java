package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.ParallelBeam;

class OffsetScanTest {
    @ParameterizedTest
    @ValueSource(doubles = {15.3, 40.6, 100.2, 170.2, 184.0})
    void findsTheAxisAndJoinsBothSides(double axis) {
        double reach = Math.max(axis, 199 - axis);
        EllipsePhantom object = Scans.object(0.97 * reach, 3);
        ParallelBeam turn = Scans.beam(64, 200, axis, 20, 380, 400);
        Image sinogram = Scans.noisy(object, turn, 0.005, 4);
        assertEquals(axis, OffsetScan.find(sinogram, turn.angles(), 10).center(), 0.2);
        OffsetScan joined = OffsetScan.stitch(object.sinogram(turn), turn.angles(), axis);
        int cells = joined.sinogram().space().size(0);
        assertEquals(200, joined.angles().length);
        assertEquals(2 * reach, cells, 2);
        ParallelBeam half = new ParallelBeam(turn.image(), cells, 1, joined.center(), joined.angles());
        Image truth = object.sinogram(half);
        double error = 0;
        double size = 0;
        for (int i = 0; i < truth.data().length; i++) {
            double d = truth.data()[i] - joined.sinogram().data()[i];
            error += d * d;
            size += truth.data()[i] * truth.data()[i];
        }
        assertTrue(error < 1e-4 * size, "relative error " + Math.sqrt(error / size));
    }

    @Test
    void viewsThatDoNotMeetAreInterpolated() {
        ParallelBeam turn = Scans.beam(64, 200, 30.4, 0, 360, 301);
        EllipsePhantom object = Scans.object(150, 5);
        Image sinogram = object.sinogram(turn);
        assertEquals(30.4, OffsetScan.find(sinogram, turn.angles(), 10).center(), 0.2);
        OffsetScan joined = OffsetScan.stitch(sinogram, turn.angles(), 30.4);
        assertEquals(151, joined.angles().length);
    }

    @Test
    void unsuitableInputIsRefused() {
        ParallelBeam half = Scans.beam(64, 64, 10, 0, 300, 60);
        Image sinogram = Image.zeros(half.sinogram());
        assertThrows(IllegalArgumentException.class, () -> OffsetScan.find(sinogram, half.angles(), 10));
        assertThrows(IllegalArgumentException.class, () -> OffsetScan.stitch(sinogram, half.angles(), 10));
        double[] turn = ParallelBeam.uniformAngles(0, 360, 60);
        assertThrows(IllegalArgumentException.class, () -> OffsetScan.stitch(sinogram, turn, 64));
        assertThrows(IllegalArgumentException.class, () -> OffsetScan.find(sinogram, turn, 4));
    }
}
