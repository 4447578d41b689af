package org.preimage.examples.speed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.file.Npy;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Kernels;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.method.Methods;

/**
 * Tomography with total variation, 256 x 256 pixels, 60 angles, 363 cells, weight 1, x &gt;= 0: the time that the method "tv" takes to
 * the objective that 200 iterations of the plain method of Chambolle and Pock, tau = sigma = 1/L from zero, reach (4870.37).
 *
 * <p>Our time is that of the whole call: operator norm, noise level, the least-squares start, and the iterations needed, which an
 * untimed run counts. The plain loop is timed beside it, in turn. Given the command of another program that makes the same 200
 * iterations and prints {@code wall SECONDS cpu SECONDS}, that is what is compared; else it is the same loop with the naive
 * projectors of this package.
 */
public final class TvTomographySpeed {
    private static final int SIZE = 256;
    private static final int VIEWS = 60;
    private static final int CELLS = 363;
    private static final int PLAIN_ITERATIONS = 200;
    private static final double TARGET = 4870.37;
    private static final int TIMES = 5;
    private static final Pattern TIME = Pattern.compile("wall ([0-9.eE+-]+) cpu ([0-9.eE+-]+)");

    private final Path file;
    private final float[] data;
    private final ParallelBeam beam = ParallelBeam.halfTurn(Space.image(SIZE, SIZE, 1), CELLS, 1, VIEWS);

    private TvTomographySpeed(Path file) throws IOException {
        this.file = file;
        data = Npy.read(file).data();
    }

    /** {@code TvTomographySpeed FILE [COMMAND]}: the sinogram as .npy, and what runs the plain loop on that file. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1) {
            System.err.println("usage: TvTomographySpeed FILE [COMMAND], FILE a sinogram of 60 x 363 values as .npy");
            System.exit(2);
        }
        new TvTomographySpeed(Path.of(args[0])).run(args.length > 1 ? args[1] : null);
    }

    private void run(String command) throws IOException, InterruptedException {
        System.out.printf(
                "TV tomography, %d x %d pixels, %d angles, %d cells; Java %s, %s%n",
                SIZE, SIZE, VIEWS, CELLS, Runtime.version(), Kernels.description());
        int iterations = needed();
        for (int i = 0; i < 4; i++) {
            ours(1, iterations);
            ours(2, iterations);
        }
        double[] one = new double[TIMES];
        double[] two = new double[TIMES];
        double[] cpu = new double[TIMES];
        double[] wall = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            one[i] = ours(1, iterations);
            if (command != null) {
                double[] peer = peer(command);
                wall[i] = peer[0];
                cpu[i] = peer[1];
            } else {
                cpu[i] = naive();
                wall[i] = cpu[i];
            }
            two[i] = ours(2, iterations);
        }
        System.out.printf("iterations needed: %d%n", iterations);
        print("ours, one thread, CPU time", one);
        print("ours, two threads, wall time", two);
        print(command == null ? "naive plain loop, CPU time" : "plain loop of the command, CPU time", cpu);
        print(command == null ? "naive plain loop, wall time" : "plain loop of the command, wall time", wall);
        System.out.printf(
                Locale.ROOT,
                "times faster, medians: CPU on one thread %.1f, wall with two threads %.1f%n",
                median(cpu) / median(one),
                median(wall) / median(two));
    }

    private static void print(String name, double[] seconds) {
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT, "%-38s %8.1f ms (fastest %.1f)%n", name, 1e3 * median(seconds), 1e3 * seconds[0]);
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private double objective(LinearOperator a, float[] x) {
        Gradient gradient = new Gradient(a.domain());
        return 0.5 * Vectors.distanceSquared(a.apply(x), data)
                + new GroupL1(gradient.range(), 1).value(gradient.apply(x));
    }

    private Reconstruction reconstruct(int iterations) {
        Projector a = beam.projector();
        return Methods.named(Methods.classical(), "tv")
                .with(Map.of("weight", "1", "iterations", Integer.toString(iterations), "tolerance", "0"))
                .reconstruct(new InverseProblem(a, new Image(a.range(), data)));
    }

    /** The fewest iterations whose result reaches the target. */
    private int needed() {
        Projector a = beam.projector();
        for (int n = 1; n <= PLAIN_ITERATIONS; n++) {
            double reached = objective(a, reconstruct(n).image().data());
            if (reached <= TARGET) {
                System.out.printf(Locale.ROOT, "objective reached: %.2f, target %.2f%n", reached, TARGET);
                return n;
            }
        }
        throw new IllegalStateException("the target was not reached in " + PLAIN_ITERATIONS + " iterations");
    }

    /** Seconds: CPU time on one thread, else wall time. */
    private double ours(int threads, int iterations) {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[1];
        Parallel.withThreads(threads, () -> {
            long begin = threads == 1 ? bean.getCurrentThreadCpuTime() : System.nanoTime();
            reconstruct(iterations);
            nanos[0] = (threads == 1 ? bean.getCurrentThreadCpuTime() : System.nanoTime()) - begin;
        });
        return nanos[0] * 1e-9;
    }

    private double[] peer(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command, file.toString(), "" + PLAIN_ITERATIONS)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        Matcher times = TIME.matcher(said);
        if (process.waitFor() != 0 || !times.find()) {
            throw new IOException(command + " did not print its time, but: " + said);
        }
        return new double[] {Double.parseDouble(times.group(1)), Double.parseDouble(times.group(2))};
    }

    /** CPU seconds of the projections that the plain loop makes, by the naive projector, from a twentieth of them. */
    private double naive() {
        NaiveProjector naive = new NaiveProjector(beam);
        float[] x = new float[SIZE * SIZE];
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long begin = bean.getCurrentThreadCpuTime();
        for (int i = 0; i < PLAIN_ITERATIONS / 20; i++) {
            x = naive.adjoint(naive.project(x));
        }
        return 20 * (bean.getCurrentThreadCpuTime() - begin) * 1e-9;
    }
}
