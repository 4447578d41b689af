package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
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
import org.preimage.operators.mri.Nufft;
import org.preimage.operators.mri.Trajectories;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The NUFFT of coil images of 320 x 320 pixels along 200 spokes of 640 samples: forward, adjoint, and the normal operator by
 * convolution, beside gridding as one writes it first. {@link BartComparison} sets it beside BART's.
 *
 * <p>{@link #main} takes about a minute. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main NufftSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NufftSpeed {
    private static final int N = 320;
    private static final int SPOKES = 200;
    private static final int SAMPLES = 640;

    @Param({"1", "8"})
    public int coils = 8;

    @Param({"1e-5", "1e-3"})
    public double accuracy = Nufft.ACCURACY;

    @Param({"1", "2"})
    public int threads = 1;

    private Trajectory trajectory;
    private Nufft nufft;
    private LinearOperator gram;
    private float[] images;
    private float[] data;
    private float[] imagesOut;
    private float[] dataOut;

    @Setup
    public void prepare() {
        Space space = Space.image(N, N, 1).complex().with(new Axis(Role.COIL, coils));
        trajectory = Trajectories.radial(SPOKES, SAMPLES, N / 2.0, Trajectories.Turn.HALF);
        nufft = new Nufft(space, trajectory, accuracy);
        gram = nufft.gram();
        float[] phantom = SheppLogan.modified(N).render(Space.image(N, N, 1), 2).data();
        images = space.zeros();
        for (int i = 0; i < images.length / 2; i++) {
            int coil = i / phantom.length;
            images[2 * i] = (float) (phantom[i % phantom.length] * Math.cos(coil + 0.01 * (i % N)));
            images[2 * i + 1] = (float) (phantom[i % phantom.length] * Math.sin(coil + 0.01 * (i % N)));
        }
        data = nufft.apply(images);
        imagesOut = space.zeros();
        dataOut = nufft.range().zeros();
    }

    @Benchmark
    public float[] forward() {
        Parallel.withThreads(threads, () -> nufft.apply(images, dataOut));
        return dataOut;
    }

    @Benchmark
    public float[] adjoint() {
        Parallel.withThreads(threads, () -> nufft.adjoint(data, imagesOut));
        return imagesOut;
    }

    @Benchmark
    public float[] normal() {
        Parallel.withThreads(threads, () -> gram.apply(images, imagesOut));
        return imagesOut;
    }

    /** Milliseconds, the best of some: wall time, and CPU time of this thread. */
    private record Times(double wall, double cpu) {
        static Times of(int repetitions, Runnable work) {
            ThreadMXBean thread = ManagementFactory.getThreadMXBean();
            double wall = Double.POSITIVE_INFINITY;
            double cpu = Double.POSITIVE_INFINITY;
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                long startCpu = thread.getCurrentThreadCpuTime();
                work.run();
                cpu = Math.min(cpu, (thread.getCurrentThreadCpuTime() - startCpu) * 1e-6);
                wall = Math.min(wall, (System.nanoTime() - start) * 1e-6);
            }
            return new Times(wall, cpu);
        }
    }

    private Times timed(int threads, int repetitions, Runnable work) {
        this.threads = threads;
        return Times.of(repetitions, work);
    }

    /** Prints the tables; takes no arguments. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf(
                "NUFFT of %d x %d pixels, %d spokes of %d samples; Java %s, %d processors%n",
                N, N, SPOKES, SAMPLES, Runtime.version(), Runtime.getRuntime().availableProcessors());
        out.println("coils  accuracy                naive,     CPU ms,     ratio    wall ms,   relative");
        out.println("                               CPU ms   1 thread              2 threads  difference");
        for (int coils : new int[] {1, 8}) {
            for (double accuracy : new double[] {1e-5, 1e-3}) {
                NufftSpeed speed = new NufftSpeed();
                speed.coils = coils;
                speed.accuracy = accuracy;
                speed.prepare();
                NaiveNufft naive = new NaiveNufft(N, coils, speed.trajectory);
                Times[] slow = {
                    Times.of(3, () -> Parallel.withThreads(1, () -> naive.apply(speed.images))),
                    Times.of(3, () -> Parallel.withThreads(1, () -> naive.adjoint(speed.data)))
                };
                double[] difference = {
                    Vectors.relativeDistance(speed.forward(), naive.apply(speed.images)),
                    Vectors.relativeDistance(speed.adjoint(), naive.adjoint(speed.data)),
                    Vectors.relativeDistance(speed.normal(), naive.adjoint(naive.apply(speed.images)))
                };
                List<Runnable> work = List.of(speed::forward, speed::adjoint, speed::normal);
                String[] names = {"forward", "adjoint", "normal"};
                for (int w = 0; w < names.length; w++) {
                    double twin = w < 2 ? slow[w].cpu() : slow[0].cpu() + slow[1].cpu();
                    double one = speed.timed(1, 30, work.get(w)).cpu();
                    double two = speed.timed(2, 30, work.get(w)).wall();
                    out.printf(
                            Locale.ROOT,
                            "%5d  %8.0e  %-10s %9.1f  %9.1f  %8.1f  %9.1f    %8.1e%n",
                            coils,
                            accuracy,
                            names[w],
                            twin,
                            one,
                            twin / one,
                            two,
                            difference[w]);
                }
            }
        }
    }
}
