package org.preimage.examples.speed;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * wall time. The same with PyWavelets, on one thread:
 *
 * <pre>c = pywt.wavedec2(x, 'db4', 'periodization', 4); pywt.waverec2(c, 'db4', 'periodization')</pre>
 */
public final class WaveletSpeed {
    private static final int SIZE = 512;
    private static final int LEVELS = 4;
    private static final double SECONDS = 2;

    private WaveletSpeed() {}

    /** Milliseconds of CPU time, the best of all repetitions in some seconds. */
    private static double milliseconds(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        long begin = System.nanoTime();
        for (int i = 0; i < 3 || System.nanoTime() - begin < SECONDS * 1e9; i++) {
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

    /** @param args nothing */
    public static void main(String[] args) {
        System.out.printf("Java %s%n", Runtime.version());
        Parallel.withThreads(1, () -> run(System.out));
    }
}
