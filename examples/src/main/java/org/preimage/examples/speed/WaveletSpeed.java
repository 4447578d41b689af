package org.preimage.examples.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.CosineTransform;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.shearlet.ShearletTransform;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.wavelet.SymmetricWaveletTransform;
import org.preimage.operators.wavelet.UndecimatedWaveletTransform;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;

/**
 * Speed of wavelet transforms and shearlets at 512 x 512 pixels: forward and inverse with four levels, on one thread, beside
 * the formula of {@link Wavelet#forward} line by line, in the same run. CPU time, which other programs disturb less than
 * wall time. Given a Python with PyWavelets, db4 of the same size in single precision beside its {@code wavedec2} and {@code
 * waverec2}, in turn, so that both see the same machine; its processes start and warm up before they take their time.
 */
public final class WaveletSpeed {
    private static final int SIZE = 512;
    private static final int LEVELS = 4;
    private static final double SECONDS = 2;
    private static final int TURNS = 7;

    /** Prints the milliseconds of CPU time of the best forward and inverse transform in a second. */
    private static final String SCRIPT = String.join(
            "\n",
            "import time, numpy as np, pywt",
            "x = np.random.default_rng(1).standard_normal((" + SIZE + ", " + SIZE + ")).astype(np.float32)",
            "best, end = 1e9, time.perf_counter() + 1",
            "while time.perf_counter() < end:",
            "    t = time.process_time()",
            "    y = pywt.waverec2(pywt.wavedec2(x, 'db4', 'periodization', " + LEVELS + "), 'db4', 'periodization')",
            "    best = min(best, time.process_time() - t)",
            "assert y.dtype == np.float32 and abs(y - x).max() < 1e-4",
            "print(1e3 * best)");

    private WaveletSpeed() {}

    /** Milliseconds of CPU time, the best of all repetitions in some seconds. */
    private static double milliseconds(Runnable work) {
        return milliseconds(work, SECONDS);
    }

    private static double milliseconds(Runnable work, double seconds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        long begin = System.nanoTime();
        for (int i = 0; i < 3 || System.nanoTime() - begin < seconds * 1e9; i++) {
            long start = threads.getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) * 1e-6);
        }
        return best;
    }

    /** Forward, then inverse, in place. */
    private static void naive(float[] x, Wavelet wavelet) {
        for (int level = 0; level < LEVELS; level++) {
            lines(x, SIZE >> level, 1, SIZE, wavelet::forward);
            lines(x, SIZE >> level, SIZE, 1, wavelet::forward);
        }
        for (int level = LEVELS - 1; level >= 0; level--) {
            lines(x, SIZE >> level, SIZE, 1, wavelet::inverse);
            lines(x, SIZE >> level, 1, SIZE, wavelet::inverse);
        }
    }

    private interface Step {
        void apply(float[] line, int n, float[] out);
    }

    private static void lines(float[] x, int n, int stride, int next, Step step) {
        float[] line = new float[n];
        float[] out = new float[n];
        for (int l = 0; l < n; l++) {
            for (int i = 0; i < n; i++) {
                line[i] = x[l * next + i * stride];
            }
            step.apply(line, n, out);
            for (int i = 0; i < n; i++) {
                x[l * next + i * stride] = out[i];
            }
        }
    }

    private static void print(PrintStream out, String name, AnalysisOperator analysis, float[] x, double naive) {
        LinearOperator inverse = analysis.inverse();
        float[] y = analysis.range().zeros();
        float[] z = analysis.domain().zeros();
        double fast = milliseconds(() -> {
            analysis.apply(x, y);
            inverse.apply(y, z);
        });
        out.printf(
                Locale.ROOT,
                "%-22s %8.2f %10.2f %8.1f %10.1f %12.1e%n",
                name,
                naive,
                fast,
                naive / fast,
                analysis.redundancy(),
                Vectors.relativeDistance(z, x));
    }

    private static void run(PrintStream out) {
        Space space = Space.image(SIZE, SIZE, 1);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        out.printf("%d x %d pixels, forward + inverse, ms of CPU time on one thread%n", SIZE, SIZE);
        out.println("transform                 naive       fast    ratio redundancy  inverse off");
        for (String name : new String[] {"haar", "db2", "db4", "db8", "sym8", "cdf97"}) {
            Wavelet wavelet = Wavelet.named(name);
            float[] copy = x.clone();
            double naive = milliseconds(() -> naive(copy, wavelet));
            print(out, name, new WaveletTransform(space, wavelet, LEVELS), x, naive);
        }
        Wavelet db4 = Wavelet.daubechies(4);
        print(out, "db4 symmetric", new SymmetricWaveletTransform(space, db4, LEVELS), x, Double.NaN);
        print(out, "db4 undecimated", new UndecimatedWaveletTransform(space, db4, LEVELS), x, Double.NaN);
        print(out, "cosine transform", new CosineTransform(space, 0, 1), x, Double.NaN);
        print(out, "shearlets", ShearletTransform.of(space), x, Double.NaN);
    }

    /** Ours and PyWavelets in turn. */
    private static void compare(PrintStream out, String python) throws IOException, InterruptedException {
        Space space = Space.image(SIZE, SIZE, 1);
        WaveletTransform db4 = new WaveletTransform(space, Wavelet.daubechies(4), LEVELS);
        LinearOperator inverse = db4.inverse();
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 31 % 17;
        }
        float[] y = db4.range().zeros();
        Runnable both = () -> {
            db4.apply(x, y);
            inverse.apply(y, x);
        };
        Parallel.withThreads(1, () -> milliseconds(both, SECONDS));
        double[] ours = new double[TURNS];
        double[] theirs = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            int turn = i;
            Parallel.withThreads(1, () -> ours[turn] = milliseconds(both, 1));
            theirs[i] = pyWavelets(python);
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        out.printf(
                Locale.ROOT,
                "db4, ms of CPU time, medians of %d turns: ours %.2f, PyWavelets %.2f; ours / PyWavelets %.2f%n",
                TURNS,
                ours[TURNS / 2],
                theirs[TURNS / 2],
                ours[TURNS / 2] / theirs[TURNS / 2]);
    }

    private static double pyWavelets(String python) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, "-c", SCRIPT)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes()).trim();
        if (process.waitFor() != 0) {
            throw new IOException(python + " could not time PyWavelets, but said: " + said);
        }
        return Double.parseDouble(said);
    }

    /** {@code WaveletSpeed [PYTHON]}: a Python with PyWavelets to compare with. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.printf("Java %s%n", Runtime.version());
        Parallel.withThreads(1, () -> run(System.out));
        if (args.length > 0) {
            compare(System.out, args[0]);
        }
    }
}
