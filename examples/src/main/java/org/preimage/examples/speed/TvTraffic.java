package org.preimage.examples.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Term;

/**
 * The memory that an iteration of total variation moves, by count and by time, on an image larger than the caches. Everything is
 * counted in floats per pixel, each array that the iteration keeps once for reading and once for writing.
 *
 * <p>Counts: {@link TvNorm}'s dual method reads the data, the dual variable and the one before, and writes the next. {@link
 * ChambollePock}, which the method {@code tv} runs, makes one pass over x, x', the dual variable of the gradient and its mean for the
 * gap; for denoising over that of the data with its mean and the data as well; for another operator over z = A* y and its sum, while
 * what A itself and its range move is the operator's own and not counted. Passes go in tiles of 32 rows; what the first row of
 * each tile needs is read or kept once more.
 *
 * <p>The time is compared with that of copying as many floats on the same thread, half of them read and half written, measured in the
 * same run.
 */
public final class TvTraffic {
    private static final int SIZE = 2048;
    private static final double ROWS = 32;
    private static final int ITERATIONS = 5;
    private static final int TIMES = 7;

    /** An array that an iteration goes over: floats per pixel read, written, and whether the iteration itself needs them. */
    private record Field(String name, int read, int written, boolean needed) {}

    private static final List<Field> DUAL = List.of(
            new Field("data", 1, 0, true),
            new Field("y", 2, 0, true),
            new Field("the y before", 2, 0, true),
            new Field("the next y", 0, 2, true));

    private static final List<Field> PRIMAL_DUAL = List.of(
            new Field("x", 1, 1, true),
            new Field("x'", 0, 1, true),
            new Field("y of the gradient", 2, 2, true),
            new Field("its mean", 2, 2, false));

    private static final List<Field> DENOISING = List.of(
            new Field("y of the data", 1, 1, true), new Field("its mean", 1, 1, false), new Field("data", 1, 0, true));

    private static final List<Field> TOMOGRAPHY =
            List.of(new Field("z", 1, 0, true), new Field("its sum", 1, 1, false));

    /** The rows above and below a tile: of the data 1, of each dual variable 2. */
    private static final double DUAL_TILES = 5 * 2 / ROWS;

    /** y of a tile's first row is read twice, with the row above's; 2 x' - x there is written and read by two tiles. */
    private static final double PRIMAL_DUAL_TILES = (3 + 3) / ROWS;

    /**
     * What a diagonal operator and its range move, which the time contains: A x' and A* y 3 each; A x' 1, A x 2, y 2, y' 1, its mean
     * 2, the data 1.
     */
    private static final int DIAGONAL = 15;

    private final Space space = Space.image(SIZE, SIZE, 1);
    private final float[] noisy = space.zeros();
    private final float[] from = new float[8 * noisy.length];
    private final float[] to = new float[from.length];

    private TvTraffic() {
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) Math.sin(0.01 * i) + 0.1f * (i * 31 % 17);
        }
    }

    /** Prints the comparison; takes no arguments. */
    public static void main(String[] args) {
        System.out.printf("%d x %d pixels, one thread, CPU time; Java %s%n", SIZE, SIZE, Runtime.version());
        TvTraffic traffic = new TvTraffic();
        TvNorm.Dual dual = new TvNorm(traffic.space, 1).dual(traffic.noisy, 0.1);
        traffic.print("dual method", List.of(DUAL), DUAL_TILES, 0, dual::step);
        traffic.print(
                "primal-dual, denoising",
                List.of(PRIMAL_DUAL, DENOISING),
                PRIMAL_DUAL_TILES,
                0,
                traffic.primalDual(new Identity(traffic.space)));
        float[] ones = traffic.space.zeros();
        Arrays.fill(ones, 1);
        traffic.print(
                "primal-dual beside an operator",
                List.of(PRIMAL_DUAL, TOMOGRAPHY),
                PRIMAL_DUAL_TILES,
                DIAGONAL,
                traffic.primalDual(new Diagonal(traffic.space, ones)));
    }

    private Runnable primalDual(LinearOperator a) {
        Gradient gradient = new Gradient(space);
        ChambollePock method = new ChambollePock(
                Box.nonNegative(space),
                List.of(
                        new Term(a, new SquaredDistance(space, noisy)),
                        new Term(gradient, new GroupL1(gradient.range(), 0.1))));
        ChambollePock.State state = method.start(noisy);
        return () -> method.step(state);
    }

    private void print(String name, List<List<Field>> lists, double tiles, int operator, Runnable iteration) {
        double moved = tiles;
        double kept = 0;
        double must = 0;
        StringBuilder names = new StringBuilder();
        for (Field field : lists.stream().flatMap(List::stream).toList()) {
            int floats = field.read + field.written;
            moved += floats;
            kept += floats;
            must += field.needed ? floats : 0;
            names.append(names.isEmpty() ? "" : ", ")
                    .append(field.name)
                    .append(' ')
                    .append(floats);
        }
        double step = Double.POSITIVE_INFINITY;
        double copy = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TIMES; i++) {
            step = Math.min(
                    step,
                    cpu(() -> {
                                for (int k = 0; k < ITERATIONS; k++) {
                                    iteration.run();
                                }
                            })
                            / ITERATIONS);
            copy = Math.min(copy, cpu(() -> System.arraycopy(from, 0, to, 0, from.length)));
        }
        double bandwidth = 2.0 * Float.BYTES * from.length / copy;
        System.out.printf(
                Locale.ROOT,
                "%s: %s; between tiles %.2f%n"
                        + "    moves %.2f floats per pixel, %.2f times the %.0f of its arrays, %.2f times the %.0f without means for the gap%n"
                        + "    an iteration %.1f ms, %.2f ns per pixel, %.2f times that of copying as much and the operator's %d floats at %.1f GB/s%n",
                name,
                names,
                tiles,
                moved,
                moved / kept,
                kept,
                moved / must,
                must,
                1e3 * step,
                1e9 * step / noisy.length,
                step * bandwidth / ((moved + operator) * Float.BYTES * noisy.length),
                operator,
                bandwidth * 1e-9);
    }

    private static double cpu(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        Parallel.withThreads(1, work);
        return (threads.getCurrentThreadCpuTime() - begin) * 1e-9;
    }
}
