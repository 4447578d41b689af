package org.preimage.examples.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.Reconstruction;

class BeadTest {
    /** The same wall is at most half as wide, and does not ring. */
    @Test
    void theMeasuredBeadBecomesAShell() throws IOException {
        SharedData.require("data/bead3d_psf.npy");
        Bead bead = Bead.read(SharedData.require("data/bead3d_data.npy").getParent());
        ShellMeasure before = bead.measured();
        Reconstruction r = bead.deconvolved(Bead.METHOD);
        ShellMeasure after = bead.of(r);
        String figures = before + " before, " + after + " after";
        assertTrue(after.axial() <= 0.5 * before.axial(), figures);
        assertTrue(after.wall() <= 0.5 * before.wall(), figures);
        assertTrue(before.dip() > 0.5 && after.dip() < 0.5, figures);
        assertTrue(after.outside() <= 0.02, figures);
        assertTrue(after.inside() <= 0.02, figures);
        assertTrue(after.negative() >= -0.02, figures);
        assertEquals(r.iterations(), r.history().size());
        assertTrue(Bead.monotone(r));
    }

    /** A shell of radius 5 whose profile is a triangle of half-width 1.5, a second one of a tenth, and a dip. */
    @Test
    void aShellIsMeasuredAsItWasDrawn() {
        Space space = Space.volume(41, 41, 41, 1);
        Image volume = Image.zeros(space);
        for (int i = 0; i < volume.data().length; i++) {
            double r = Math.sqrt(square(i % 41 - 20) + square(i / 41 % 41 - 20) + square(i / 1681 - 20));
            volume.data()[i] = (float) (7 + Math.max(0, 10 * (1 - Math.abs(r - 5) / 3)));
            volume.data()[i] += (float) Math.max(0, 1 - Math.abs(r - 12) / 2);
        }
        volume.data()[0] = 6.5f;
        double[] centre = ShellMeasure.centre(volume, 7);
        assertEquals(20, centre[0], 1e-6);
        assertEquals(20, centre[2], 1e-6);
        ShellMeasure m = ShellMeasure.of(volume, 7, centre);
        assertEquals(3, m.axial(), 0.01);
        assertEquals(3, m.wall(), 0.01);
        assertEquals(10, m.separation(), 0.01);
        assertEquals(0, m.dip(), 1e-6);
        assertEquals(0.1, m.outside(), 0.01);
        assertEquals(0, m.inside(), 1e-6);
        assertEquals(-0.05, m.negative(), 1e-6);
    }

    private static double square(double a) {
        return a * a;
    }
}
