package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
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
import org.preimage.operators.phantom.SheppLogan3D;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBackprojection;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.Projector;

/**
 * Speed of the cone-beam kernels at 128 x 128 x 128 voxels, 120 views, 192 x 160 cells, beside a naive twin in the same run.
 *
 * <p>{@link #main} takes two minutes and measures CPU time, which other programs on the machine disturb less than wall time. For
 * JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main ConeSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConeSpeed {
    private static final int SIZE = 128;
    private static final int VIEWS = 120;
    private static final int REPETITIONS = 6;

    /** Threads that the kernels may use; the naive twin always uses one. */
    @Param({"1", "2"})
    public int threads = 1;

    private final Projector joseph;
    private final Projector strip;
    private final ConeBackprojection backprojection;
    private final NaiveCone naive;
    private final float[] image;
    private final float[] sinogram;
    private final float[] imageOut;
    private final float[] sinogramOut;

    public ConeSpeed() {
        Space space = Space.volume(SIZE, SIZE, SIZE, 1);
        ConeBeam beam = new ConeBeam(space, Detector.panel(192, 160, 1.6), 400, 600, Beam.uniformAngles(0, 360, VIEWS));
        joseph = beam.projector();
        strip = beam.projector(Model.STRIP);
        backprojection = new ConeBackprojection(beam);
        naive = new NaiveCone(beam);
        image = SheppLogan3D.modified(SIZE).render(space, 2).data();
        sinogram = joseph.apply(image);
        imageOut = space.zeros();
        sinogramOut = beam.sinogram().zeros();
    }

    @Benchmark
    public float[] forward() {
        Parallel.withThreads(threads, () -> joseph.apply(image, sinogramOut));
        return sinogramOut;
    }

    @Benchmark
    public float[] adjoint() {
        Parallel.withThreads(threads, () -> joseph.adjoint(sinogram, imageOut));
        return imageOut;
    }

    @Benchmark
    public float[] stripForward() {
        Parallel.withThreads(threads, () -> strip.apply(image, sinogramOut));
        return sinogramOut;
    }

    @Benchmark
    public float[] stripAdjoint() {
        Parallel.withThreads(threads, () -> strip.adjoint(sinogram, imageOut));
        return imageOut;
    }

    @Benchmark
    public float[] backprojection() {
        Arrays.fill(imageOut, 0);
        Parallel.withThreads(threads, () -> backprojection.add(sinogram, 0, VIEWS, imageOut));
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

    /** Best of some repetitions: seconds of wall time, and of CPU time of this thread. */
    private record Times(double wall, double cpu) {
        static Times of(int repetitions, Runnable work) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            double wall = Double.POSITIVE_INFINITY;
            double cpu = Double.POSITIVE_INFINITY;
            for (int i = 0; i < repetitions; i++) {
                long wallStart = System.nanoTime();
                long cpuStart = threads.getCurrentThreadCpuTime();
                work.run();
                cpu = Math.min(cpu, (threads.getCurrentThreadCpuTime() - cpuStart) * 1e-9);
                wall = Math.min(wall, (System.nanoTime() - wallStart) * 1e-9);
            }
            return new Times(wall, cpu);
        }
    }

    private void row(PrintStream out, String name, Supplier<float[]> fast, Supplier<float[]> slow, boolean same) {
        threads = 1;
        float[] found = fast.get().clone();
        double difference = Vectors.relativeDistance(found, slow.get());
        Times twin = Times.of(2, slow::get);
        // With one thread the work runs on the caller's, whose CPU time is what is measured.
        Times one = Times.of(REPETITIONS, fast::get);
        threads = 2;
        Times two = Times.of(REPETITIONS, fast::get);
        double samples = 1e-9 * SIZE * SIZE * SIZE * VIEWS;
        out.printf(
                Locale.ROOT,
                "%-16s %8.2f %8.2f %7.1f %9.2f %9.2f %9.2f %11s%n",
                name,
                one.cpu() / samples,
                twin.cpu() / samples,
                twin.cpu() / one.cpu(),
                one.cpu(),
                two.wall(),
                one.wall() / two.wall(),
                same ? String.format(Locale.ROOT, "%.1e", difference) : "another model");
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        ConeSpeed speed = new ConeSpeed();
        PrintStream out = System.out;
        out.printf(
                "Cone beam, %d x %d x %d voxels, %d views, 192 x 160 cells; Java %s, %d processors%n",
                SIZE, SIZE, SIZE, VIEWS, Runtime.version(), Runtime.getRuntime().availableProcessors());
        out.println("                 ns of CPU time per          ratio    CPU s,   wall s,  speed-up     relative");
        out.println("                 voxel and view: naive twin  to it  1 thread 2 threads              difference");
        speed.row(out, "forward", speed::forward, speed::naiveForward, true);
        speed.row(out, "adjoint", speed::adjoint, speed::naiveAdjoint, true);
        speed.row(out, "strip forward", speed::stripForward, speed::naiveForward, false);
        speed.row(out, "strip adjoint", speed::stripAdjoint, speed::naiveAdjoint, false);
        speed.row(out, "back-projection", speed::backprojection, speed::naiveBackprojection, true);
    }
}
