package org.preimage.operators.fourier;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Fourier transforms of one length of many lines at once, X[k] = sum over i of x[i] exp(-2 pi i i k / n): not centred, not
 * scaled. A plan, for any number of threads.
 *
 * <p>Real and imaginary parts stand apart, and sample i of all lines is one row of memory: each butterfly is a loop over rows,
 * which Java compiles to vector instructions. The length is split into coprime powers of primes, which need no twiddle factors
 * between them (I. J. Good, The Interaction Algorithm and Practical Fourier Analysis, J. Royal Statistical Society B 20, 1958),
 * and those into radices 4, 2, 3, 5 or the prime (J. W. Cooley, J. W. Tukey, Mathematics of Computation 19, 1965). Samples are
 * permuted by exchanging rows, which costs nothing. Lengths with a prime factor above {@value Factors#LARGEST} go line by line
 * through {@link LineTransform}.
 */
public final class BatchFft {
    /** Bytes of a batch that should stay in the second-level cache. */
    private static final int CACHE = 1 << 19;

    private static final int FEWEST_LANES = 64;
    private static final int MOST_LANES = 128;

    /** Rows of this length and a header of 16 bytes lie at equal offsets in cache lines. */
    private static final int PADDED = 12;

    private final int length;
    private final int lanes;
    private final int spare;
    private final Step[] steps;
    private final int[] order;
    private final LineTransform lines;
    private final ConcurrentLinkedQueue<Batch> idle = new ConcurrentLinkedQueue<>();

    /** @param length of the lines, at least 1 */
    public BatchFft(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length is " + length + ", but must be at least 1");
        }
        this.length = length;
        int fitting = CACHE / (2 * Float.BYTES * length) / FEWEST_LANES * FEWEST_LANES;
        this.lanes = Math.max(FEWEST_LANES, Math.min(MOST_LANES, fitting));
        int[] natural = new int[length];
        for (int i = 0; i < length; i++) {
            natural[i] = i;
        }
        spare = Factors.fast(length) ? Factors.spareRows(length) : 0;
        if (Factors.fast(length)) {
            List<Step> list = new ArrayList<>();
            order = new Factors(list, length).transform(natural);
            steps = list.toArray(Step[]::new);
            lines = null;
        } else {
            order = natural;
            steps = new Step[0];
            lines = new LineTransform(length);
        }
    }

    public int length() {
        return length;
    }

    /** Most lines of a batch. */
    public int lanes() {
        return lanes;
    }

    /** A new batch, for one user at a time: to keep lines between transforms. Its content is zero. */
    public Batch batch() {
        return new Batch();
    }

    /** Gives {@code work} a batch that nobody else uses meanwhile; its content is arbitrary. */
    public void use(Consumer<Batch> work) {
        Batch batch = idle.poll();
        batch = batch != null ? batch : new Batch();
        work.accept(batch);
        idle.add(batch);
    }

    /** Up to {@link #lanes} lines, sample by sample. */
    public final class Batch {
        private float[][] re = rows();
        private float[][] im = rows();
        private float[][] nextRe = re.clone();
        private float[][] nextIm = im.clone();

        private Batch() {}

        private float[][] rows() {
            return new float[length + spare][(lanes + 3) / 16 * 16 + PADDED];
        }

        public int length() {
            return length;
        }

        /**
         * The real parts of sample i, of one line after the other: at least {@link #lanes} numbers. A transform gives each
         * sample another array.
         */
        public float[] re(int i) {
            return re[i];
        }

        /** The imaginary parts of sample i. */
        public float[] im(int i) {
            return im[i];
        }

        /**
         * Transforms the first lines of the batch in place.
         *
         * @param count of lines, at most {@link #lanes}
         */
        public void forward(int count) {
            transform(re, im, count);
            permute();
        }

        /** The same with exp(+2 pi i i k / n), not scaled. */
        public void inverse(int count) {
            transform(im, re, count);
            permute();
        }

        private void transform(float[][] x, float[][] y, int count) {
            for (Step step : steps) {
                step.run(x, y, count);
            }
            if (lines != null) {
                byLine(x, y, count);
            }
        }

        private void permute() {
            for (int k = 0; k < length; k++) {
                nextRe[k] = re[order[k]];
                nextIm[k] = im[order[k]];
            }
            float[][] r = re;
            re = nextRe;
            nextRe = r;
            float[][] i = im;
            im = nextIm;
            nextIm = i;
        }

        private void byLine(float[][] x, float[][] y, int count) {
            lines.use(fft -> {
                float[] line = new float[2 * length];
                for (int l = 0; l < count; l++) {
                    for (int i = 0; i < length; i++) {
                        line[2 * i] = x[i][l];
                        line[2 * i + 1] = y[i][l];
                    }
                    fft.complexForward(line);
                    for (int i = 0; i < length; i++) {
                        x[i][l] = line[2 * i];
                        y[i][l] = line[2 * i + 1];
                    }
                }
            });
        }
    }
}
