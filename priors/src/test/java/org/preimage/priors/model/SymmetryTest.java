package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

class SymmetryTest {
    private static final Space IMAGE = Space.image(16, 16, 1);

    @Test
    void projectionsOfTurnedImagesAreThePermutedProjections() {
        ParallelBeam beam = new ParallelBeam(IMAGE, Detector.line(23, 1), new double[] {15, 45, 75, 105, 135, 165});
        List<Symmetry> all = Symmetry.of(beam);
        assertEquals(8, all.size());
        Projector a = beam.projector();
        float[] x = new float[256];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        float[] y = a.apply(x);
        for (Symmetry s : all) {
            assertArrayEquals(s.ofData(y), a.apply(s.ofImage(x)), 1e-4f);
            assertArrayEquals(x, s.undone(s.ofImage(x)));
        }
    }

    @Test
    void onlyWhatTheViewsShareIsFound() {
        // The half turn maps every view onto itself, unless the axis is off the middle.
        double[] angles = {10, 47, 81};
        assertEquals(
                2,
                Symmetry.of(new ParallelBeam(IMAGE, Detector.line(23, 1), angles))
                        .size());
        assertEquals(
                1,
                Symmetry.of(new ParallelBeam(IMAGE, Detector.line(23, 1, 10), angles))
                        .size());
    }
}
