package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class FramewiseTest extends LinearOperatorContract {
    private static final Space IMAGE = Space.image(5, 4, 1);

    private static Mask every(int step) {
        boolean[] kept = new boolean[IMAGE.points()];
        for (int i = 0; i < kept.length; i += step) {
            kept[i] = true;
        }
        return new Mask(IMAGE, kept);
    }

    @Override
    protected LinearOperator operator() {
        return new Framewise(List.of(every(2), every(3).scaled(0.5), every(1)));
    }

    @Test
    void framesAreMeasuredEachByItsOperator() {
        LinearOperator a = operator();
        assertEquals(new Axis(Role.TIME, 3), a.domain().axes().get(2));
        float[] x = gaussian(a.domain(), 1);
        float[] y = a.apply(x);
        int n = IMAGE.length();
        assertArrayEquals(every(3).scaled(0.5).apply(Arrays.copyOfRange(x, n, 2 * n)), Arrays.copyOfRange(y, n, 2 * n));
        assertArrayEquals(a.adjoint(y), a.gram().apply(x), 1e-6f);
    }

    @Test
    void framesMustBeAlike() {
        assertThrows(IllegalArgumentException.class, () -> new Framewise(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Framewise(List.of(every(1), new Identity(Space.image(4, 5, 1)))));
    }
}
