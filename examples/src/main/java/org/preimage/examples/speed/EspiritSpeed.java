package org.preimage.examples.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * ESPIRiT of 8 coils, 320 x 320 pixels, 24 x 24 calibration samples, kernel 6; beside {@code bart ecalib} of the same array
 * where that program is on the PATH.
 *
 * <p>{@link #main} prints wall and CPU time, the best of several runs; BART's include starting the program and its files, ours
 * are those of a warm virtual machine. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main EspiritSpeed}.
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
        float[] phantom = SheppLogan.modified(SIZE).render(plane, 2).data();
        Space space = Sensitivities.space(plane, COILS);
        float[] coils = space.zeros();
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        for (int c = 0; c < COILS; c++) {
            double angle = 2 * Math.PI * c / COILS;
            for (int i = 0; i < SIZE * SIZE; i++) {
                double dx = (i % SIZE - SIZE / 2) / (0.5 * SIZE) - 1.2 * Math.cos(angle);
                double dy = (i / SIZE - SIZE / 2) / (0.5 * SIZE) - 1.2 * Math.sin(angle);
                double magnitude = phantom[i] / (0.4 + dx * dx + dy * dy);
                double phase = angle + Math.atan2(dy + 3, dx + 3);
                int at = 2 * (c * SIZE * SIZE + i);
                coils[at] = (float) (magnitude * Math.cos(phase) + 0.002 * random.nextGaussian());
                coils[at + 1] = (float) (magnitude * Math.sin(phase) + 0.002 * random.nextGaussian());
            }
        }
        FourierTransform fourier = FourierTransform.spatial(space);
        kspace = new Image(fourier.range(), fourier.apply(coils));
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

    private void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("kspace.hdr"), "# Dimensions\n" + SIZE + " " + SIZE + " 1 " + COILS + "\n");
        ByteBuffer bytes = ByteBuffer.allocate(4 * kspace.data().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(kspace.data());
        Files.write(folder.resolve("kspace.cfl"), bytes.array());
    }

    /** Times of {@code bart ecalib}, if there is the program; its CPU time is that of a shell's children. */
    private Optional<Times> bart(Path folder) throws IOException, InterruptedException {
        Times best = new Times(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 5; i++) {
            ProcessBuilder builder = new ProcessBuilder(
                    "sh", "-c", "bart ecalib -m" + maps + " -r24 kspace maps >/dev/null 2>&1 || exit 1; times");
            builder.directory(folder.toFile()).environment().put("OMP_NUM_THREADS", Integer.toString(threads));
            long start = System.nanoTime();
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                return Optional.empty();
            }
            double wall = (System.nanoTime() - start) * 1e-9;
            double cpu = 0;
            for (String part : output.strip().split("\n")[1].strip().split("\\s+")) {
                String[] minutes = part.replace("s", "").split("m");
                cpu += 60 * Double.parseDouble(minutes[0]) + Double.parseDouble(minutes[1]);
            }
            best = best.best(new Times(wall, cpu));
        }
        return Optional.of(best);
    }

    /** Prints the table; takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = System.out;
        out.printf(
                "ESPIRiT, %d coils, %d x %d, 24 x 24 calibration samples, kernel 6; Java %s%n",
                COILS, SIZE, SIZE, Runtime.version());
        out.println("maps  threads   wall ms   CPU ms   bart: wall ms   CPU ms");
        Path folder = Files.createTempDirectory("espirit");
        EspiritSpeed speed = new EspiritSpeed();
        speed.prepare();
        speed.write(folder);
        for (int maps : new int[] {1, 2}) {
            for (int threads : new int[] {1, 2}) {
                speed.maps = maps;
                speed.threads = threads;
                Times ours = speed.ours();
                Times bart = speed.bart(folder).orElse(new Times(Double.NaN, Double.NaN));
                out.printf(
                        Locale.ROOT,
                        "%4d %8d %9.0f %8.0f %15.0f %8.0f%n",
                        maps,
                        threads,
                        1e3 * ours.wall,
                        1e3 * ours.cpu,
                        1e3 * bart.wall,
                        1e3 * bart.cpu);
            }
        }
        for (String name : List.of("kspace.hdr", "kspace.cfl", "maps.hdr", "maps.cfl")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
