package org.preimage.reconstruction.stability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class AddedDetailTest {
    private static final Space SPACE = Space.image(48, 40, 1);
    private static final Image TRUTH = SheppLogan.modified(40).render(SPACE, 1);
    private static final Image DISC =
            new EllipsePhantom(java.util.List.of(Ellipse.disc(6, -3, 3, 0.2))).render(SPACE, 4);

    @Test
    void recoveryIsTheFractionOfTheDetailThatIsSeen() {
        AddedDetail detail = new AddedDetail(DISC, 3);
        assertEquals(0, detail.recovery(TRUTH, TRUTH), 1e-9);
        assertEquals(1, detail.recovery(TRUTH, detail.addedTo(TRUTH)), 1e-6);
        Image half = TRUTH.copy();
        for (int i = 0; i < half.data().length; i++) {
            // An error of the mean is none of the detail.
            half.data()[i] += 0.5f * DISC.data()[i] + 0.3f;
        }
        assertEquals(0.5, detail.recovery(TRUTH, half), 1e-5);
        // Nor is what happens elsewhere.
        half.data()[0] = 100;
        assertEquals(0.5, detail.recovery(TRUTH, half), 1e-5);
        Image dark = TRUTH.copy();
        for (int i = 0; i < dark.data().length; i++) {
            dark.data()[i] -= DISC.data()[i];
        }
        assertEquals(-1, detail.recovery(TRUTH, dark), 1e-6);
    }

    @Test
    void whatIsNoDetailIsRefused() {
        assertEquals(
                "margin is 0, but must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new AddedDetail(DISC, 0))
                        .getMessage());
        assertEquals(
                "the detail is zero everywhere, but must be seen somewhere",
                assertThrows(IllegalArgumentException.class, () -> new AddedDetail(Image.zeros(SPACE), 1))
                        .getMessage());
        Image even = Image.zeros(SPACE);
        Arrays.fill(even.data(), 1);
        assertThrows(IllegalArgumentException.class, () -> new AddedDetail(even, 1));
        assertThrows(IllegalArgumentException.class, () -> new AddedDetail(DISC, 1)
                .recovery(TRUTH, Image.zeros(Space.image(40, 48, 1))));
    }
}
