package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class ZingersTest {
    private final ParallelBeam beam = Scans.beam(100, 160, 79.5, 0, 180, 120);
    private final Image clean = Scans.noisy(Scans.object(60, 1), beam, 0.005, 2);

    /** A few stay: those at steep edges, where the surroundings vary as much. */
    @Test
    void zingersGoAndNothingElse() {
        RandomGenerator random = Scans.random(3);
        Image struck = clean.copy();
        int strikes = 40;
        int hit = 0;
        for (int k = 0; k < strikes; k++) {
            int view = 3 * k + random.nextInt(2);
            int cell = 2 + random.nextInt(150);
            for (int w = 0; w <= k % 2; w++) {
                struck.data()[view * 160 + cell + w] -= 8 + 10 * random.nextFloat();
                hit++;
            }
        }
        Repaired result = Zingers.DEFAULT.apply(struck);
        int left = 0;
        int harmed = 0;
        for (int i = 0; i < clean.data().length; i++) {
            boolean zinger = struck.data()[i] != clean.data()[i];
            boolean changed = result.lineIntegrals().data()[i] != struck.data()[i];
            left += zinger && !changed ? 1 : 0;
            harmed += !zinger && changed ? 1 : 0;
        }
        assertTrue(left <= hit / 4, left + " of " + hit + " left");
        assertTrue(harmed <= 2, harmed + " harmed");
        assertEquals(hit - left + harmed, result.values());
        Image truth = Scans.slice(clean, beam);
        double before = Scans.difference(Scans.slice(struck, beam), truth, 49);
        double after = Scans.difference(Scans.slice(result.lineIntegrals(), beam), truth, 49);
        assertTrue(after < 0.6 * before, before + " before, " + after + " after");
    }

    @Test
    void aScanWithoutZingersStays() {
        assertTrue(Zingers.DEFAULT.apply(clean).values() <= 2);
        assertEquals(
                0, Zingers.DEFAULT.apply(Scans.object(60, 1).sinogram(beam)).values());
        assertEquals(0, Zingers.DEFAULT.apply(Image.zeros(beam.sinogram())).values());
    }

    @Test
    void rowsAreJudgedEachByItself() {
        Space space = Space.of(new Axis(Role.DETECTOR, 80), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.ANGLE, 120));
        // Two rows: the halves of the detector.
        Image rows = clean.copy().as(space);
        rows.data()[(50 * 2 + 1) * 80 + 40] -= 20;
        Repaired result = Zingers.DEFAULT.apply(rows);
        assertTrue(Math.abs(result.lineIntegrals().data()[(50 * 2 + 1) * 80 + 40] - rows.data()[(50 * 2 + 1) * 80 + 40])
                > 10);
        assertEquals(space, result.lineIntegrals().space());
    }

    @Test
    void unsuitableInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Zingers(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Zingers.DEFAULT.apply(
                        Image.zeros(Space.of(new Axis(Role.DETECTOR, 6), new Axis(Role.ANGLE, 10)))));
        assertThrows(IllegalArgumentException.class, () -> Zingers.DEFAULT.apply(Image.zeros(Space.image(20, 20, 1))));
    }
}
