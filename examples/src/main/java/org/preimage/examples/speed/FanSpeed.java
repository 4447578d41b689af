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
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBackprojection;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

/**
 * Speed of the fan-beam projectors at 512 x 512 pixels, 720 angles, 729 cells as wide as a pixel on the axis, beside a naive
 * twin and the parallel projector in the same run.
 *
 * <p>{@link #main} takes some two minutes and measures CPU time, which other programs on the machine disturb less than wall
 * time. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main FanSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FanSpeed {
    private static final int SIZE = 512;
    private static final int VIEWS = 720;
    private static final int CELLS = 729;

    /** Threads that the projectors may use; the naive twin always uses one. */
    @Param({"1", "2"})
    public int threads = 1;

    private final Projector joseph;
    private final Projector strip;
    private final Projector parallel;
    private final FanBackprojection backprojection;
    private final NaiveFan naive;
    private final float[] image;
    private final float[] sinogram;
    private final float[] imageOut;
    private final float[] sinogramOut;

    public FanSpeed() {
        Space space = Space.image(SIZE, SIZE, 1);
        FanBeam beam = new FanBeam(
                space, Detector.line(CELLS, 1.5), FanBeam.Shape.FLAT, 800, 1200, Beam.uniformAngles(0, 360, VIEWS));
        joseph = beam.projector();
        strip = beam.projector(Model.STRIP);
        parallel = ParallelBeam.halfTurn(space, CELLS, 1, VIEWS).projector();
        backprojection = new FanBackprojection(beam);
        naive = new NaiveFan(beam);
        image = SheppLogan.modified(SIZE).render(space, 2).data();
        sinogram = joseph.apply(image);
        imageOut = joseph.domain().zeros();
        sinogramOut = joseph.range().zeros();
    }

    private float[] apply(Projector projector) {
        Parallel.withThreads(threads, () -> projector.apply(image, sinogramOut));
        return sinogramOut;
    }

    private float[] adjoint(Projector projector) {
        Parallel.withThreads(threads, () -> projector.adjoint(sinogram, imageOut));
        return imageOut;
    }

    @Benchmark
    public float[] forward() {
        return apply(joseph);
    }

    @Benchmark
    public float[] adjoint() {
        return adjoint(joseph);
    }

    @Benchmark
    public float[] stripForward() {
        return apply(strip);
    }

    @Benchmark
    public float[] stripAdjoint() {
        return adjoint(strip);
    }

    @Benchmark
    public float[] parallelForward() {
        return apply(parallel);
    }

    @Benchmark
    public float[] parallelAdjoint() {
        return adjoint(parallel);
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

    /** Nanoseconds of CPU time of this thread per pixel and angle: the best of some repetitions. */
    private static double time(Supplier<float[]> work, int repetitions) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < repetitions; i++) {
            long start = threads.getCurrentThreadCpuTime();
            work.get();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        return best / ((double) SIZE * SIZE * VIEWS);
    }

    private static void row(PrintStream out, String name, Supplier<float[]> fast, Supplier<float[]> slow) {
        String twin = "";
        double one = time(fast, 8);
        if (slow != null) {
            float[] found = fast.get().clone();
            double naive = time(slow, 2);
            twin = String.format(
                    Locale.ROOT,
                    "%11.2f %7.1f %11.1e",
                    naive,
                    naive / one,
                    Vectors.relativeDistance(found, slow.get()));
        }
        out.printf(Locale.ROOT, "%-18s %8.2f %s%n", name, one, twin);
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        FanSpeed speed = new FanSpeed();
        PrintStream out = System.out;
        out.printf(
                "Fan beam, %d x %d pixels, %d angles, %d cells; Java %s, one thread%n",
                SIZE, SIZE, VIEWS, CELLS, Runtime.version());
        out.println("                   ns of CPU time per      ratio   relative");
        out.println("                   pixel and angle   naive to it   difference");
        row(out, "Joseph forward", speed::forward, speed::naiveForward);
        row(out, "Joseph adjoint", speed::adjoint, speed::naiveAdjoint);
        row(out, "back-projection", speed::backprojection, speed::naiveBackprojection);
        row(out, "strip forward", speed::stripForward, null);
        row(out, "strip adjoint", speed::stripAdjoint, null);
        row(out, "parallel forward", speed::parallelForward, null);
        row(out, "parallel adjoint", speed::parallelAdjoint, null);
    }
}
