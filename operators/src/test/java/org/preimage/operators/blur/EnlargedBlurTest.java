package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class EnlargedBlurTest extends LinearOperatorContract {
    private static EnlargedBlur blur(Space image, double share, int... kernel) {
        Space small = Space.ofSizes(kernel);
        float[] psf = gaussian(small, 3);
        for (int i = 0; i < psf.length; i++) {
            psf[i] = Math.abs(psf[i]);
        }
        return EnlargedBlur.of(new Blur(image, new Image(small, psf), Boundary.ZERO), share);
    }

    @Override
    protected LinearOperator operator() {
        Space channels = Space.of(new Axis(Role.CHANNEL, 2), new Axis(Role.X, 6), new Axis(Role.Y, 5));
        return blur(channels.complex(), 0, 4, 3);
    }

    @Test
    void equalsTheZeroBoundaryFarFromTheFieldOfView() {
        for (int[][] shape : new int[][][] {{{7, 6}, {5, 4}}, {{5, 4, 6}, {3, 4, 2}}, {{8, 9}, {13, 24}}}) {
            for (double share : new double[] {0, 0.1, 0.3}) {
                Space image = Space.ofSizes(shape[0]);
                EnlargedBlur a = blur(image, share, shape[1]);
                Image psf = new Image(Space.ofSizes(shape[1]), gaussian(Space.ofSizes(shape[1]), 3));
                for (int i = 0; i < psf.data().length; i++) {
                    psf.data()[i] = Math.abs(psf.data()[i]);
                }
                float[] x = gaussian(a.domain(), 5);
                float[] expected = a.fieldOfView().apply(SlowConvolution.of(a.domain(), x, psf, Boundary.ZERO));
                assertArrayEquals(expected, a.apply(x), 3e-5f, Arrays.deepToString(shape) + " " + share);
            }
        }
    }

    /** Light from outside comes in as if it had been there. */
    @Test
    void aConstantStaysConstant() {
        EnlargedBlur a = blur(Space.image(9, 7, 1), 0, 5, 4);
        float[] ones = a.domain().zeros();
        Arrays.fill(ones, 1);
        float[] seen = a.apply(ones);
        for (float v : seen) {
            assertEquals(seen[0], v, 1e-5 * seen[0]);
        }
        assertEquals(9 + 4, a.domain().size(0));
        assertEquals(7 + 3, a.domain().size(1));
        assertThrows(IllegalArgumentException.class, () -> blur(Space.image(9, 7, 1), 0.5, 5, 4));
    }

    @Test
    void theFieldOfViewIsAPart() {
        EnlargedBlur a = (EnlargedBlur) operator();
        float[] x = gaussian(a.range(), 2);
        LinearOperator field = a.fieldOfView();
        assertArrayEquals(x, field.apply(field.adjoint(x)));
    }
}
