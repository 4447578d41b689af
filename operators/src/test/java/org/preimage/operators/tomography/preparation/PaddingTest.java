package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class PaddingTest {
    private final ParallelBeam beam = Scans.beam(128, 128, 61.3, 0, 180, 180);
    /** Twice as wide as the detector. */
    private final EllipsePhantom object = Scans.object(125, 2);

    /** Mean of slice - truth between two radii. */
    private double error(Image slice, double from, double to) {
        Image truth = object.render(beam.image(), 4);
        double sum = 0;
        int n = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                double r = Math.hypot(x - 63.5, y - 63.5);
                if (r >= from && r < to) {
                    sum += slice.data()[y * 128 + x] - truth.data()[y * 128 + x];
                    n++;
                }
            }
        }
        return sum / n;
    }

    @Test
    void theBrightRimGoes() {
        Image sinogram = object.sinogram(beam);
        Padding padding = new Padding(64);
        ParallelBeam wide = (ParallelBeam) padding.beam(beam);
        assertEquals(256, wide.detectors());
        assertEquals(61.3 + 64, wide.center());
        assertEquals(beam.image(), wide.image());
        Image plain = Scans.slice(sinogram, beam);
        Image padded = Scans.slice(padding.sinogram(sinogram), wide);
        // The rim is what the outermost field of view has more than the inner one.
        double rim = error(plain, 54, 60) - error(plain, 0, 30);
        double left = error(padded, 54, 60) - error(padded, 0, 30);
        assertTrue(rim > 0.2, "rim " + rim);
        assertTrue(Math.abs(left) < 0.2 * rim, "rim " + rim + ", padded " + left);
    }

    @Test
    void whatWasMeasuredStays() {
        Space panel = Space.of(new Axis(Role.DETECTOR, 64), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.ANGLE, 180));
        Image rows = object.sinogram(beam).as(panel);
        Image padded = new Padding(10).sinogram(rows);
        assertEquals(84, padded.space().size(0));
        for (int line = 0; line < 360; line++) {
            for (int j = 0; j < 64; j++) {
                assertEquals(rows.data()[line * 64 + j], padded.data()[line * 84 + 10 + j], 0);
            }
            assertTrue(Math.abs(padded.data()[line * 84]) < 0.05 * Math.abs(padded.data()[line * 84 + 10]) + 1e-3);
        }
    }

    @Test
    void anObjectThatFitsIsNotChanged() {
        EllipsePhantom small = Scans.object(50, 2);
        Image sinogram = small.sinogram(beam);
        Image padded = new Padding(64).sinogram(sinogram);
        Image a = Scans.slice(sinogram, beam);
        Image b = Scans.slice(padded, (ParallelBeam) new Padding(64).beam(beam));
        assertEquals(0, Scans.difference(a, b, 60), 1e-4);
        assertThrows(IllegalArgumentException.class, () -> new Padding(0));
    }
}
