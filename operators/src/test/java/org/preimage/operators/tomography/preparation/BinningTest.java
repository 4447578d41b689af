package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;

class BinningTest {
    @Test
    void averagesCellsAndKeepsTheAxis() {
        ParallelBeam beam = new ParallelBeam(Space.image(8, 8, 1), 7, 1, 2.5, new double[] {0, 90});
        Image sinogram = new Image(beam.sinogram(), new float[] {1, 3, 5, 7, 2, 4, 99, 0, 2, 0, 0, 6, 8, 99});
        Binning binned = Binning.of(beam, sinogram, 2);
        assertArrayEquals(new float[] {2, 6, 3, 1, 0, 7}, binned.sinogram().data());
        // The axis lay between cells 2 and 3: in the middle of the second pair.
        assertEquals(1, binned.beam().center());
        assertEquals(2, binned.beam().spacing());
        assertEquals(2, binned.beam().image().spacing(0));
        assertSame(sinogram, Binning.of(beam, sinogram, 1).sinogram());
    }

    /** Exact line integrals of a phantom, binned, are those that the binned geometry measures, but for the cells' width. */
    @Test
    void theBinnedGeometrySeesTheSameObject() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(384, 384, 1 / 6.0), 576, 1 / 6.0, 9);
        Binning binned = Binning.of(beam, SheppLogan.modified(64).sinogram(beam), 3);
        ParallelBeam coarse = (ParallelBeam) binned.beam();
        float[] exact = SheppLogan.modified(64).sinogram(coarse).data();
        double error = 0;
        double norm = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(exact[i] - binned.sinogram().data()[i], 2);
            norm += Math.pow(exact[i], 2);
        }
        assertEquals(0, Math.sqrt(error / norm), 0.02);
    }

    @Test
    void panelsAreBinnedBothWays() {
        Space volume = Space.volume(4, 4, 4, 1);
        ConeBeam beam = new ConeBeam(volume, Detector.panel(4, 4, 1), 50, 100, new double[] {0});
        float[] values = new float[16];
        for (int i = 0; i < 16; i++) {
            values[i] = i;
        }
        Binning binned = Binning.of(beam, new Image(beam.sinogram(), values), 2);
        assertArrayEquals(
                new float[] {2.5f, 4.5f, 10.5f, 12.5f}, binned.sinogram().data());
        assertEquals(0.5, binned.beam().detector().rowCenter());
        assertArrayEquals(new int[] {2, 2, 2}, binned.beam().image().sizes());
    }

    @Test
    void refusesInOneSentence() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(4, 4, 1), 6, 1, 3);
        Image sinogram = Image.zeros(beam.sinogram());
        assertEquals(
                "the binning factor is 5, but must be from 1 to 4 here",
                assertThrows(IllegalArgumentException.class, () -> Binning.of(beam, sinogram, 5))
                        .getMessage());
    }
}
