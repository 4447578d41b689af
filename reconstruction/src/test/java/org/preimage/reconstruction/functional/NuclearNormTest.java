package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** The nuclear norm keeps its contract, and its singular values are those of the matrix. */
class NuclearNormTest {
    private static final Space SERIES = Space.image(4, 3, 1).with(new Axis(Role.TIME, 5));
    private static final Space WIDE = Space.of(new Axis(Role.X, 3), new Axis(Role.TIME, 6));

    @Nested
    class RealContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return new NuclearNorm(SERIES, 0.9);
        }
    }

    @Nested
    class ComplexContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return new NuclearNorm(SERIES.complex(), 0.9);
        }
    }

    @Nested
    class MoreFramesThanPixelsContract extends ProximableContract {
        @Override
        protected Proximable functional() {
            return new NuclearNorm(WIDE.complex(), 0.9);
        }
    }

    @Test
    void singularValuesAreThoseOfTheMatrix() {
        float[] x = SERIES.complex().zeros();
        // As a real matrix of twice the size, [[Re, -Im], [Im, Re]], every value stands twice.
        double[][] m = new double[24][10];
        for (int i = 0; i < 60; i++) {
            x[2 * i] = (float) Math.sin(7 * i);
            x[2 * i + 1] = (float) Math.cos(5 * i + 1);
            m[i % 12][i / 12] = x[2 * i];
            m[12 + i % 12][5 + i / 12] = x[2 * i];
            m[12 + i % 12][i / 12] = x[2 * i + 1];
            m[i % 12][5 + i / 12] = -x[2 * i + 1];
        }
        double[] expected = new SingularValueDecomposition(new Array2DRowRealMatrix(m)).getSingularValues();
        NuclearNorm norm = new NuclearNorm(SERIES.complex(), 2);
        double[] found = norm.singularValues(x);
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            assertEquals(expected[2 * i], found[i], 1e-6);
            sum += found[i];
        }
        assertEquals(2 * sum, norm.value(x), 1e-9);
    }

    @Test
    void zeroStaysZero() {
        NuclearNorm norm = new NuclearNorm(SERIES, 1);
        float[] out = new float[60];
        assertEquals(0, norm.prox(new float[60], 1, out));
        assertArrayEquals(new float[60], out);
        assertThrows(IllegalArgumentException.class, () -> new NuclearNorm(Space.vector(4), 1));
        assertThrows(IllegalArgumentException.class, () -> new NuclearNorm(SERIES, 0));
    }
}
