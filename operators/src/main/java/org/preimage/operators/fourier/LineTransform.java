package org.preimage.operators.fourier;

import edu.emory.mathcs.jtransforms.fft.FloatFFT_1D;
import edu.emory.mathcs.utils.ConcurrencyUtils;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Fourier transforms of one length for many threads. A transform of the library must not be used by two at once, and takes
 * long to make: each user gets one of its own, and the next takes it over.
 */
public final class LineTransform {
    static {
        // The library's thread count is global, and its own threads outlive their use: it gets none.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final int length;
    private final ConcurrentLinkedQueue<FloatFFT_1D> idle = new ConcurrentLinkedQueue<>();

    public LineTransform(int length) {
        this.length = length;
    }

    public int length() {
        return length;
    }

    /** Gives {@code work} a transform that nobody else uses meanwhile. */
    public void use(Consumer<FloatFFT_1D> work) {
        FloatFFT_1D fft = idle.poll();
        fft = fft != null ? fft : new FloatFFT_1D(length);
        work.accept(fft);
        idle.add(fft);
    }

    /**
     * The length of at least n that is transformed fastest, of those that are even and have no prime factors but 2, 3 and
     * 5. A power of two is taken if it is not longer than 4/3 of the best other: per number it takes 3/4 of the time.
     */
    public static int fastLength(int n) {
        int length = Math.max(2, n + n % 2);
        while (!fast(length)) {
            length += 2;
        }
        int power = Integer.highestOneBit(2 * length - 1);
        return 3L * power <= 4L * length ? power : length;
    }

    private static boolean fast(int n) {
        int rest = n;
        for (int prime : new int[] {2, 3, 5}) {
            while (rest % prime == 0) {
                rest /= prime;
            }
        }
        return rest == 1;
    }
}
