package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.solver.Bounds;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Sirt;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Speed of SIRT at 512 x 512 pixels, 180 angles, 729 cells, and what it costs beside its projections.
 *
 * <p>{@link #main} takes under a minute and measures CPU time, which other programs on the machine disturb less than wall time.
 * For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main SirtSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class SirtSpeed {
    private static final int SIZE = 512;
    private static final int VIEWS = 180;
    private static final int CELLS = 729;
    private static final int ITERATIONS = 100;

    /** Threads to use. */
    @Param({"1", "2"})
    public int threads = 1;

    private final Projector projector;
    private final float[] data;

    public SirtSpeed() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(SIZE, SIZE, 1), CELLS, 1, VIEWS);
        projector = beam.projector();
        data = SheppLogan.modified(SIZE).sinogram(beam).data();
    }

    /** 100 iterations with x &gt;= 0 and the misfit checked in each. */
    @Benchmark
    public Outcome sirt() {
        Outcome[] outcome = new Outcome[1];
        Parallel.withThreads(threads, () -> outcome[0] = run(ITERATIONS));
        return outcome[0];
    }

    private Outcome run(int iterations) {
        // A misfit that is never reached: it is compared in each iteration all the same.
        Sirt sirt = new Sirt(projector, data, 1, Bounds.NON_NEGATIVE, 1e-6);
        return new Runner("sirt", Stopping.at(iterations, 0), p -> true)
                .run(sirt, projector.domain().zeros());
    }

    private void projections(int count) {
        float[] image = projector.domain().zeros();
        float[] sinogram = projector.range().zeros();
        for (int i = 0; i < count; i++) {
            projector.apply(image, sinogram);
            projector.adjoint(sinogram, image);
        }
    }

    private static double cpu(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        Parallel.withThreads(1, work);
        return (threads.getCurrentThreadCpuTime() - begin) * 1e-9;
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        SirtSpeed speed = new SirtSpeed();
        PrintStream out = System.out;
        out.printf(
                "SIRT, %d iterations, %d x %d pixels, %d angles, %d cells; Java %s, %d processors%n",
                ITERATIONS,
                SIZE,
                SIZE,
                VIEWS,
                CELLS,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        speed.run(3);
        double all = cpu(() -> speed.run(ITERATIONS));
        double alone = cpu(() -> speed.projections(ITERATIONS));
        speed.threads = 2;
        long begin = System.nanoTime();
        speed.sirt();
        double wall = (System.nanoTime() - begin) * 1e-9;
        out.printf(Locale.ROOT, "CPU time on one thread         %7.2f s%n", all);
        out.printf(
                Locale.ROOT, "of its projections by themselves %5.2f s, so %.2f times as long%n", alone, all / alone);
        out.printf(Locale.ROOT, "wall time on two threads       %7.2f s%n", wall);
    }
}
