package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * ESPIRiT of 8 coils, 320 x 320 pixels, 24 x 24 calibration samples, kernel 6. {@link BartComparison} sets it beside BART's.
 *
 * <p>{@link #main} prints wall and CPU time, the best of several runs in a warm virtual machine. For JMH's statistics: {@code java
 * -cp preimage.jar org.openjdk.jmh.Main EspiritSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EspiritSpeed {
    private static final int SIZE = 320;
    private static final int COILS = 8;
    private static final int RUNS = 12;

    @Param({"1", "2"})
    public int maps = 1;

    @Param({"1", "2"})
    public int threads = 1;

    private Image kspace;
    private Espirit.Result result;

    /** A Shepp-Logan phantom seen by coils around it, with noise. */
    @Setup
    public void prepare() {
        Space plane = Space.image(SIZE, SIZE, 1);
        Sensitivities coils = new LoopCoils(COILS).uniform(plane);
        CartesianMri scan = CartesianMri.full(coils);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        float[] clean =
                scan.apply(SheppLogan.modified(SIZE).render(plane, 2).complex()).data();
        kspace = new Image(
                scan.range(), CoilNoise.independent(scan.range(), 0.002).sample(clean, random));
    }

    @Benchmark
    public Espirit.Result estimate() {
        Espirit espirit = Espirit.STANDARD.withMaps(maps, false);
        Parallel.withThreads(threads, () -> result = espirit.estimate(kspace));
        return result;
    }

    /** Seconds. */
    private record Times(double wall, double cpu) {
        Times best(Times other) {
            return new Times(Math.min(wall, other.wall), Math.min(cpu, other.cpu));
        }
    }

    private Times ours() {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Times best = new Times(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        for (int i = 0; i < RUNS; i++) {
            long cpu = system.getProcessCpuTime();
            long wall = System.nanoTime();
            estimate();
            best = best.best(new Times((System.nanoTime() - wall) * 1e-9, (system.getProcessCpuTime() - cpu) * 1e-9));
        }
        return best;
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf(
                "ESPIRiT, %d coils, %d x %d, 24 x 24 calibration samples, kernel 6; Java %s%n",
                COILS, SIZE, SIZE, Runtime.version());
        out.println("maps  threads   wall ms   CPU ms");
        EspiritSpeed speed = new EspiritSpeed();
        speed.prepare();
        for (int maps : new int[] {1, 2}) {
            for (int threads : new int[] {1, 2}) {
                speed.maps = maps;
                speed.threads = threads;
                Times ours = speed.ours();
                out.printf(Locale.ROOT, "%4d %8d %9.0f %8.0f%n", maps, threads, 1e3 * ours.wall, 1e3 * ours.cpu);
            }
        }
    }
}
