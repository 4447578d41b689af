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
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ConvolutionNormal;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * The normal operator A* A of 512 x 512 pixels, 729 cells, by convolution and by projecting and back-projecting: what an
 * iteration of least squares costs.
 *
 * <p>{@link #main} measures CPU time. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main NormalSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NormalSpeed {
    private static final int SIZE = 512;

    @Param({"180", "720"})
    public int views = 720;

    @Param({"1", "2"})
    public int threads = 1;

    private ConvolutionNormal convolution;
    private LinearOperator gram;
    private float[] image;
    private float[] out;

    @Setup
    public void prepare() {
        Space space = Space.image(SIZE, SIZE, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(space, 729, 1, views);
        convolution = new ConvolutionNormal(beam);
        gram = beam.projector().gram();
        image = SheppLogan.modified(SIZE).render(space, 2).data();
        out = space.zeros();
    }

    @Benchmark
    public float[] convolution() {
        Parallel.withThreads(threads, () -> convolution.apply(image, out));
        return out;
    }

    @Benchmark
    public float[] direct() {
        Parallel.withThreads(threads, () -> gram.apply(image, out));
        return out;
    }

    /** Seconds of CPU time of this thread, the best of some seconds. */
    private static double seconds(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        double sum = 0;
        while (sum < 3) {
            long start = threads.getCurrentThreadCpuTime();
            work.run();
            double time = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
            best = Math.min(best, time);
            sum += time;
        }
        return best;
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf(
                "Normal operator, %d x %d pixels, 729 cells, CPU time on one thread; Java %s%n",
                SIZE, SIZE, Runtime.version());
        out.println("views   convolution ms   direct ms   ratio   relative difference");
        for (int views : new int[] {180, 720, 1440}) {
            NormalSpeed speed = new NormalSpeed();
            speed.views = views;
            speed.prepare();
            double slow = seconds(speed::direct);
            float[] expected = speed.out.clone();
            double fast = seconds(speed::convolution);
            out.printf(
                    Locale.ROOT,
                    "%5d %16.2f %11.1f %7.1f %13.1e%n",
                    views,
                    1e3 * fast,
                    1e3 * slow,
                    slow / fast,
                    Vectors.relativeDistance(speed.out, expected));
        }
    }
}
