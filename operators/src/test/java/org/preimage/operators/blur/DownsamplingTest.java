package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class DownsamplingTest {
    @Test
    void boxesAreAveragesAndPixelsKeepTheirEdges() {
        Downsampling down = new Downsampling(Space.image(6, 4, 0.5), 2);
        assertEquals(Space.image(3, 2, 1), down.range());
        float[] x = new float[24];
        for (int i = 0; i < 24; i++) {
            x[i] = i;
        }
        assertArrayEquals(new float[] {3.5f, 5.5f, 7.5f, 15.5f, 17.5f, 19.5f}, down.apply(x));
    }

    @ParameterizedTest
    @EnumSource
    void constantsAndInsideLinesStayWhatTheyAre(Antialiasing kernel) {
        for (int factor : new int[] {2, 3, 4}) {
            int n = 12 * factor;
            Space line = Space.of(new Axis(Role.X, n));
            Downsampling down = new Downsampling(line, kernel, Boundary.REFLECTING, factor);
            float[] ones = new float[n];
            Arrays.fill(ones, 1);
            float[] ramp = new float[n];
            for (int i = 0; i < n; i++) {
                ramp[i] = i;
            }
            float[] coarse = down.apply(ramp);
            for (int i = 0; i < 12; i++) {
                assertEquals(1, down.apply(ones)[i], 1e-6);
                if (i > 1 && i < 10) {
                    // Centre of a large pixel.
                    assertEquals(factor * i + (factor - 1) / 2.0, coarse[i], 2e-5 * n);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void frequenciesAboveTheNewLimitAreDamped(Antialiasing kernel) {
        Space line = Space.of(new Axis(Role.X, 240));
        Downsampling down = new Downsampling(line, kernel, Boundary.PERIODIC, 4);
        float[] wave = new float[240];
        for (int i = 0; i < 240; i++) {
            // 0.225 cycles per sample, which would become 0.1 per large pixel.
            wave[i] = (float) (Math.sqrt(2) * Math.cos(2 * Math.PI * 0.225 * i));
        }
        double left = Vectors.norm(down.apply(wave)) / Math.sqrt(60);
        assertTrue(left < (kernel == Antialiasing.BOX ? 0.13 : 0.03), kernel + " leaves " + left);
    }

    @Test
    void boxesBlurredAndSampledAreTheSame() {
        for (int f : new int[] {2, 3}) {
            Space image = Space.image(4 * f, 3 * f, 1);
            Image box = Image.zeros(Space.image(f, f, 1));
            Arrays.fill(box.data(), 1f / (f * f));
            LinearOperator sampled = new SampledBlur(new Blur(image, box, Boundary.PERIODIC), f);
            LinearOperator down = new Downsampling(image, f);
            float[] x = LinearOperatorContractAccess.noise(image);
            assertTrue(Vectors.relativeDistance(sampled.apply(x), down.apply(x)) < 1e-6);
        }
    }

    @Test
    void factorsThatDoNotDivideAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Downsampling(Space.image(9, 8, 1), 4))
                .getMessage();
        assertTrue(message.contains("factor is 4") && message.contains("9 samples"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Downsampling(Space.image(8, 8, 1), Antialiasing.BOX, Boundary.ZERO, 2, 2, 2));
    }

    @Test
    void closedFormsAreOfferedWhereThereIsOne() {
        Space image = Space.image(8, 8, 1);
        for (Antialiasing kernel : Antialiasing.values()) {
            for (Boundary boundary : Boundary.values()) {
                boolean there = new Downsampling(image, kernel, boundary, 2)
                        .dampedNormal()
                        .isPresent();
                assertEquals(kernel == Antialiasing.BOX || boundary != Boundary.ZERO, there);
            }
        }
        Image psf = new Image(Space.image(2, 2, 1), new float[] {1, 2, 3, 4});
        assertFalse(new SampledBlur(new Blur(image, psf, Boundary.ZERO), 2)
                .dampedNormal()
                .isPresent());
    }

    /** Noise of the contract, for tests outside of it. */
    private abstract static class LinearOperatorContractAccess extends LinearOperatorContract {
        static float[] noise(Space space) {
            return gaussian(space, 1);
        }
    }

    @Nested
    class Box extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Downsampling(
                    Space.image(6, 8, 1).with(new Axis(Role.TIME, 2)), Antialiasing.BOX, Boundary.ZERO, 3, 2);
        }
    }

    @Nested
    class BicubicReflecting extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Downsampling(Space.image(12, 9, 1), Antialiasing.BICUBIC, Boundary.REFLECTING, 3);
        }
    }

    @Nested
    class GaussianPeriodic extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Downsampling(
                    Space.volume(4, 6, 4, 1).complex(), Antialiasing.GAUSSIAN, Boundary.PERIODIC, 2, 3, 1);
        }
    }

    @Nested
    class BicubicZero extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Downsampling(Space.image(8, 8, 1), Antialiasing.BICUBIC, Boundary.ZERO, 4);
        }
    }

    @Nested
    class Sampled extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            Space kernel = Space.image(4, 3, 1);
            Blur blur = new Blur(Space.image(9, 8, 1), new Image(kernel, gaussian(kernel, 2)), Boundary.PERIODIC);
            return new SampledBlur(blur, 3, 2);
        }
    }
}
