package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.Projector;

/**
 * Speed of the parallel-beam kernels at 512 x 512 pixels, 720 angles, 729 cells, beside a naive twin in the same run.
 *
 * <p>{@link #main} takes under two minutes and measures CPU time, which other programs on the machine disturb less than wall
 * time. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main ProjectorSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProjectorSpeed {
    private static final int SIZE = 512;
    private static final int VIEWS = 720;
    private static final int CELLS = 729;
    private static final double SECONDS = 4;

    /** Threads that the kernels may use; the naive twin always uses one. */
    @Param({"1", "2"})
    public int threads = 1;

    private final Projector projector;
    private final PixelBackprojection backprojection;
    private final NaiveProjector naive;
    private final float[] image;
    private final float[] sinogram;
    private final float[] imageOut;
    private final float[] sinogramOut;

    public ProjectorSpeed() {
        Space space = Space.image(SIZE, SIZE, 1);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, CELLS, 1, VIEWS);
        projector = geometry.projector();
        backprojection = new PixelBackprojection(geometry, AngularWeights.of(geometry));
        naive = new NaiveProjector(geometry);
        image = SheppLogan.modified(SIZE).render(space, 2).data();
        sinogram = projector.apply(image);
        imageOut = projector.domain().zeros();
        sinogramOut = projector.range().zeros();
    }

    @Benchmark
    public float[] forward() {
        Parallel.withThreads(threads, () -> projector.apply(image, sinogramOut));
        return sinogramOut;
    }

    @Benchmark
    public float[] adjoint() {
        Parallel.withThreads(threads, () -> projector.adjoint(sinogram, imageOut));
        return imageOut;
    }

    @Benchmark
    public float[] backprojection() {
        Parallel.withThreads(threads, () -> backprojection.apply(sinogram, imageOut));
        return imageOut;
    }

    @Benchmark
    public float[] naiveForward() {
        return naive.project(image);
    }

    @Benchmark
    public float[] naiveAdjoint() {
        return naive.adjoint(sinogram);
    }

    @Benchmark
    public float[] naiveBackprojection() {
        return naive.backproject(sinogram);
    }

    /** Best of all repetitions in some seconds: seconds of wall time, and of CPU time of this thread. */
    private record Times(double wall, double cpu) {
        static Times of(Runnable work) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            double wall = Double.POSITIVE_INFINITY;
            double cpu = Double.POSITIVE_INFINITY;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < SECONDS * 1e9) {
                long wallStart = System.nanoTime();
                long cpuStart = threads.getCurrentThreadCpuTime();
                work.run();
                cpu = Math.min(cpu, (threads.getCurrentThreadCpuTime() - cpuStart) * 1e-9);
                wall = Math.min(wall, (System.nanoTime() - wallStart) * 1e-9);
            }
            return new Times(wall, cpu);
        }
    }

    private void row(PrintStream out, String name, Supplier<float[]> fast, Supplier<float[]> slow) {
        threads = 1;
        float[] found = fast.get().clone();
        double difference = Vectors.relativeDistance(found, slow.get());
        Times twin = Times.of(slow::get);
        // With one thread the work runs on the caller's, whose CPU time is what is measured.
        Times one = Times.of(fast::get);
        threads = 2;
        Times two = Times.of(fast::get);
        double samples = 1e-9 * SIZE * SIZE * VIEWS;
        out.printf(
                Locale.ROOT,
                "%-16s %8.2f %8.2f %7.1f %9.0f %9.0f %9.2f %11.1e%n",
                name,
                one.cpu() / samples,
                twin.cpu() / samples,
                twin.cpu() / one.cpu(),
                1e3 * one.wall(),
                1e3 * two.wall(),
                one.wall() / two.wall(),
                difference);
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        ProjectorSpeed speed = new ProjectorSpeed();
        PrintStream out = System.out;
        out.printf(
                "Parallel beam, %d x %d pixels, %d angles, %d cells; Java %s, %d processors%n",
                SIZE,
                SIZE,
                VIEWS,
                CELLS,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        out.println("                 ns of CPU time per          ratio   wall ms, threads:   speed-up  relative");
        out.println("                 pixel and angle: naive twin   to it       1         2              difference");
        speed.row(out, "forward", speed::forward, speed::naiveForward);
        speed.row(out, "adjoint", speed::adjoint, speed::naiveAdjoint);
        speed.row(out, "back-projection", speed::backprojection, speed::naiveBackprojection);
    }
}
