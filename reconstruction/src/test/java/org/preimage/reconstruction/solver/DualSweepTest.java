package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.DualSweep;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.Zero;

/** The primal-dual iteration in one pass over memory, beside the same one formula by formula. */
class DualSweepTest {
    private static final Axis TIME = new Axis(Role.TIME, 2, 1);
    private static final Axis CHANNEL = new Axis(Role.CHANNEL, 2, 1);

    /** Hides what a functional offers for a single pass. */
    private record Plain(Proximable f) implements Proximable {
        @Override
        public Space domain() {
            return f.domain();
        }

        @Override
        public double value(float[] x) {
            return f.value(x);
        }

        @Override
        public double prox(float[] v, double gamma, float[] out) {
            return f.prox(v, gamma, out);
        }

        @Override
        public double conjugateValue(float[] y) {
            return f.conjugateValue(y);
        }

        @Override
        public double conjugateValue(float[] y, double bound) {
            return f.conjugateValue(y, bound);
        }

        @Override
        public Proximable conjugate() {
            return new Plain(f.conjugate());
        }
    }

    /** Images of one, two and three axes, some beyond a tile, real and complex, with axes that are not differenced. */
    static Stream<Space> spaces() {
        return Stream.of(
                Space.image(35, 67, 1),
                Space.image(7, 33, 1).complex(),
                Space.of(new Axis(Role.X, 50, 1)),
                Space.of(new Axis(Role.X, 5, 1), new Axis(Role.Y, 40, 0.5), new Axis(Role.Z, 35, 2)),
                Space.of(CHANNEL, new Axis(Role.X, 9, 1), new Axis(Role.Y, 34, 0.5), TIME),
                Space.of(new Axis(Role.X, 4, 1), TIME, new Axis(Role.Y, 33, 1), CHANNEL, new Axis(Role.Z, 17, 2))
                        .complex());
    }

    private record Result(float[] x, double gap, double objective) {}

    private static Result run(Space space, boolean isotropic, boolean denoising, boolean plain, int threads) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
        float[] b = space.zeros();
        float[] factors = space.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) random.nextGaussian() + i / 7 % 3;
            factors[i] = 1 + 0.2f * (i / 2 % 5);
        }
        LinearOperator a = denoising ? new Identity(space) : new Diagonal(space, factors);
        Gradient d = new Gradient(space);
        Proximable g = space.field().floats() == 1 ? Box.nonNegative(space) : new Zero(space);
        Proximable f = new SquaredDistance(space, b);
        Proximable tv = isotropic ? new GroupL1(d.range(), 0.5) : new L1(d.range(), 0.5);
        ChambollePock method = new ChambollePock(
                plain ? new Plain(g) : g,
                List.of(new Term(a, plain ? new Plain(f) : f), new Term(d, plain ? new Plain(tv) : tv)));
        Result[] result = new Result[1];
        Parallel.withThreads(threads, () -> {
            ChambollePock.State s = method.start(b);
            for (int k = 1; k <= 30; k++) {
                method.step(s);
                if (k == 10) {
                    method.residual(s);
                }
            }
            result[0] = new Result(method.solution(s).clone(), method.residual(s), method.objective(s));
        });
        return result[0];
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void onePassGivesWhatManyGive(Space space) {
        for (boolean isotropic : new boolean[] {true, false}) {
            for (boolean denoising : new boolean[] {true, false}) {
                Result many = run(space, isotropic, denoising, true, 1);
                Result one = run(space, isotropic, denoising, false, 1);
                assertTrue(Vectors.relativeDistance(one.x, many.x) < 1e-6);
                assertEquals(many.objective, one.objective, 1e-6 * many.objective);
                assertEquals(many.gap, one.gap, 1e-3 * many.gap + 1e-6);
                Result threads = run(space, isotropic, denoising, false, 3);
                assertArrayEquals(one.x, threads.x);
                assertEquals(one.gap, threads.gap);
            }
        }
    }

    /** The primal half, which reads and writes each of its arrays once for an entry, is done once for each. */
    @ParameterizedTest
    @MethodSource("spaces")
    void everyEntryIsVisitedOnce(Space space) {
        Gradient d = new Gradient(space);
        DualSweep sweep = new GroupL1(d.range(), 1).sweep(d).orElseThrow();
        AtomicIntegerArray visits = new AtomicIntegerArray(space.length());
        sweep.step(d.range().zeros(), null, 0, 1, 1, () -> (at, row) -> {
            for (int i = 0; i < row.length; i++) {
                visits.incrementAndGet(at + i);
            }
        });
        for (int i = 0; i < visits.length(); i++) {
            assertEquals(1, visits.get(i));
        }
    }

    /** What a run keeps, and so moves at most, beside its data: no gradient of an image, and nothing twice. */
    @Test
    void aRunKeepsNoArrayThatItCouldDoWithout() throws IllegalAccessException {
        Space space = Space.image(20, 10, 1);
        Gradient d = new Gradient(space);
        ChambollePock method = new ChambollePock(
                Box.nonNegative(space),
                List.of(
                        new Term(new Identity(space), new SquaredDistance(space, space.zeros())),
                        new Term(d, new GroupL1(d.range(), 1))));
        ChambollePock.State s = method.start(space.zeros());
        // The start and a buffer for the gap, which no iteration touches; x and x'; y and its mean of both terms.
        assertEquals((2 + 2 + 2 * (1 + 2)) * space.length(), floats(s));
    }

    private static int floats(Object holder) throws IllegalAccessException {
        int sum = 0;
        for (Field field : holder.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(holder);
            if (value instanceof float[] array) {
                sum += array.length;
            } else if (field.getName().equals("duals")) {
                for (Object dual : (List<?>) value) {
                    sum += floats(dual);
                }
            }
        }
        return sum;
    }

    /** Two operators of norm 1 whose stack has the norm 2^0.5, and operators with a cluster of singular values. */
    @Test
    void normsOfStacksAreFound() {
        Space line = Space.of(new Axis(Role.X, 400, 1));
        LinearOperator twice = LinearOperator.stacked(new Identity(line), new Identity(line));
        assertEquals(Math.sqrt(2), LanczosNorm.of(twice), 1e-4);
        float[] values = line.zeros();
        for (int i = 0; i < values.length; i++) {
            values[i] = 1.05f - 0.2f * i / values.length;
        }
        assertEquals(1.05, LanczosNorm.of(new Diagonal(line, values)), 0.01);
        Gradient d = new Gradient(Space.image(40, 30, 1));
        assertEquals(d.norm(), LanczosNorm.of(d), 0.01 * d.norm());
        assertEquals(0, LanczosNorm.of(new Diagonal(line, line.zeros())));
    }
}
