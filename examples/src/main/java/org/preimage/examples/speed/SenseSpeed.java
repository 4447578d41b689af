package org.preimage.examples.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
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
import org.preimage.operators.Gradient;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.sampling.PoissonDisc;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.DetailL1;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.method.Methods;

/**
 * Speed of the variational MRI methods: 8 coils, 320 x 320 pixels, Poisson disc of R = 4 with 24 x 24 samples of calibration.
 *
 * <p>{@link #main} takes under a minute and tells wall time, CPU time of one thread, and the objective reached. For JMH's
 * statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main SenseSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(1)
public class SenseSpeed {
    private static final int SIZE = 320;
    private static final double WEIGHT = 1e-3;
    private static final String[] METHODS = {"sense", "l1-wavelet", "tv-admm", "tv"};

    /** Threads to use. */
    @Param({"1", "2"})
    public int threads = 1;

    /** Which method. */
    @Param({"sense", "l1-wavelet", "tv-admm", "tv"})
    public String method = METHODS[0];

    private final InverseProblem problem;

    public SenseSpeed() {
        Space space = Space.image(SIZE, SIZE, 1);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        CartesianMri a = new CartesianMri(new LoopCoils(8).uniform(space), new PoissonDisc(4, 24).mask(space, random));
        float[] phantom = SheppLogan.modified(SIZE).render(space, 2).data();
        float[] x = a.domain().zeros();
        for (int i = 0; i < phantom.length; i++) {
            x[2 * i] = phantom[i];
        }
        problem = new InverseProblem(a, new Image(a.range(), a.apply(x)));
    }

    /** 30 iterations for sense, 100 for l1-wavelet and tv, 20 for tv-admm, whose iterations hold several of the others. */
    @Benchmark
    public float[] reconstruct() {
        Map<String, String> settings = settings();
        float[][] out = new float[1][];
        Parallel.withThreads(
                threads,
                () -> out[0] = Methods.named(Methods.classical(), method)
                        .with(settings)
                        .reconstruct(problem)
                        .image()
                        .data());
        return out[0];
    }

    private Map<String, String> settings() {
        return switch (method) {
            case "sense" -> Map.of("weight", "" + WEIGHT, "tolerance", "0");
            case "l1-wavelet" -> Map.of("weight", "" + WEIGHT, "wavelet", "db2", "tolerance", "0");
            case "tv-admm" -> Map.of("weight", "" + WEIGHT, "iterations", "20", "tolerance", "0");
            default -> Map.of("weight", "" + WEIGHT, "iterations", "100", "tolerance", "0");
        };
    }

    /** Least squares and prior at an image. */
    private double objective(float[] x) {
        double fit = new LeastSquares(problem.linear(method), problem.data().data()).value(x);
        Space space = problem.forward().domain();
        if (method.equals("sense")) {
            return fit;
        }
        if (method.startsWith("tv")) {
            Gradient gradient = new Gradient(space);
            return fit + new GroupL1(gradient.range(), WEIGHT).value(gradient.apply(x));
        }
        WaveletTransform w = new WaveletTransform(space, Wavelet.daubechies(2), 4);
        return fit + new DetailL1(w.range(), w.approximation(), WEIGHT).value(w.apply(x));
    }

    /**
     * Prints the table.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        System.out.println("method        CPU s (1 thread)   wall s (1)   wall s (2)   objective");
        for (String name : METHODS) {
            SenseSpeed speed = new SenseSpeed();
            speed.method = name;
            double[] own = new double[3];
            double[][] wall = new double[2][3];
            float[] x = speed.reconstruct();
            for (int i = 0; i < 3; i++) {
                speed.threads = 1;
                long cpuBegin = cpu.getCurrentThreadCpuTime();
                long begin = System.nanoTime();
                speed.reconstruct();
                own[i] = (cpu.getCurrentThreadCpuTime() - cpuBegin) * 1e-9;
                wall[0][i] = (System.nanoTime() - begin) * 1e-9;
                speed.threads = 2;
                begin = System.nanoTime();
                x = speed.reconstruct();
                wall[1][i] = (System.nanoTime() - begin) * 1e-9;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-12s  %16.2f   %10.2f   %10.2f   %.5g%n",
                    name,
                    Arrays.stream(own).min().orElseThrow(),
                    Arrays.stream(wall[0]).min().orElseThrow(),
                    Arrays.stream(wall[1]).min().orElseThrow(),
                    speed.objective(x));
        }
    }
}
