package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.PowerMethod;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class ToeplitzNormalTest extends LinearOperatorContract {
    @Override
    protected LinearOperator operator() {
        return new Nufft(NufftTest.coilImages(2, 6, 7), NufftTest.scattered(40, 1, 6, 7)).gram();
    }

    @ParameterizedTest
    @MethodSource("org.preimage.operators.mri.NufftTest#shapes")
    void isAdjointAfterForward(int[] sizes, int coils, double accuracy) {
        Space space = NufftTest.coilImages(coils, sizes);
        Nufft nufft = new Nufft(space, NufftTest.scattered(1500, 3, sizes), Math.min(accuracy, 1e-5));
        float[] x = gaussian(space, 4);
        float[] expected = nufft.adjoint(nufft.apply(x));
        double error = Vectors.relativeDistance(nufft.gram().apply(x), expected);
        assertTrue(error < 1e-5, "error " + error);
        float[] weights = new float[nufft.trajectory().count()];
        float[] y = nufft.apply(x);
        for (int j = 0; j < weights.length; j++) {
            weights[j] = 0.1f + 0.01f * (j % 100);
            for (int c = 0; c < coils; c++) {
                y[2 * (c * weights.length + j)] *= weights[j];
                y[2 * (c * weights.length + j) + 1] *= weights[j];
            }
        }
        double weighted = Vectors.relativeDistance(nufft.gram(weights).apply(x), nufft.adjoint(y));
        assertTrue(weighted < 1e-5, "error with weights " + weighted);
        assertThrows(IllegalArgumentException.class, () -> nufft.gram(new float[3]));
    }

    @Test
    void withSensitivitiesAndTheirNorm() {
        Space image = Space.image(20, 26, 1);
        Image maps = new Image(Sensitivities.space(image, 3), gaussian(Sensitivities.space(image, 3), 11));
        NonCartesianMri mri = new NonCartesianMri(new Sensitivities(maps), NufftTest.scattered(900, 12, 20, 26));
        float[] x = gaussian(mri.domain(), 13);
        float[] expected = mri.adjoint(mri.apply(x));
        assertTrue(Vectors.relativeDistance(mri.gram().apply(x), expected) < 1e-5);
        assertEquals(PowerMethod.norm(mri), mri.norm(), 2e-3 * mri.norm());
    }
}
