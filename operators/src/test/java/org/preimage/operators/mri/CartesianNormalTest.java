package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class CartesianNormalTest extends LinearOperatorContract {
    /**
     * @param axes on which the mask depends, as a set of bits
     */
    private static CartesianMri mri(int nx, int ny, int nz, int coils, int sets, int axes, double part) {
        Space plane = new Space(List.of(new Axis(Role.X, nx, 1), new Axis(Role.Y, ny, 1)), Field.COMPLEX);
        Space image = nz == 1 ? plane : plane.with(new Axis(Role.Z, nz, 1));
        Space space = Sensitivities.space(image, coils);
        space = sets == 1 ? space : space.with(new Axis(Role.MAP, sets));
        Sensitivities maps = new Sensitivities(new Image(space, gaussian(space, 4)));
        RandomGenerator random = random(5);
        boolean[] some = new boolean[nx * ny * nz];
        for (int i = 0; i < some.length; i++) {
            some[i] = random.nextDouble() < part;
        }
        some[0] = true;
        boolean[] kept = new boolean[some.length];
        for (int i = 0; i < kept.length; i++) {
            int x = (axes & 1) == 0 ? 0 : i % nx;
            int y = (axes & 2) == 0 ? 0 : i / nx % ny;
            int z = (axes & 4) == 0 ? 0 : i / nx / ny;
            // The first frequencies of the slower axes are lines kept completely or not at all.
            boolean line = Integer.bitCount(axes) > 1 && (y + z) % 5 == 4;
            kept[i] = line ? (y + z) % 2 == 0 : some[x + nx * (y + ny * z)];
        }
        return new CartesianMri(maps, new SamplingMask(SamplingMask.frequencies(image), kept));
    }

    @Override
    protected LinearOperator operator() {
        return mri(6, 5, 1, 2, 2, 3, 0.4).gram();
    }

    @ParameterizedTest
    @CsvSource({
        "40, 30, 1, 3, 1, 3, 0.3", "31, 30, 1, 2, 2, 3, 0.3", "150, 10, 1, 2, 1, 3, 0.5", "10, 37, 1, 2, 1, 3, 0.5",
        "20, 12, 1, 3, 1, 1, 0.5", "20, 12, 1, 3, 2, 2, 0.5", "20, 12, 1, 3, 1, 0, 1", "9, 8, 7, 2, 1, 7, 0.4",
        "9, 8, 7, 2, 2, 6, 0.4", "9, 18, 7, 2, 1, 5, 0.4", "18, 9, 7, 2, 1, 3, 0.4", "9, 8, 7, 2, 1, 1, 0.4",
        "9, 8, 7, 2, 1, 2, 0.4", "9, 8, 7, 2, 1, 4, 0.4", "20, 12, 1, 1, 1, 3, 0.01"
    })
    void isAdjointAfterApply(int nx, int ny, int nz, int coils, int sets, int axes, double part) {
        CartesianMri a = mri(nx, ny, nz, coils, sets, axes, part);
        LinearOperator gram = a.gram();
        for (int seed = 0; seed < 2; seed++) {
            float[] x = gaussian(a.domain(), seed);
            float[] expected = a.adjoint(a.apply(x));
            assertTrue(Vectors.relativeDistance(gram.apply(x), expected) < 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, true", "7, false", "0, false"})
    void isUsedWhereTheMaskAllows(int axes, boolean used) {
        assertEquals(used, mri(6, 5, 4, 2, 1, axes, 0.5).gram() instanceof CartesianNormal);
    }
}
