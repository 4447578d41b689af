package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class TrajectoriesTest {
    private static double radius(Trajectory t, int i) {
        double square = 0;
        for (int a = 0; a < t.dimensions(); a++) {
            square += t.at(i, a) * t.at(i, a);
        }
        return Math.sqrt(square);
    }

    @Test
    void spokesTurnFromKyTowardsKx() {
        Trajectory t = Trajectories.radial(4, 8, 4, Trajectories.Turn.HALF);
        assertArrayEquals(new int[] {8, 4}, new int[] {t.samples(), t.shots()});
        for (int i = 0; i < 8; i++) {
            assertEquals(0, t.at(i, 0), 1e-6);
            assertEquals(i - 3.5, t.at(i, 1), 1e-6);
            assertEquals((i - 3.5) * Math.sqrt(0.5), t.at(8 + i, 0), 1e-6);
            assertEquals(i - 3.5, t.at(16 + i, 0), 1e-6);
        }
    }

    @Test
    void goldenAnglesGoOnFromFrameToFrame() {
        Trajectory all = Trajectories.golden(12, 6, 3, 1);
        double turn = Math.toDegrees(Math.atan2(-all.at(6, 0), -all.at(6, 1)));
        assertEquals(111.246, Math.floorMod(Math.round(turn * 1000), 180_000) / 1000.0, 2e-3);
        List<Trajectory> frames = Trajectories.goldenFrames(3, 4, 6, 3, 1);
        for (int f = 0; f < 3; f++) {
            for (int i = 0; i < 48; i++) {
                assertEquals(all.coordinates()[48 * f + i], frames.get(f).coordinates()[i], 1e-6);
            }
        }
        Trajectory tiny = Trajectories.golden(2, 6, 3, 7);
        assertEquals(23.628, Math.toDegrees(Math.atan2(-tiny.at(6, 0), -tiny.at(6, 1))), 1e-2);
    }

    @Test
    void spiralsReachTheirRadiusAfterTheirTurns() {
        Trajectory t = Trajectories.spiral(3, 101, 10, 4, 2);
        assertEquals(0, radius(t, 0), 1e-6);
        assertEquals(2.5, radius(t, 50), 1e-5);
        assertEquals(10, radius(t, 302), 1e-5);
        // A quarter of the way is one whole turn.
        assertEquals(0, t.at(25, 0), 1e-5);
        assertTrue(t.at(25, 1) > 0);
    }

    @Test
    void directionsInSpaceAreSpreadEvenly() {
        for (boolean outwards : new boolean[] {false, true}) {
            Trajectory t = outwards ? Trajectories.centreOut(500, 2, 1) : Trajectories.kooshball(500, 2, 2);
            double[][] moment = new double[3][3];
            for (int s = 0; s < 500; s++) {
                int last = 2 * s + 1;
                assertEquals(1, radius(t, last), 1e-5);
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        moment[a][b] += t.at(last, a) * t.at(last, b) / 500;
                    }
                }
            }
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    assertEquals(a == b ? 1 / 3.0 : 0, moment[a][b], 5e-3);
                }
            }
        }
    }

    @Test
    void aStackRepeatsItsPlane() {
        Trajectory t = Trajectories.stack(Trajectories.golden(5, 8, 4, 1), 6);
        assertEquals(30, t.shots());
        assertEquals(-3, t.at(0, 2));
        assertEquals(2, t.at(t.count() - 1, 2));
        assertEquals(t.at(3, 1), t.at(40 + 3, 1));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.stack(t, 2));
    }

    @Test
    void arraysOfAnyLeadingShape() {
        Image array = new Image(Space.ofSizes(2, 5, 3, 4), new float[120]);
        Trajectory t = Trajectory.of(array);
        assertArrayEquals(new int[] {2, 5, 12}, new int[] {t.dimensions(), t.samples(), t.shots()});
        assertEquals(
                1, Trajectory.of(new Image(Space.ofSizes(3, 7), new float[21])).shots());
        assertThrows(
                IllegalArgumentException.class, () -> Trajectory.of(new Image(Space.ofSizes(4, 7), new float[28])));
        assertThrows(
                IllegalArgumentException.class,
                () -> Trajectory.of(new Image(Space.ofSizes(2, 7).complex(), new float[28])));
        assertEquals(6, new Trajectory(new float[] {3, 1}, 2, 1, 1).scaled(2).at(0, 0));
    }

    @Test
    void refusals() {
        assertThrows(IllegalArgumentException.class, () -> Trajectories.golden(0, 8, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.golden(3, 1, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.golden(3, 8, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.golden(3, 8, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.spiral(3, 8, 4, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Trajectories.goldenFrames(0, 3, 8, 4, 1));
    }

    /** A golden-angle series, frame by frame. */
    static class FramesTest extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Framewise(Trajectories.goldenFrames(3, 2, 6, 3, 1).stream()
                    .map(t -> new NonCartesianMri(Sensitivities.uniform(Space.image(6, 6, 1)), t))
                    .toList());
        }
    }

    @Test
    void theSeriesHasANormalOperatorOfConvolutions() {
        Framewise series = new Framewise(Trajectories.goldenFrames(3, 13, 32, 8, 1).stream()
                .map(t -> new NonCartesianMri(Sensitivities.uniform(Space.image(16, 17, 1)), t))
                .toList());
        float[] x = new float[series.domain().length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.37 * i * i);
        }
        float[] expected = series.adjoint(series.apply(x));
        assertTrue(Vectors.relativeDistance(series.gram().apply(x), expected) < 1e-5);
    }
}
