package org.preimage.examples.speed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.Gradient;
import org.preimage.operators.file.Npy;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.TvNorm;

/**
 * Denoising by total variation, 512 x 512 pixels, weight 0.1, 200 iterations: {@link TvNorm} beside {@code denoise_tv_chambolle} of
 * scikit-image in single precision, in turn, so that both see the same machine, each on one thread, and ours on two as well.
 *
 * <p>Both times are those of the call alone, without the start of the process, after one call to warm up. Needs a Python with
 * scikit-image; without one it prints our times only.
 */
public final class TvDenoisingSpeed {
    private static final int SIZE = 512;
    private static final double WEIGHT = 0.1;
    private static final int ITERATIONS = 200;
    private static final int TIMES = 5;

    /** Prints the seconds of CPU and wall time of the second call, and the objective that it reached. */
    private static final String SCRIPT = String.join(
            "\n",
            "import sys, time, numpy as np",
            "from skimage.restoration import denoise_tv_chambolle",
            "f = np.load(sys.argv[1]).astype(np.float32)",
            "w, n = float(sys.argv[2]), int(sys.argv[3])",
            "run = lambda: denoise_tv_chambolle(f, weight=w, eps=0, **{key: n})",
            "import inspect",
            "names = inspect.signature(denoise_tv_chambolle).parameters",
            "key = 'max_num_iter' if 'max_num_iter' in names else 'n_iter_max'",
            "run()",
            "c, t = time.process_time(), time.perf_counter()",
            "u = run()",
            "c, t = time.process_time() - c, time.perf_counter() - t",
            "u = u.astype(float)",
            "x, y = np.zeros_like(u), np.zeros_like(u)",
            "x[:, :-1] = np.diff(u, axis=1)",
            "y[:-1] = np.diff(u, axis=0)",
            "print(c, t, 0.5 * ((u - f) ** 2).sum() + w * np.sqrt(x * x + y * y).sum())");

    private final Path file;
    private final float[] noisy;
    private final float[] out = new float[SIZE * SIZE];
    private final Space space = Space.image(SIZE, SIZE, 1);
    private final TvNorm tv = new TvNorm(space, WEIGHT).accurate(0, ITERATIONS);

    private TvDenoisingSpeed(Path file) throws IOException {
        this.file = file;
        noisy = Npy.read(file).data();
    }

    /**
     * {@code TvDenoisingSpeed FILE [PYTHON]}: a noisy image of 512 x 512 pixels as .npy, and the Python to compare with, {@code
     * python3} unless another is named.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1) {
            System.err.println("usage: TvDenoisingSpeed FILE [PYTHON], FILE a noisy image of 512 x 512 pixels as .npy");
            System.exit(2);
        }
        new TvDenoisingSpeed(Path.of(args[0])).run(args.length > 1 ? args[1] : "python3");
    }

    private void run(String python) throws IOException, InterruptedException {
        System.out.printf(
                "TV denoising, %d x %d pixels, weight %s, %d iterations; Java %s%n",
                SIZE, SIZE, WEIGHT, ITERATIONS, Runtime.version());
        for (int i = 0; i < 3; i++) {
            ours(1);
            ours(2);
        }
        double[] one = new double[TIMES];
        double[] two = new double[TIMES];
        double[] cpu = new double[TIMES];
        double[] wall = new double[TIMES];
        double objective = Double.NaN;
        boolean compared = true;
        for (int i = 0; i < TIMES; i++) {
            one[i] = ours(1);
            if (compared) {
                double[] peer = peer(python);
                compared = peer.length == 3;
                if (compared) {
                    cpu[i] = peer[0];
                    wall[i] = peer[1];
                    objective = peer[2];
                }
            }
            two[i] = ours(2);
        }
        print("ours, one thread, CPU time", one);
        print("ours, two threads, wall time", two);
        System.out.printf(Locale.ROOT, "our objective %.4f%n", objective());
        if (compared) {
            print("scikit-image, CPU time", cpu);
            print("scikit-image, wall time", wall);
            System.out.printf(Locale.ROOT, "its objective %.4f%n", objective);
            System.out.printf(
                    Locale.ROOT,
                    "ours / scikit-image, medians: CPU %.2f, wall with two threads %.2f%n",
                    median(one) / median(cpu),
                    median(two) / median(wall));
        } else {
            System.out.println(python + " has no scikit-image to compare with");
        }
    }

    private static void print(String name, double[] seconds) {
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%-30s %6.1f ms (fastest %.1f), %.2f ns per pixel and iteration%n",
                name,
                1e3 * median(seconds),
                1e3 * seconds[0],
                1e9 * median(seconds) / ITERATIONS / SIZE / SIZE);
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** Seconds: CPU time on one thread, else wall time. */
    private double ours(int threads) {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[1];
        Parallel.withThreads(threads, () -> {
            long begin = threads == 1 ? bean.getCurrentThreadCpuTime() : System.nanoTime();
            tv.prox(noisy, 1, out);
            nanos[0] = (threads == 1 ? bean.getCurrentThreadCpuTime() : System.nanoTime()) - begin;
        });
        return nanos[0] * 1e-9;
    }

    private double objective() {
        Gradient gradient = new Gradient(space);
        return 0.5 * Vectors.distanceSquared(out, noisy)
                + new GroupL1(gradient.range(), WEIGHT).value(gradient.apply(out));
    }

    /** CPU seconds, wall seconds, objective; empty where there is no scikit-image. */
    private double[] peer(String python) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(
                            python, "-c", SCRIPT, file.toString(), Double.toString(WEIGHT), "" + ITERATIONS)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return new double[0];
        }
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            return new double[0];
        }
        return Arrays.stream(said.trim().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
