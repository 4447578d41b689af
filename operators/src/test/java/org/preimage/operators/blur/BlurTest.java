package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class BlurTest {
    private static Image noise(long seed, int... sizes) {
        Role[] roles = {Role.X, Role.Y, Role.Z};
        Axis[] axes = new Axis[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            axes[a] = new Axis(roles[a], sizes[a]);
        }
        Space space = Space.of(axes);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] values = space.zeros();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Image(space, values);
    }

    /** Even along each axis, of odd size. */
    private static Image even(int... sizes) {
        Image psf = noise(5, sizes);
        int step = 1;
        for (int size : sizes) {
            for (int i = 0; i < psf.data().length; i++) {
                int k = i / step % size;
                psf.data()[i] = k > size / 2 ? psf.data()[i + (size - 1 - 2 * k) * step] : psf.data()[i];
            }
            step *= size;
        }
        return psf;
    }

    static Stream<Arguments> shapes() {
        List<int[][]> shapes = List.of(
                new int[][] {{12}, {5}},
                new int[][] {{7}, {4}},
                new int[][] {{13, 9}, {5, 3}},
                new int[][] {{12, 10}, {4, 6}},
                new int[][] {{10, 11}, {10, 11}},
                new int[][] {{9, 8}, {1, 5}},
                new int[][] {{6, 7}, {17, 20}},
                new int[][] {{1, 16}, {3, 3}},
                new int[][] {{37, 6}, {3, 4}},
                new int[][] {{7, 6, 5}, {3, 4, 5}},
                new int[][] {{4, 5, 6}, {2, 9, 3}},
                new int[][] {{6, 1, 5}, {3, 1, 2}});
        return shapes.stream().flatMap(s -> Arrays.stream(Boundary.values()).map(b -> Arguments.of(s[0], s[1], b)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void equalsTheSumTermByTerm(int[] sizes, int[] kernel, Boundary boundary) {
        Image x = noise(1, sizes);
        Image psf = noise(2, kernel);
        float[] expected = SlowConvolution.of(x.space(), x.data(), psf, boundary);
        float[] found = new Blur(x.space(), psf, boundary).apply(x.data());
        assertTrue(Vectors.relativeDistance(found, expected) < 1e-6, () -> Arrays.toString(found));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void solvesTheDampedNormalEquationsWhereItSays(int[] sizes, int[] kernel, Boundary boundary) {
        Space image = noise(1, sizes).space();
        Blur general = new Blur(image, noise(2, kernel), boundary);
        assertEquals(boundary == Boundary.PERIODIC, general.dampedNormal().isPresent());
        int[] odd = Arrays.stream(kernel).map(k -> k | 1).toArray();
        for (Blur blur : List.of(general, new Blur(image, even(odd), boundary))) {
            blur.dampedNormal().ifPresent(solver -> requireSolved(blur, solver));
        }
        assertEquals(
                boundary != Boundary.ZERO,
                new Blur(image, even(odd), boundary).dampedNormal().isPresent());
    }

    private static void requireSolved(LinearOperator a, DampedNormal solver) {
        float[] r = noise(3, a.domain().sizes()).data();
        double square = a.norm() * a.norm();
        for (double rho : new double[] {0.01 * square, square}) {
            float[] x = a.domain().zeros();
            Arrays.fill(x, Float.NaN);
            solver.solve(rho, r, x);
            float[] left = a.gram().apply(x);
            Vectors.add(rho, x, left);
            assertTrue(Vectors.relativeDistance(left, r) < 2e-5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherAxesAndPartsAreBlurredEachByItself(Boundary boundary) {
        Image psf = noise(2, 3, 4);
        Axis channel = new Axis(Role.CHANNEL, 3);
        Space plane = Space.image(6, 5, 1);
        Blur single = new Blur(plane, psf, boundary);
        Space first = Space.of(channel, plane.axes().get(0), plane.axes().get(1));
        for (Space space : List.of(
                plane.with(channel), first, plane.complex(), plane.with(channel).complex())) {
            Blur blur = new Blur(space, psf, boundary);
            float[] x = noise(3, space.length()).data();
            float[] all = blur.apply(x);
            int parts = space.length() / 30;
            boolean interleaved = space.equals(first) || space.field() == Field.COMPLEX;
            int inner = !interleaved ? 1 : space.equals(first) ? 3 : 2;
            for (int p = 0; p < parts; p++) {
                float[] part = new float[30];
                for (int i = 0; i < 30; i++) {
                    part[i] = x[(p / inner * 30 + i) * inner + p % inner];
                }
                float[] expected = single.apply(part);
                for (int i = 0; i < 30; i++) {
                    assertEquals(expected[i], all[(p / inner * 30 + i) * inner + p % inner], 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void normalOperatorIsAdjointAfterApplyAndBoundsBoundTheNorm(Boundary boundary) {
        Blur blur = new Blur(Space.image(12, 9, 1), noise(2, 5, 4), boundary);
        float[] x = noise(3, 12, 9).data();
        assertTrue(Vectors.relativeDistance(
                        blur.gram().apply(x), blur.transposed().after(blur).apply(x))
                < 1e-6);
        assertTrue(blur.normBound() >= blur.norm());
    }

    @Test
    void unfitPointSpreadFunctionsAreRefused() {
        Space plane = Space.image(8, 8, 1);
        refused(plane, noise(1, 3), "needs 2 axes");
        refused(plane, noise(1, 3, 3, 3), "needs 2 axes");
        refused(plane, new Image(plane, plane.zeros()), "zero everywhere");
        refused(plane, Image.zeros(plane.complex()), "complex");
        Image nan = noise(1, 3, 3);
        nan.data()[4] = Float.NaN;
        refused(plane, nan, "NaN");
        refused(Space.vector(8), noise(1, 3), "one to three of the axes X, Y, Z");
    }

    private static void refused(Space image, Image psf, String because) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Blur(image, psf, Boundary.PERIODIC))
                .getMessage();
        assertTrue(message.contains(because), message);
    }

    @Nested
    class Periodic extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Blur(Space.image(13, 10, 1), noise(1, 4, 5), Boundary.PERIODIC);
        }
    }

    @Nested
    class PeriodicVolumeInChannels extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Blur(
                    Space.volume(5, 4, 6, 1).with(new Axis(Role.CHANNEL, 2)), noise(1, 4, 3, 9), Boundary.PERIODIC);
        }
    }

    @Nested
    class Reflecting extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Blur(Space.image(12, 10, 1), noise(1, 4, 5), Boundary.REFLECTING);
        }
    }

    @Nested
    class ReflectingEven extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Blur(Space.image(12, 10, 1), even(5, 3), Boundary.REFLECTING);
        }
    }

    @Nested
    class Zero extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Blur(Space.image(12, 9, 1).complex(), noise(1, 4, 7), Boundary.ZERO);
        }
    }
}
