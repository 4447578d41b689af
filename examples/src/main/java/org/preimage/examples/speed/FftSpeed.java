package org.preimage.examples.speed;

import edu.emory.mathcs.jtransforms.fft.FloatFFT_1D;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
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
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Speed of the complex two-dimensional Fourier transform beside JTransforms, and of the normal operator of Cartesian MRI with 8
 * coils beside its parts one after the other, in the same run.
 *
 * <p>{@link #main} measures CPU time of one thread, the best of many repetitions in turn. For JMH's statistics: {@code java -cp
 * preimage.jar org.openjdk.jmh.Main FftSpeed}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FftSpeed {
    private static final int COILS = 8;
    private static final int SIZE = 320;
    private static final double SECONDS = 3;

    /** The compiler needs longer for these. */
    private static final double NORMAL_SECONDS = 10;

    /** One size. */
    @State(Scope.Benchmark)
    public static class Plane {
        /** Size along x, times that along y, times the number of planes. */
        @Param({"256x256x1", "320x320x1", "512x512x1", "1024x1024x1", "180x230x1", "320x320x8"})
        public String size = "320x320x1";

        private int nx;
        private int ny;
        private CentredFft centred;
        private LineTransform rows;
        private LineTransform columns;
        private float[] in;
        private float[] out;

        @Setup
        public void setUp() {
            int[] sizes =
                    Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
            nx = sizes[0];
            ny = sizes[1];
            centred = new CentredFft(sizes, 0, 1);
            rows = new LineTransform(nx);
            columns = new LineTransform(ny);
            in = gaussian(2 * nx * ny * sizes[2]);
            out = new float[in.length];
        }

        private float[] ours() {
            Parallel.withThreads(1, () -> centred.forward(in, out));
            return out;
        }

        /** The library's transforms of single lines, neither centred nor scaled. */
        private float[] library() {
            System.arraycopy(in, 0, out, 0, in.length);
            for (int start = 0; start < in.length; start += 2 * nx * ny) {
                plane(start);
            }
            return out;
        }

        private void plane(int start) {
            rows.use(fft -> {
                for (int y = 0; y < ny; y++) {
                    fft.complexForward(out, start + 2 * y * nx);
                }
            });
            columns.use(fft -> {
                // Four columns at a time, so that cache lines are used completely.
                float[] lines = new float[8 * ny];
                for (int x = 0; x < nx; x += 4) {
                    int most = Math.min(4, nx - x);
                    columns(fft, start + 2 * x, most, lines);
                }
            });
        }

        private void columns(FloatFFT_1D fft, int start, int most, float[] lines) {
            for (int y = 0; y < ny; y++) {
                for (int l = 0; l < most; l++) {
                    lines[2 * (l * ny + y)] = out[start + 2 * (y * nx + l)];
                    lines[2 * (l * ny + y) + 1] = out[start + 2 * (y * nx + l) + 1];
                }
            }
            for (int l = 0; l < most; l++) {
                fft.complexForward(lines, 2 * l * ny);
            }
            for (int y = 0; y < ny; y++) {
                for (int l = 0; l < most; l++) {
                    out[start + 2 * (y * nx + l)] = lines[2 * (l * ny + y)];
                    out[start + 2 * (y * nx + l) + 1] = lines[2 * (l * ny + y) + 1];
                }
            }
        }
    }

    private static float[] gaussian(int length) {
        float[] x = new float[length];
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        for (int i = 0; i < length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Benchmark
    public float[] batched(Plane plane) {
        return plane.ours();
    }

    @Benchmark
    public float[] jtransforms(Plane plane) {
        return plane.library();
    }

    /** The best of all repetitions in some seconds, in ms of CPU time of this thread, in turn. */
    private static double[] milliseconds(double seconds, Runnable... works) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] best = new double[works.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        long end = System.nanoTime() + (long) (1e9 * seconds);
        do {
            for (int w = 0; w < works.length; w++) {
                long start = threads.getCurrentThreadCpuTime();
                works[w].run();
                best[w] = Math.min(best[w], 1e-6 * (threads.getCurrentThreadCpuTime() - start));
            }
        } while (System.nanoTime() < end);
        return best;
    }

    /** 8 coils, random points. */
    private static CartesianMri mri() {
        Space image = new Space(List.of(new Axis(Role.X, SIZE, 1), new Axis(Role.Y, SIZE, 1)), Field.COMPLEX);
        Space maps = Sensitivities.space(image, COILS);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2);
        boolean[] kept = new boolean[image.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextInt(4) == 0;
        }
        return new CartesianMri(
                new Sensitivities(new Image(maps, gaussian(maps.length()))),
                new SamplingMask(SamplingMask.frequencies(image), kept));
    }

    /**
     * Prints the times.
     *
     * @param args none
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf("ms of CPU time of one thread; Java %s%n", Runtime.version());
        out.println("complex 2D transform   batched  JTransforms  ratio");
        for (String size : "320x320x1 256x256x1 320x320x1 512x512x1 1024x1024x1 180x230x1 320x320x8".split(" ")) {
            Plane plane = new Plane();
            plane.size = size;
            plane.setUp();
            double[] ms = milliseconds(SECONDS, plane::ours, plane::library);
            out.printf(Locale.ROOT, "%-20s %9.3f %12.3f %6.2f%n", size, ms[0], ms[1], ms[1] / ms[0]);
        }
        CartesianMri mri = mri();
        LinearOperator fused = mri.gram();
        LinearOperator parts = mri.transposed().after(mri);
        float[] x = gaussian(mri.domain().length());
        float[] y = new float[x.length];
        float[] z = new float[x.length];
        double[] ms = milliseconds(
                NORMAL_SECONDS,
                () -> Parallel.withThreads(1, () -> fused.apply(x, y)),
                () -> Parallel.withThreads(1, () -> parts.apply(x, z)));
        out.printf(
                Locale.ROOT,
                "normal operator, %d coils %s, 1 of 4 points: %.2f, by parts %.2f, relative difference %.1e%n",
                COILS,
                Arrays.stream(mri.image().sizes()).mapToObj(Integer::toString).collect(Collectors.joining("x")),
                ms[0],
                ms[1],
                Vectors.relativeDistance(y, z));
    }
}
