package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.SchattenNorm.Order;

/** Schatten norms of one matrix at a time against a dense singular value decomposition. */
class SchattenNormTest {
    private static final double ROOT = Math.sqrt(0.5);

    private static Space one(int size, int parts) {
        Space space = Space.of(new Axis(Role.X, 1), new Axis(Role.COMPONENT, size * (size + 1) / 2));
        return parts == 2 ? space.complex() : space;
    }

    /** The matrix, a complex one as [[A, -B], [B, A]], in which every singular value stands twice. */
    private static RealMatrix dense(float[] z, int size, int parts) {
        double[][] m = new double[size * parts][size * parts];
        int component = size;
        for (int r = 0; r < size; r++) {
            for (int c = r; c < size; c++) {
                int at = parts * (r == c ? r : component++);
                double scale = r == c ? 1 : ROOT;
                for (int[] rc : new int[][] {{r, c}, {c, r}}) {
                    m[rc[0]][rc[1]] = scale * z[at];
                    if (parts == 2) {
                        m[size + rc[0]][size + rc[1]] = scale * z[at];
                        m[size + rc[0]][rc[1]] = scale * z[at + 1];
                        m[rc[0]][size + rc[1]] = -scale * z[at + 1];
                    }
                }
            }
        }
        return new Array2DRowRealMatrix(m);
    }

    private static float[] random(Space space, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] z = space.zeros();
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return z;
    }

    @Test
    void valuesAndShrinkageAreThoseOfTheMatrix() {
        for (int size = 1; size <= 3; size++) {
            for (int parts = 1; parts <= 2; parts++) {
                Space space = one(size, parts);
                for (int trial = 0; trial < 20; trial++) {
                    compare(space, size, parts, random(space, trial));
                }
                // Repeated and vanishing values.
                compare(space, size, parts, space.zeros());
                float[] identity = space.zeros();
                for (int k = 0; k < size; k++) {
                    identity[k * parts] = 2;
                }
                compare(space, size, parts, identity);
                float[] single = space.zeros();
                single[0] = -3;
                compare(space, size, parts, single);
            }
        }
    }

    private static void compare(Space space, int size, int parts, float[] z) {
        RealMatrix dense = dense(z, size, parts);
        SingularValueDecomposition svd = new SingularValueDecomposition(dense);
        double sum = 0;
        double squares = 0;
        for (double s : svd.getSingularValues()) {
            sum += s / parts;
            squares += s * s / parts;
        }
        assertEquals(2 * sum, new SchattenNorm(space, 2, Order.NUCLEAR).value(z), 1e-5);
        assertEquals(Math.sqrt(squares), new SchattenNorm(space, 1, Order.FROBENIUS).value(z), 1e-5);
        assertEquals(svd.getNorm(), new SchattenNorm(space, 1, Order.SPECTRAL).value(z), 1e-5);
        RealMatrix s = svd.getS();
        for (int k = 0; k < s.getRowDimension(); k++) {
            s.setEntry(k, k, Math.max(0, s.getEntry(k, k) - 0.7));
        }
        RealMatrix shrunk = svd.getU().multiply(s).multiply(svd.getVT());
        float[] out = space.zeros();
        new SchattenNorm(space, 1, Order.NUCLEAR).prox(z, 0.7, out);
        RealMatrix found = dense(out, size, parts);
        for (int r = 0; r < shrunk.getRowDimension(); r++) {
            assertArrayEquals(shrunk.getRow(r), found.getRow(r), 2e-6, "side " + size + ", parts " + parts);
        }
    }

    @Test
    void otherFieldsAreRefused() {
        Space four = Space.image(3, 3, 1).with(new Axis(Role.COMPONENT, 4));
        assertThrows(IllegalArgumentException.class, () -> new SchattenNorm(four, 1, Order.NUCLEAR));
        Space noComponents = Space.image(3, 3, 1);
        assertThrows(IllegalArgumentException.class, () -> new SchattenNorm(noComponents, 1, Order.NUCLEAR));
        assertThrows(IllegalArgumentException.class, () -> new SchattenNorm(one(2, 1), 0, Order.NUCLEAR));
        assertEquals(Field.COMPLEX, one(2, 2).field());
    }
}
