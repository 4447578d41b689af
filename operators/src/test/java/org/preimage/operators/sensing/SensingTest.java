package org.preimage.operators.sensing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.sensing.RandomMatrix.Entries;
import org.preimage.operators.sensing.RandomizedTransform.Basis;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class SensingTest {
    private static final Space IMAGE = Space.image(8, 4, 1);

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    @ParameterizedTest
    @EnumSource
    void denseRowsHaveNormOneAndComeFromTheSeed(Entries entries) {
        LinearOperator a = new RandomMatrix(IMAGE, 20, entries, random(1));
        float[] e = new float[20];
        for (int i = 0; i < 20; i++) {
            e[i] = 1;
            float[] row = a.adjoint(e);
            e[i] = 0;
            assertEquals(1, Vectors.norm(row), 1e-6);
            for (float v : row) {
                assertTrue(entries == Entries.GAUSSIAN || Math.abs(Math.abs(v) - 1 / Math.sqrt(32)) < 1e-6);
            }
        }
        float[] x = IMAGE.zeros();
        x[5] = 1;
        assertArrayEquals(a.apply(x), new RandomMatrix(IMAGE, 20, entries, random(1)).apply(x));
        assertTrue(
                Vectors.relativeDistance(a.apply(x), new RandomMatrix(IMAGE, 20, entries, random(2)).apply(x)) > 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfTransformsAreOrthonormalUnlessPadded(Basis basis) {
        RandomizedTransform a = new RandomizedTransform(IMAGE, 11, basis, random(1));
        assertTrue(a.rowsAreOrthonormal());
        float[] y = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11};
        assertArrayEquals(y, a.apply(a.adjoint(y)), 1e-5f);
        Space odd = Space.image(5, 7, 1);
        assertEquals(basis == Basis.COSINE, new RandomizedTransform(odd, 11, basis, random(1)).rowsAreOrthonormal());
    }

    @ParameterizedTest
    @EnumSource
    void allRowsTogetherKeepNorms(Basis basis) {
        for (Space space : new Space[] {IMAGE, Space.image(5, 7, 1), Space.vector(1)}) {
            int length = basis == Basis.HADAMARD && space.length() == 35 ? 64 : space.length();
            RandomizedTransform a = new RandomizedTransform(space, length, basis, random(1));
            float[] x = space.zeros();
            for (int i = 0; i < x.length; i++) {
                x[i] = 1 + i;
            }
            assertArrayEquals(x, a.adjoint(a.apply(x)), 1e-4f);
        }
    }

    @Test
    void hadamardEntriesAreSigns() {
        LinearOperator a = new RandomizedTransform(IMAGE, 7, Basis.HADAMARD, random(1));
        float[] x = IMAGE.zeros();
        x[9] = 1;
        for (float v : a.apply(x)) {
            assertEquals(1 / Math.sqrt(32), Math.abs(v), 1e-6);
        }
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        refused(() -> new RandomMatrix(IMAGE, 0, Entries.GAUSSIAN, random(1)), "measurements are 0");
        refused(() -> new RandomMatrix(IMAGE.complex(), 3, Entries.GAUSSIAN, random(1)), "must be real");
        refused(
                () -> new RandomMatrix(Space.image(4096, 4096, 1), 1 << 20, Entries.GAUSSIAN, random(1)),
                "more than 2^31");
        refused(() -> new RandomizedTransform(IMAGE, 33, Basis.COSINE, random(1)), "at most 32");
        assertFalse(new RandomizedTransform(Space.vector(9), 3, Basis.HADAMARD, random(1))
                .dampedNormal()
                .isPresent());
    }

    private static void refused(org.junit.jupiter.api.function.Executable made, String because) {
        String message = assertThrows(IllegalArgumentException.class, made).getMessage();
        assertTrue(message.contains(because), message);
    }

    @Nested
    class Gaussian extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RandomMatrix(IMAGE, 13, Entries.GAUSSIAN, SensingTest.random(3));
        }
    }

    @Nested
    class Bernoulli extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RandomMatrix(Space.volume(3, 2, 5, 1), 40, Entries.BERNOULLI, SensingTest.random(3));
        }
    }

    @Nested
    class Hadamard extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RandomizedTransform(IMAGE, 13, Basis.HADAMARD, SensingTest.random(3));
        }
    }

    @Nested
    class PaddedHadamard extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RandomizedTransform(Space.image(5, 4, 1), 25, Basis.HADAMARD, SensingTest.random(3));
        }
    }

    @Nested
    class Cosine extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RandomizedTransform(Space.image(5, 7, 1), 13, Basis.COSINE, SensingTest.random(3));
        }
    }
}
