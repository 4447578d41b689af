package org.preimage.operators.parallel;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import net.imglib2.parallel.TaskExecutors;

/**
 * Splits a range of independent work over the threads that the caller chose.
 *
 * <p>There is no thread pool here: the executor is ImgLib2's, so that
 * {@code Parallelization.runSingleThreaded} and {@code runWithNumThreads} bound this code as they bound ImgLib2's own.
 */
public final class Parallel {
    private Parallel() {}

    /** Work on the indices {@code from <= i < to}. */
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    /**
     * Runs {@code work}, all ranges of which get this number of threads; one thread is the caller's own.
     *
     * @param threads at least 1
     * @param work runs once
     * @throws IllegalArgumentException if the number is smaller than 1
     */
    public static void withThreads(int threads, Runnable work) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", but must be at least 1");
        }
        if (threads == 1) {
            Parallelization.runSingleThreaded(work);
        } else {
            Parallelization.runWithNumThreads(threads, work);
        }
    }

    /** How many threads {@link #ranges} works with here, the caller among them. */
    public static int threads() {
        TaskExecutor executor = Parallelization.getTaskExecutor();
        return executor == TaskExecutors.singleThreaded() ? 1 : executor.getParallelism() + 1;
    }

    /**
     * Runs {@code work} on consecutive pieces that together cover {@code 0 .. n-1}.
     *
     * <p>Piece boundaries are multiples of {@code grain}, whatever the number of threads; how many grains make a piece
     * is not fixed, so {@code work} must give the same result for any such split.
     *
     * @param n end of the range
     * @param grain smallest piece worth a task, at least 1
     * @param work called from several threads at once
     */
    public static void ranges(int n, int grain, Range work) {
        if (n <= 0) {
            return;
        }
        TaskExecutor executor = Parallelization.getTaskExecutor();
        int grains = (n + grain - 1) / grain;
        // Four pieces per thread, so that a thread that was interrupted does not hold up the others. The common pool
        // does not count the caller, who works as well: with two processors it reports one thread.
        boolean sequential = executor == TaskExecutors.singleThreaded();
        int pieces = sequential ? 1 : Math.min(grains, 4 * (executor.getParallelism() + 1));
        if (pieces == 1) {
            work.run(0, n);
            return;
        }
        List<Runnable> tasks = new ArrayList<>(pieces);
        for (int p = 0; p < pieces; p++) {
            int from = (int) ((long) grains * p / pieces) * grain;
            int to = (int) Math.min(n, ((long) grains * (p + 1) / pieces) * grain);
            tasks.add(() -> work.run(from, to));
        }
        executor.runAll(tasks);
    }
}
