package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The Hessian and the symmetrised gradient keep the contract, and have the kernels and values that their formulas promise. */
class SecondDerivativesTest {
    private static final Space PLANE = Space.of(new Axis(Role.X, 6, 0.5), new Axis(Role.Y, 5, 0.8));
    private static final Space VOLUME =
            Space.of(new Axis(Role.X, 4, 0.5), new Axis(Role.Y, 3, 0.8), new Axis(Role.Z, 5, 2));
    private static final Space SERIES =
            Space.of(new Axis(Role.CHANNEL, 2), new Axis(Role.X, 4, 1), new Axis(Role.TIME, 2), new Axis(Role.Y, 5, 2));

    @Nested
    class HessianContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Hessian(PLANE);
        }
    }

    @Nested
    class VolumeHessianContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Hessian(Space.volume(3, 4, 3, 1));
        }
    }

    @Nested
    class SeriesHessianContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Hessian(SERIES);
        }
    }

    @Nested
    class ComplexHessianContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Hessian(PLANE.complex());
        }
    }

    @Nested
    class SymmetrisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new SymmetrisedGradient(PLANE);
        }
    }

    @Nested
    class VolumeSymmetrisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new SymmetrisedGradient(Space.volume(3, 4, 3, 1));
        }
    }

    @Nested
    class SeriesSymmetrisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new SymmetrisedGradient(SERIES);
        }
    }

    @Nested
    class ComplexSymmetrisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new SymmetrisedGradient(PLANE.complex());
        }
    }

    @Nested
    class GeneralisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new GeneralisedGradient(PLANE);
        }
    }

    @Nested
    class VolumeGeneralisedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new GeneralisedGradient(Space.volume(3, 4, 2, 1));
        }
    }

    @Test
    void generalisedGradientIsTheTwoDerivativesTogether() {
        GeneralisedGradient k = new GeneralisedGradient(VOLUME);
        float[] u = LinearOperatorContract.gaussian(k.domain(), 4);
        int n = VOLUME.length();
        float[] v = Arrays.copyOfRange(u, n, 4 * n);
        float[] dx = new Gradient(VOLUME).apply(Arrays.copyOf(u, n));
        Vectors.add(-1, v, dx);
        float[] ku = k.apply(u);
        assertArrayEquals(dx, Arrays.copyOf(ku, 3 * n), 1e-6f);
        assertArrayEquals(new SymmetrisedGradient(VOLUME).apply(v), Arrays.copyOfRange(ku, 3 * n, 9 * n), 1e-6f);
    }

    private interface Polynomial {
        double of(double x, double y, double z);
    }

    private static float[] sampled(Space space, Polynomial p) {
        float[] image = space.zeros();
        int nx = space.size(0);
        int ny = space.size(1);
        for (int i = 0; i < image.length; i++) {
            double z = space.dimensions() > 2 ? i / (nx * ny) * space.spacing(2) : 0;
            image[i] = (float) p.of(i % nx * space.spacing(0), i / nx % ny * space.spacing(1), z);
        }
        return image;
    }

    @Test
    void secondDifferencesAreExactForParabolas() {
        float[] x =
                sampled(VOLUME, (u, v, w) -> 3 * u * u - 2 * v * v + w * w + 0.5 * u * v - u * w + 2 * v * w + 7 * u);
        float[] h = new Hessian(VOLUME).apply(x);
        // Per sample of the first axis, of 0.5 mm.
        double[] expected = {6, -4, 2, 0.5 * Math.sqrt(2), -Math.sqrt(2), 2 * Math.sqrt(2)};
        int inner = 1 + 4 + 12 * 2;
        for (int c = 0; c < 6; c++) {
            assertEquals(0.25 * expected[c], h[c * VOLUME.length() + inner], 2e-5, "component " + c);
        }
        // The border misses a neighbour.
        assertEquals(0, h[0]);
        assertEquals(0.25 * 2, h[2 * VOLUME.length() + 12], 2e-5);
    }

    @Test
    void affineImagesHaveNoSecondDerivativeUpToTheBorder() {
        for (Space space : new Space[] {PLANE, VOLUME}) {
            float[] x = sampled(space, (u, v, w) -> 3 * u - 2 * v + 0.5 * w + 1);
            assertEquals(0, Vectors.norm(new Hessian(space).apply(x)), 1e-5);
            assertEquals(0, Vectors.norm(new SymmetrisedGradient(space).apply(new Gradient(space).apply(x))), 1e-5);
        }
    }

    /** Written down for each entry on its own. */
    @Test
    void symmetrisedGradientIsTheFormula() {
        SymmetrisedGradient e = new SymmetrisedGradient(PLANE);
        float[] v = LinearOperatorContract.gaussian(e.domain(), 5);
        int nx = 6;
        int ny = 5;
        int n = nx * ny;
        double h = 0.5 / 0.8;
        float[] expected = e.range().zeros();
        for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
                int at = j * nx + i;
                double dxx = i >= 1 && i < nx - 1 ? v[at] - v[at - 1] : 0;
                double dyy = j >= 1 && j < ny - 1 ? h * (v[n + at] - v[n + at - nx]) : 0;
                double dyOfX = j >= 1 && i < nx - 1 ? h * (v[at] - v[at - nx]) : 0;
                double dxOfY = i >= 1 && j < ny - 1 ? v[n + at] - v[n + at - 1] : 0;
                expected[at] = (float) dxx;
                expected[n + at] = (float) dyy;
                expected[2 * n + at] = (float) ((dyOfX + dxOfY) / Math.sqrt(2));
            }
        }
        assertArrayEquals(expected, e.apply(v), 1e-6f);
    }

    /** The rotation's gradient is antisymmetric. */
    @Test
    void rotationsHaveNoSymmetrisedGradient() {
        Space square = Space.image(7, 7, 1);
        float[] v = Stencils.vectors("", square).zeros();
        for (int j = 0; j < 7; j++) {
            for (int i = 0; i < 7; i++) {
                v[j * 7 + i] = j;
                v[49 + j * 7 + i] = -i;
            }
        }
        float[] e = new SymmetrisedGradient(square).apply(v);
        for (int j = 1; j < 6; j++) {
            for (int i = 1; i < 6; i++) {
                assertEquals(0, e[98 + j * 7 + i], 1e-6);
            }
        }
    }

    @Test
    void hessianTurnsWithTheImage() {
        Space square = Space.image(6, 6, 1);
        float[] x = LinearOperatorContract.gaussian(square, 3);
        float[] turned = new float[36];
        for (int j = 0; j < 6; j++) {
            for (int i = 0; i < 6; i++) {
                turned[i * 6 + 5 - j] = x[j * 6 + i];
            }
        }
        Hessian h = new Hessian(square);
        float[] a = h.apply(x);
        float[] b = h.apply(turned);
        for (int j = 0; j < 6; j++) {
            for (int i = 0; i < 6; i++) {
                int from = j * 6 + i;
                int to = i * 6 + 5 - j;
                assertEquals(a[from], b[36 + to], 1e-6);
                assertEquals(a[36 + from], b[to], 1e-6);
                assertEquals(a[72 + from], -b[72 + to], 1e-6);
            }
        }
    }

    @Test
    void withoutSpatialAxisTheyAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Hessian(Space.vector(5)));
        assertThrows(IllegalArgumentException.class, () -> new SymmetrisedGradient(Space.vector(5)));
        assertThrows(IllegalArgumentException.class, () -> new GeneralisedGradient(Space.vector(5)));
    }
}
