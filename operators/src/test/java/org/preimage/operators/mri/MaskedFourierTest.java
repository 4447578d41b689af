package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.Mask;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class MaskedFourierTest extends LinearOperatorContract {
    private static Space image(int nx, int ny, int nz) {
        Space plane = new Space(List.of(new Axis(Role.X, nx, 1), new Axis(Role.Y, ny, 1)), Field.COMPLEX);
        return nz == 1 ? plane : plane.with(new Axis(Role.Z, nz, 1));
    }

    /** Every third line is kept completely, every third not at all. */
    private static boolean[] kept(Space image) {
        RandomGenerator random = random(8);
        boolean[] kept = new boolean[image.points()];
        for (int i = 0; i < kept.length; i++) {
            int line = i / image.size(0) % 3;
            kept[i] = line == 0 || line == 1 && random.nextBoolean();
        }
        return kept;
    }

    private static MaskedFourier masked(Space image, int coils) {
        return new MaskedFourier(
                Sensitivities.space(image, coils), new SamplingMask(SamplingMask.frequencies(image), kept(image)));
    }

    @Override
    protected LinearOperator operator() {
        return masked(image(5, 6, 1), 2);
    }

    @ParameterizedTest
    @CsvSource({"40, 50, 1, 3", "9, 13, 1, 2", "8, 6, 5, 2", "7, 5, 3, 1"})
    void isTheMaskAfterTheTransform(int nx, int ny, int nz, int coils) {
        Space image = image(nx, ny, nz);
        MaskedFourier a = masked(image, coils);
        boolean[] one = kept(image);
        boolean[] all = new boolean[coils * one.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = one[i % one.length];
        }
        LinearOperator twin = new Mask(a.range(), all).after(FourierTransform.spatial(a.domain()));
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        assertTrue(Vectors.relativeDistance(a.apply(x), twin.apply(x)) < 1e-6);
        assertTrue(Vectors.relativeDistance(a.adjoint(y), twin.adjoint(y)) < 1e-6);
    }
}
