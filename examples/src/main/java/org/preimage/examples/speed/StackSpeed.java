package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.Projector;

/**
 * Speed of the kernels for stacks of parallel-beam slices at 512 x 512 pixels, 720 angles, 729 cells, beside the kernels for
 * one slice in the same run.
 *
 * <p>{@link #main} takes about two minutes. CPU time is that of one thread that works alone; wall time is of two threads,
 * and means something on a quiet machine only. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main
 * StackSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class StackSpeed {
    private static final int VIEWS = 720;
    private static final double SECONDS = 6;

    /** Slices of the stack; 1 is the kernel for one slice. */
    @Param({"1", "8", "16", "64"})
    public int slices = 16;

    @Param({"1", "2"})
    public int threads = 1;

    /** Columns and rows of a slice. */
    @Param("512")
    public int size = 512;

    private Projector projector;
    private PixelBackprojection backprojection;
    private float[] image;
    private float[] sinogram;
    private float[] imageOut;
    private float[] sinogramOut;

    /** Makes the data: the same slice again and again. */
    @Setup
    public void prepare() {
        Space space = Space.image(size, size, 1);
        ParallelBeam one = ParallelBeam.halfTurn(space, size * 729 / 512, 1, VIEWS);
        ParallelBeam beam = slices == 1 ? one : one.stack(slices, 1);
        projector = beam.projector();
        backprojection = new PixelBackprojection(beam, AngularWeights.of(beam));
        float[] slice = SheppLogan.modified(size).render(space, 2).data();
        image = projector.domain().zeros();
        for (int z = 0; z < slices; z++) {
            System.arraycopy(slice, 0, image, z * slice.length, slice.length);
        }
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

    /** Best of all repetitions in some seconds, in ns per pixel, angle and slice. */
    private double best(Runnable work, int threads, boolean cpu) {
        this.threads = threads;
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < SECONDS * 1e9) {
            long start = cpu ? bean.getCurrentThreadCpuTime() : System.nanoTime();
            work.run();
            long end = cpu ? bean.getCurrentThreadCpuTime() : System.nanoTime();
            best = Math.min(best, (end - start) / ((double) size * size * VIEWS * slices));
        }
        return best;
    }

    private void row(PrintStream out, String name, Runnable work, double[] plain, int index) {
        double cpu = best(work, 1, true);
        double wall = best(work, 2, false);
        plain[index] = slices == 1 ? cpu : plain[index];
        out.printf(Locale.ROOT, "%-16s %6d %8.3f %8.3f %8.2f%n", name, slices, cpu, wall, plain[index] / cpu);
    }

    /** Prints the table; arguments are the size of a slice, by default 512, and numbers of slices, by default 1, 8, 16, 64. */
    public static void main(String[] args) {
        int size = args.length == 0 ? 512 : Integer.parseInt(args[0]);
        int[] counts = args.length < 2
                ? new int[] {1, 8, 16, 64}
                : Stream.of(args).skip(1).mapToInt(Integer::parseInt).toArray();
        PrintStream out = System.out;
        out.printf(
                "Stacks, %d x %d pixels, %d angles; Java %s, %d processors%n",
                size, size, VIEWS, Runtime.version(), Runtime.getRuntime().availableProcessors());
        out.println("ns per pixel, angle and slice:  CPU time  wall     one slice");
        out.println("                 slices  1 thread  2 threads  / this");
        double[] plain = {Double.NaN, Double.NaN, Double.NaN};
        for (int n : counts) {
            StackSpeed speed = new StackSpeed();
            speed.size = size;
            speed.slices = n;
            speed.prepare();
            speed.row(out, "forward", speed::forward, plain, 0);
            speed.row(out, "adjoint", speed::adjoint, plain, 1);
            speed.row(out, "back-projection", speed::backprojection, plain, 2);
        }
    }
}
