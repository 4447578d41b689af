package org.preimage.operators.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class DynamicPhantomTest {
    private static final Space IMAGE = Space.image(40, 40, 1);

    @Test
    void theHeartBeatsAndTheRestStays() {
        DynamicPhantom heart = DynamicPhantom.heart(40, 8, 2);
        Image series = heart.render(IMAGE, 2);
        assertEquals(Role.TIME, series.space().axes().get(2).role());
        for (int k = 0; k < 8; k++) {
            float[] frame = Arrays.copyOfRange(series.data(), k * 1600, (k + 1) * 1600);
            assertArrayEquals(heart.frames().get(k).render(IMAGE, 2).data(), frame);
            // The chest wall at the left, air in the corner, and nothing negative.
            assertEquals(series.data()[20 * 40 + 2], frame[20 * 40 + 2]);
            assertEquals(0, frame[0]);
            for (float v : frame) {
                assertTrue(v > -1e-6 && v < 1.3, "" + v);
            }
        }
        // Two beats: frames 2 and 6 are contracted alike, 0 and 4 are at rest; the agent arrives in between.
        double rest = axis(heart, 0);
        assertEquals(rest, axis(heart, 4), 1e-12);
        assertEquals(0.7 * rest, axis(heart, 2), 1e-12);
        float before = series.data()[18 * 40 + 22];
        float peak = series.data()[(4 * 40 + 18) * 40 + 22];
        assertTrue(peak > before + 0.3, before + ", " + peak);
    }

    private static double axis(DynamicPhantom phantom, int frame) {
        List<Ellipse> ellipses = phantom.frames().get(frame).ellipses();
        return ellipses.get(ellipses.size() - 1).a();
    }

    @Test
    void badArgumentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> DynamicPhantom.heart(0, 8, 2));
        assertThrows(IllegalArgumentException.class, () -> DynamicPhantom.heart(40, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> DynamicPhantom.heart(40, 8, -1));
        assertThrows(IllegalArgumentException.class, () -> new DynamicPhantom(List.of()));
    }
}
