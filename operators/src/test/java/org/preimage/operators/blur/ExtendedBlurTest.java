package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class ExtendedBlurTest extends LinearOperatorContract {
    private static final Space PLANE = Space.image(9, 8, 0.5);

    private static Image psf(int... sizes) {
        Space space = Space.ofSizes(sizes);
        return new Image(space, gaussian(space, 4));
    }

    @Override
    protected LinearOperator operator() {
        return new ExtendedBlur(PLANE, psf(4, 3));
    }

    @Test
    void nothingWrapsAroundAndNoLightFromOutsideIsForgotten() {
        Image psf = psf(4, 5);
        ExtendedBlur blur = new ExtendedBlur(PLANE, psf);
        Space domain = blur.domain();
        assertTrue(domain.size(0) >= 12 && domain.size(1) >= 12);
        assertEquals(0.5, domain.spacing(0));
        float[] x = gaussian(domain, 1);
        float[] expected = SlowConvolution.of(domain, x, psf, Boundary.ZERO);
        float[] found = blur.apply(x);
        for (int i = 0; i < found.length; i++) {
            int at = (i / 9 + blur.offset()[1]) * domain.size(0) + i % 9 + blur.offset()[0];
            assertEquals(expected[at], found[i], 1e-5);
        }
        assertTrue(blur.offset()[0] >= 1 && domain.size(0) - 9 - blur.offset()[0] >= 2);
    }

    @Test
    void isSelectionAfterConvolution() {
        Space stacks = PLANE.with(new Axis(Role.CHANNEL, 2)).complex();
        ExtendedBlur blur = new ExtendedBlur(stacks, psf(3, 3), 12, 14);
        float[] x = gaussian(blur.domain(), 1);
        float[] parts = blur.selection().apply(blur.convolution().apply(x));
        assertTrue(Vectors.relativeDistance(blur.apply(x), parts) < 1e-6);
        float[] y = gaussian(stacks, 2);
        float[] back = blur.convolution().adjoint(blur.selection().adjoint(y));
        assertTrue(Vectors.relativeDistance(blur.adjoint(y), back) < 1e-6);
        assertArrayEquals(y, blur.selection().apply(blur.selection().adjoint(y)));
    }

    @Test
    void domainsSmallerThanTheDataAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new ExtendedBlur(PLANE, psf(3, 3), 9, 7))
                .getMessage();
        assertTrue(message.contains("7") && message.contains("at least as large as the data, 8"), message);
    }

    @Nested
    class Volume extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ExtendedBlur(Space.volume(3, 4, 3, 1), psf(3, 2, 2), 6, 5, 4);
        }
    }
}
