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
import org.preimage.operators.tomography.Kernels;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.Projector;

/**
 * Speed of the parallel-beam kernels at 512 x 512 pixels, 720 angles, 729 cells: the Vector API beside plain Java beside a
 * naive twin, in the same run.
 *
 * <p>{@link #main} takes under two minutes and measures CPU time, which other programs on the machine disturb less than wall
 * time. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main ProjectorSpeed}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProjectorSpeed {
    private static final int SIZE = 512;
    private static final int VIEWS = 720;
    private static final int CELLS = 729;
    private static final int[] SIZES = {128, 256, 512, 1024, 2048};
    private static final int TABLE_VIEWS = 180;
    private static final double SECONDS = 2;

    /** Enough for the compiler to be done with the first ones. */
    private static final int REPETITIONS = 8;

    /** One geometry, one model, one kernel. */
    @State(Scope.Benchmark)
    public static class Fast {
        /** Threads that the kernels may use. */
        @Param({"1", "2"})
        public int threads = 1;

        /** As the system property {@link Kernels#PROPERTY}. */
        @Param({"plain", "vector"})
        public String kernel = "plain";

        private ParallelBeam geometry;
        private Projector joseph;
        private Projector strip;
        private PixelBackprojection backprojection;
        private float[] image;
        private float[] sinogram;
        private float[] imageOut;
        private float[] sinogramOut;

        /** Columns of the image, and rows; other sizes than the first have {@value #TABLE_VIEWS} angles. */
        @Param("512")
        public int size = SIZE;

        @Setup
        public void setUp() {
            if (size == SIZE) {
                setUp(SIZE, CELLS, VIEWS);
            } else {
                setUp(size, (int) Math.ceil(Math.sqrt(2) * size), TABLE_VIEWS);
            }
        }

        /** Pixels times angles. */
        static double samples(int size) {
            return (double) size * size * (size == SIZE ? VIEWS : TABLE_VIEWS);
        }

        private void setUp(int size, int cells, int views) {
            Space space = Space.image(size, size, 1);
            geometry = ParallelBeam.halfTurn(space, cells, 1, views);
            String before = System.getProperty(Kernels.PROPERTY);
            System.setProperty(Kernels.PROPERTY, kernel);
            try {
                joseph = geometry.projector(Model.JOSEPH);
                strip = geometry.projector(Model.STRIP);
                backprojection = new PixelBackprojection(geometry, AngularWeights.of(geometry));
            } finally {
                if (before == null) {
                    System.clearProperty(Kernels.PROPERTY);
                } else {
                    System.setProperty(Kernels.PROPERTY, before);
                }
            }
            image = SheppLogan.modified(size).render(space, 2).data();
            sinogram = joseph.apply(image);
            imageOut = joseph.domain().zeros();
            sinogramOut = joseph.range().zeros();
        }

        private float[] run(Work work) {
            Parallel.withThreads(threads, () -> {
                switch (work) {
                    case FORWARD -> joseph.apply(image, sinogramOut);
                    case ADJOINT -> joseph.adjoint(sinogram, imageOut);
                    case STRIP_FORWARD -> strip.apply(image, sinogramOut);
                    case STRIP_ADJOINT -> strip.adjoint(sinogram, imageOut);
                    case BACK_PROJECTION -> backprojection.apply(sinogram, imageOut);
                }
            });
            return work.ontoDetector ? sinogramOut : imageOut;
        }
    }

    /** The naive twin: always one thread, Joseph's method. */
    @State(Scope.Benchmark)
    public static class Naive {
        private NaiveProjector projector;
        private float[] image;
        private float[] sinogram;

        @Setup
        public void setUp() {
            Space space = Space.image(SIZE, SIZE, 1);
            projector = new NaiveProjector(ParallelBeam.halfTurn(space, CELLS, 1, VIEWS));
            image = SheppLogan.modified(SIZE).render(space, 2).data();
            sinogram = projector.project(image);
        }

        private float[] run(Work work) {
            return switch (work) {
                case FORWARD -> projector.project(image);
                case ADJOINT -> projector.adjoint(sinogram);
                case BACK_PROJECTION -> projector.backproject(sinogram);
                case STRIP_FORWARD, STRIP_ADJOINT ->
                    throw new IllegalArgumentException("work is " + work + ", but the naive twin has no strips");
            };
        }
    }

    private enum Work {
        FORWARD("joseph forward", true),
        ADJOINT("joseph adjoint", false),
        BACK_PROJECTION("back-projection", false),
        STRIP_FORWARD("strip forward", true),
        STRIP_ADJOINT("strip adjoint", false);

        private final String label;
        private final boolean ontoDetector;

        Work(String label, boolean ontoDetector) {
            this.label = label;
            this.ontoDetector = ontoDetector;
        }

        private boolean hasTwin() {
            return this != STRIP_FORWARD && this != STRIP_ADJOINT;
        }
    }

    @Benchmark
    public float[] forward(Fast fast) {
        return fast.run(Work.FORWARD);
    }

    @Benchmark
    public float[] adjoint(Fast fast) {
        return fast.run(Work.ADJOINT);
    }

    @Benchmark
    public float[] backprojection(Fast fast) {
        return fast.run(Work.BACK_PROJECTION);
    }

    @Benchmark
    public float[] stripForward(Fast fast) {
        return fast.run(Work.STRIP_FORWARD);
    }

    @Benchmark
    public float[] stripAdjoint(Fast fast) {
        return fast.run(Work.STRIP_ADJOINT);
    }

    @Benchmark
    public float[] naiveForward(Naive naive) {
        return naive.run(Work.FORWARD);
    }

    @Benchmark
    public float[] naiveAdjoint(Naive naive) {
        return naive.run(Work.ADJOINT);
    }

    @Benchmark
    public float[] naiveBackprojection(Naive naive) {
        return naive.run(Work.BACK_PROJECTION);
    }

    /** Best of all repetitions in some seconds, a few at least: seconds of wall time, and of CPU time of this thread. */
    private record Times(double wall, double cpu) {
        static Times of(int least, double seconds, Runnable work) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            double wall = Double.POSITIVE_INFINITY;
            double cpu = Double.POSITIVE_INFINITY;
            long begin = System.nanoTime();
            for (int i = 0; i < least || System.nanoTime() - begin < seconds * 1e9; i++) {
                long wallStart = System.nanoTime();
                long cpuStart = threads.getCurrentThreadCpuTime();
                work.run();
                cpu = Math.min(cpu, (threads.getCurrentThreadCpuTime() - cpuStart) * 1e-9);
                wall = Math.min(wall, (System.nanoTime() - wallStart) * 1e-9);
            }
            return new Times(wall, cpu);
        }

        static Times of(Fast fast, int threads, double seconds, Work work) {
            fast.threads = threads;
            return of(REPETITIONS, seconds, () -> fast.run(work));
        }
    }

    private static Fast fast(String kernel, int size, int cells, int views) {
        Fast fast = new Fast();
        fast.kernel = kernel;
        fast.setUp(size, cells, views);
        return fast;
    }

    private static void kernels(PrintStream out, boolean vectors) {
        Fast plain = fast("plain", SIZE, CELLS, VIEWS);
        Fast vector = vectors ? fast("vector", SIZE, CELLS, VIEWS) : plain;
        Naive naive = new Naive();
        naive.setUp();
        double samples = 1e-9 * SIZE * SIZE * VIEWS;
        out.printf("%d x %d pixels, %d angles, %d cells%n", SIZE, SIZE, VIEWS, CELLS);
        out.println(
                "                 ns of CPU time per pixel and angle  ratios            best kernel, wall ms  vector to");
        out.println(
                "                 naive     plain     vector    n / p    p / v     1 thread  2 threads   plain, rel.");
        for (Work work : Work.values()) {
            double twin = work.hasTwin() ? Times.of(1, 0, () -> naive.run(work)).cpu() / samples : Double.NaN;
            double one = Times.of(plain, 1, SECONDS, work).cpu() / samples;
            float[] expected = plain.run(work).clone();
            Times best = Times.of(vector, 1, SECONDS, work);
            double two = Times.of(vector, 2, SECONDS, work).wall();
            out.printf(
                    Locale.ROOT,
                    "%-16s %6.2f %9.2f %10.3f %8.1f %8.1f %11.0f %10.0f %13.1e%n",
                    work.label,
                    twin,
                    one,
                    vectors ? best.cpu() / samples : Double.NaN,
                    twin / one,
                    vectors ? one / (best.cpu() / samples) : Double.NaN,
                    1e3 * best.wall(),
                    1e3 * two,
                    Vectors.relativeDistance(vector.run(work), expected));
        }
    }

    private static void table(PrintStream out, boolean vectors) {
        out.printf("ns of CPU time per pixel and angle; N x N pixels, %d angles, ceil(sqrt(2) N) cells%n", TABLE_VIEWS);
        out.print("kernel     N");
        for (Work work : Work.values()) {
            out.printf("  %15s", work.label);
        }
        out.println();
        for (String kernel : vectors ? new String[] {"plain", "vector"} : new String[] {"plain"}) {
            for (int size : SIZES) {
                Fast fast = fast(kernel, size, (int) Math.ceil(Math.sqrt(2) * size), TABLE_VIEWS);
                double samples = 1e-9 * size * size * TABLE_VIEWS;
                out.printf("%-7s %4d", kernel, size);
                for (Work work : Work.values()) {
                    if (size == SIZES[0]) {
                        Times.of(fast, 1, 1, work); // for the compiler
                    }
                    double ns = Times.of(fast, 1, 1, work).cpu() / samples;
                    out.printf(Locale.ROOT, "  %15.3f", ns);
                }
                out.println();
            }
        }
    }

    /**
     * Prints how fast the kernels are.
     *
     * @param args nothing, or {@code table} for sizes from 128 to 2048
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        out.printf(
                "Parallel beam; Java %s, %d processors; kernel by default: %s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), Kernels.description());
        if (args.length > 0 && args[0].equals("table")) {
            table(out, vectors);
        } else {
            kernels(out, vectors);
        }
    }
}
