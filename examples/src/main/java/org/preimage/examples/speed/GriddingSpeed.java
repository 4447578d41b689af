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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.GriddingBackprojection;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.RampFilter;

/**
 * Filtered back-projection of N x N pixels from 1.41 N views of 1.42 N cells, by gridding and direct: growth with N.
 *
 * <p>{@link #main} takes about a minute and measures CPU time. For JMH's statistics: {@code java -cp preimage.jar
 * org.openjdk.jmh.Main GriddingSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GriddingSpeed {
    private static final int[] SIZES = {128, 256, 512, 1024, 2048};

    /** Columns of the image, and rows. */
    @Param({"128", "256", "512", "1024", "2048"})
    public int size = 512;

    @Param({"1", "2"})
    public int threads = 1;

    private ParallelBeam beam;
    private GriddingBackprojection gridding;
    private RampFilter filter;
    private PixelBackprojection backprojection;
    private float[] sinogram;
    private float[] filtered;
    private float[] image;

    @Setup
    public void prepare() {
        beam = ParallelBeam.halfTurn(
                Space.image(size, size, 1), (int) Math.ceil(1.42 * size) + 1, 1, (int) Math.round(1.40625 * size));
        gridding = GriddingBackprojection.filtered(beam, RampFilter.Window.RAM_LAK, 1);
        filter = new RampFilter(beam.sinogram(), RampFilter.Window.RAM_LAK, 1);
        backprojection = new PixelBackprojection(beam, AngularWeights.of(beam));
        sinogram = SheppLogan.modified(size).sinogram(beam).data();
        filtered = beam.sinogram().zeros();
        image = beam.image().zeros();
    }

    @Benchmark
    public float[] gridding() {
        Parallel.withThreads(threads, () -> gridding.apply(sinogram, image));
        return image;
    }

    @Benchmark
    public float[] direct() {
        Parallel.withThreads(threads, () -> {
            filter.apply(sinogram, filtered);
            backprojection.apply(filtered, image);
        });
        return image;
    }

    /** Seconds of CPU time of this thread, the best of several. */
    private static double seconds(int atLeast, double total, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < atLeast || sum < total; i++) {
            long start = threads.getCurrentThreadCpuTime();
            work.run();
            double time = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
            best = Math.min(best, time);
            sum += time;
        }
        return best;
    }

    private static double wall(Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        long begin = System.nanoTime();
        for (int i = 0; i < 3 || System.nanoTime() - begin < 2e9; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf(
                "Filtered back-projection, N x N pixels, 1.41 N views; Java %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        out.println(
                "          gridding: CPU     ns of it per    wall ms,    direct: CPU    ns of it per      ratio    relative");
        out.println(
                "    N     ms, 1 thread      N^2 log2 N     2 threads    ms, 1 thread   pixel and view            difference");
        for (int size : SIZES) {
            GriddingSpeed speed = new GriddingSpeed();
            speed.size = size;
            speed.prepare();
            double fast = seconds(5, 3, speed::gridding);
            float[] found = speed.image.clone();
            double slow = seconds(1, 3, speed::direct);
            double difference = Vectors.relativeDistance(found, speed.image);
            speed.threads = 2;
            double both = wall(speed::gridding);
            double pixels = (double) size * size;
            out.printf(
                    Locale.ROOT,
                    "%5d %16.2f %15.2f %13.2f %15.1f %15.3f %10.1f %12.1e%n",
                    size,
                    1e3 * fast,
                    1e9 * fast / (pixels * Math.log(size) / Math.log(2)),
                    1e3 * both,
                    1e3 * slow,
                    1e9 * slow / (pixels * speed.beam.views()),
                    slow / fast,
                    difference);
        }
    }
}
