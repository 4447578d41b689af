package org.preimage.examples.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.TvNorm;

/**
 * The memory that an iteration of total variation moves, by count and by time, on an image larger than the caches.
 *
 * <p>An iteration of {@link TvNorm}'s dual method must read the data (1 float per pixel), the dual variable and the one before (2
 * each) and write the next (2): {@value #MUST} floats. It makes one pass in tiles of 32 rows, which read the row above and the row
 * below once more: 5 times 2/32 floats more. The time is compared with that of copying as many floats on the same thread, half of
 * them read and half written, measured in the same run.
 *
 * <p>{@link org.preimage.reconstruction.solver.ChambollePock}, which takes any terms, makes a pass for each line of its formulas:
 * with a gradient and beside the data term it moves {@value #GENERAL} floats per pixel, where its relaxed variables and the means
 * for its gap could do with {@value #GENERAL_MUST}.
 */
public final class TvTraffic {
    private static final int SIZE = 2048;
    private static final int MUST = 7;
    private static final int ROWS = 32;

    /**
     * x' 3, its constraint 2, gradient 4, ascent 8, projection 4, adjoint 5, its sum 3, relaxation of x 3, of K* y with its mean
     * 5, of y with its mean 10, of K x 6.
     */
    private static final int GENERAL = 53;

    /** x 2, x' 1, K* y 3, y 4, and the means of y 4 and of K* y 2. */
    private static final int GENERAL_MUST = 16;

    private static final int ITERATIONS = 10;
    private static final int TIMES = 7;

    private TvTraffic() {}

    /** Prints the comparison; takes no arguments. */
    public static void main(String[] args) {
        Space space = Space.image(SIZE, SIZE, 1);
        float[] noisy = space.zeros();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) Math.sin(0.01 * i) + 0.1f * (i * 31 % 17);
        }
        TvNorm.Dual dual = new TvNorm(space, 1).dual(noisy, 0.1);
        float[] from = new float[8 * noisy.length];
        float[] to = new float[from.length];
        double step = Double.POSITIVE_INFINITY;
        double copy = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TIMES; i++) {
            step = Math.min(
                    step,
                    cpu(() -> {
                                for (int k = 0; k < ITERATIONS; k++) {
                                    dual.step();
                                }
                            })
                            / ITERATIONS);
            copy = Math.min(copy, cpu(() -> System.arraycopy(from, 0, to, 0, from.length)));
        }
        double bandwidth = 2.0 * Float.BYTES * from.length / copy;
        double must = (double) MUST * Float.BYTES * noisy.length;
        double counted = (MUST + 5.0 * 2 / ROWS) / MUST;
        System.out.printf(
                Locale.ROOT,
                "%d x %d pixels, one thread, CPU time; Java %s%n"
                        + "copy: %.1f GB/s; an iteration: %.1f ms, %.2f ns per pixel%n"
                        + "floats per pixel that it must move: %d; by count it moves %.2f times that%n"
                        + "time beside that of copying as many bytes: %.2f%n"
                        + "the general primal-dual method, by count: %d floats, %.1f times the %d it must%n",
                SIZE,
                SIZE,
                Runtime.version(),
                bandwidth * 1e-9,
                1e3 * step,
                1e9 * step / noisy.length,
                MUST,
                counted,
                step * bandwidth / must,
                GENERAL,
                (double) GENERAL / GENERAL_MUST,
                GENERAL_MUST);
    }

    private static double cpu(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        Parallel.withThreads(1, work);
        return (threads.getCurrentThreadCpuTime() - begin) * 1e-9;
    }
}
