package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class SensitivitiesTest {
    private static final Space IMAGE = Space.image(5, 4, 2);

    static Sensitivities maps(int coils, int sets) {
        Space space = Sensitivities.space(IMAGE, coils);
        space = sets == 1 ? space : space.with(new Axis(Role.MAP, sets));
        Image maps = Image.zeros(space);
        var random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        for (int i = 0; i < maps.data().length; i++) {
            maps.data()[i] = (float) random.nextGaussian();
        }
        return new Sensitivities(maps);
    }

    @Nested
    class OneMap extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return maps(3, 1);
        }
    }

    @Nested
    class TwoMaps extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return maps(3, 2);
        }
    }

    @Nested
    class Cartesian extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            boolean[] kept = new boolean[IMAGE.points()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = i % 3 != 1;
            }
            return new CartesianMri(maps(2, 2), new SamplingMask(SamplingMask.frequencies(IMAGE), kept));
        }

        @Test
        void theNormalOperatorIsTheAdjointAfterTheOperator() {
            LinearOperator a = operator();
            float[] x = gaussian(a.domain(), 4);
            assertArrayEquals(a.adjoint(a.apply(x)), a.gram().apply(x), 1e-4f);
        }
    }

    @Test
    void everyCoilSeesTheSumOfItsMaps() {
        Sensitivities s = maps(3, 2);
        float[] maps = s.maps().data();
        float[] x = new float[s.domain().length()];
        int point = 7;
        int n = IMAGE.points();
        x[2 * point] = 2;
        x[2 * (n + point) + 1] = 3;
        float[] y = s.apply(x);
        for (int c = 0; c < 3; c++) {
            int a = 2 * (c * n + point);
            int b = 2 * ((3 + c) * n + point);
            assertEquals(2 * maps[a] - 3 * maps[b + 1], y[a], 1e-6);
            assertEquals(2 * maps[a + 1] + 3 * maps[b], y[a + 1], 1e-6);
        }
    }

    @Test
    void aSingleCoilSeesTheImage() {
        Sensitivities s = Sensitivities.uniform(IMAGE);
        assertEquals(1, s.coils());
        assertEquals(IMAGE.complex(), s.domain());
        float[] x = s.domain().zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = i - 5;
        }
        assertArrayEquals(x, s.apply(x));
    }

    @Test
    void axesOfOtherMeaningAreRefused() {
        Space real = Space.of(new Axis(Role.X, 3), new Axis(Role.Y, 3), new Axis(Role.COIL, 2));
        String said = assertThrows(IllegalArgumentException.class, () -> new Sensitivities(Image.zeros(real)))
                .getMessage();
        assertTrue(said.startsWith("the sensitivity maps are 3 X x 3 Y x 2 COIL, but must be complex"), said);
        Space noCoil = Space.image(3, 3, 1).complex();
        assertThrows(IllegalArgumentException.class, () -> new Sensitivities(Image.zeros(noCoil)));
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        SamplingMask mask = SamplingMask.full(Space.image(4, 5, 2));
        String said = assertThrows(IllegalArgumentException.class, () -> new CartesianMri(maps(2, 1), mask))
                .getMessage();
        assertEquals("the sampling mask is 4 KX x 5 KY, but 5 KX x 4 KY is needed", said);
    }
}
