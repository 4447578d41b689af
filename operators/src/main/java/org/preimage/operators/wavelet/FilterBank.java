package org.preimage.operators.wavelet;

import org.preimage.operators.parallel.Parallel;

/**
 * One step of a periodic {@link Wavelet} along one axis of an array, for all lines at once.
 *
 * <p>Everything is a sum of rows of contiguous floats with one factor each ({@link #combine}), which the compiler vectorises:
 * along slower axes the rows are the array's own; along the fastest, a line's even and odd samples are first put in rows.
 *
 * <p>Of an odd number of samples the last one goes to the averages unchanged, so that n samples give ceil(n / 2) averages,
 * then floor(n / 2) details, and the step of an orthogonal wavelet is orthogonal for every n.
 */
final class FilterBank {
    /** Floats that are worth a task. */
    private static final int GRAIN = 1 << 13;

    private final int moments;
    private final float[] low;
    private final float[] high;

    /** h and g at even and at odd positions, in the order in which they meet samples of one parity. */
    private final float[][] lowOf = new float[2][];

    private final float[][] highOf = new float[2][];

    /** The first sample of each parity that average 0 meets. */
    private final int[] firstOf = new int[2];

    FilterBank(Wavelet wavelet) {
        int taps = wavelet.taps();
        moments = taps / 2;
        low = new float[taps];
        high = new float[taps];
        for (int k = 0; k < taps; k++) {
            low[k] = (float) wavelet.low(k);
            high[k] = (float) wavelet.high(k);
        }
        for (int parity = 0; parity < 2; parity++) {
            lowOf[parity] = new float[moments];
            highOf[parity] = new float[moments];
            // h_k meets sample 2 i + k - N + 1 = 2 (i + q) + parity.
            int k = Math.floorMod(parity + moments - 1, 2);
            firstOf[parity] = (k - moments + 1 - parity) / 2;
            for (int j = 0; j < moments; j++, k += 2) {
                lowOf[parity][j] = low[k];
                highOf[parity][j] = high[k];
            }
        }
    }

    /** The averages of n samples. */
    static int averages(int n) {
        return (n + 1) / 2;
    }

    /**
     * Lines of n samples in an array.
     *
     * @param n samples in a line
     * @param stride floats between samples
     * @param width contiguous floats that are treated alike: a number's, or a row's along a faster axis
     * @param counts how many lines there are along each other axis
     * @param strides floats between lines along each other axis
     */
    record Lines(int n, int stride, int width, int[] counts, int[] strides) {
        int count() {
            int count = 1;
            for (int c : counts) {
                count *= c;
            }
            return count;
        }

        int start(int line) {
            int start = 0;
            int rest = line;
            for (int a = 0; a < counts.length; a++) {
                start += rest % counts[a] * strides[a];
                rest /= counts[a];
            }
            return start;
        }
    }

    /** One step from {@code in} to the same places of {@code out}, another array. */
    void forward(float[] in, float[] out, Lines lines) {
        step(in, out, lines, true);
    }

    /** The transpose of the step, which inverts the dual wavelet's. */
    void transpose(float[] in, float[] out, Lines lines) {
        step(in, out, lines, false);
    }

    private void step(float[] in, float[] out, Lines lines, boolean forward) {
        boolean fastest = lines.stride == lines.width && lines.width <= 2;
        int count = lines.count();
        int lineFloats = lines.n * lines.width;
        if (fastest) {
            int grain = Math.max(1, GRAIN / lineFloats);
            Parallel.ranges(count, grain, (from, to) -> {
                Line line = new Line(lines.n, lines.width);
                for (int l = from; l < to; l++) {
                    if (forward) {
                        line.forward(in, out, lines.start(l));
                    } else {
                        line.transpose(in, out, lines.start(l));
                    }
                }
            });
            return;
        }
        int half = lines.n / 2;
        int grain = Math.max(1, GRAIN / (2 * lines.width));
        Parallel.ranges(count * half, grain, (from, to) -> {
            int[] at = new int[2 * moments];
            for (int p = from; p < to; p++) {
                if (forward) {
                    forwardPair(in, out, lines, lines.start(p / half), p % half, at);
                } else {
                    transposePair(in, out, lines, lines.start(p / half), p % half, at);
                }
            }
        });
        if (lines.n % 2 == 1) {
            for (int l = 0; l < count; l++) {
                int last = lines.start(l) + (lines.n - 1) * lines.stride;
                int average = lines.start(l) + half * lines.stride;
                System.arraycopy(in, forward ? last : average, out, forward ? average : last, lines.width);
            }
        }
    }

    /** Average and detail i of rows that lie apart. */
    private void forwardPair(float[] in, float[] out, Lines lines, int start, int i, int[] at) {
        int even = lines.n / 2 * 2;
        int from = Math.floorMod(2 * i - moments + 1, even);
        for (int k = 0; k < at.length; k++) {
            at[k] = start + (from + k) % even * lines.stride;
        }
        int average = start + i * lines.stride;
        combine(in, at, low, low.length, out, average, lines.width);
        combine(in, at, high, high.length, out, average + averages(lines.n) * lines.stride, lines.width);
    }

    /** Samples 2 i and 2 i + 1 of rows that lie apart. */
    private void transposePair(float[] in, float[] out, Lines lines, int start, int i, int[] at) {
        int half = lines.n / 2;
        int details = start + averages(lines.n) * lines.stride;
        for (int parity = 0; parity < 2; parity++) {
            // Average i - q meets sample 2 i + parity with the factor that has q in its place.
            int from = Math.floorMod(i - firstOf[parity], half);
            for (int j = 0; j < moments; j++) {
                int row = Math.floorMod(from - j, half) * lines.stride;
                at[j] = start + row;
                at[moments + j] = details + row;
            }
            combine(in, at, both(parity), 2 * moments, out, start + (2 * i + parity) * lines.stride, lines.width);
        }
    }

    private float[] both(int parity) {
        float[] factors = new float[2 * moments];
        System.arraycopy(lowOf[parity], 0, factors, 0, moments);
        System.arraycopy(highOf[parity], 0, factors, moments, moments);
        return factors;
    }

    /** The step along the fastest axis: rows of even and of odd samples, extended periodically. */
    private final class Line {
        private final int n;
        private final int half;
        private final int width;
        private final int row;
        private final int margin;
        private final float[] parts;
        private final float[] result;
        private final int[] at = new int[2 * moments];
        private final float[] lowBoth = new float[2 * moments];
        private final float[] highBoth = new float[2 * moments];
        private final float[][] sampleOf = {both(0), both(1)};

        Line(int n, int width) {
            this.n = n;
            this.half = n / 2;
            this.width = width;
            this.margin = moments;
            this.row = (half + 2 * margin) * width;
            this.parts = new float[2 * row];
            this.result = new float[2 * half * width];
            System.arraycopy(lowOf[0], 0, lowBoth, 0, moments);
            System.arraycopy(lowOf[1], 0, lowBoth, moments, moments);
            System.arraycopy(highOf[0], 0, highBoth, 0, moments);
            System.arraycopy(highOf[1], 0, highBoth, moments, moments);
        }

        void forward(float[] in, float[] out, int start) {
            if (half > 0) {
                int middle = margin * width;
                if (width == 2) {
                    for (int i = 0; i < half; i++) {
                        parts[middle + 2 * i] = in[start + 4 * i];
                        parts[middle + 2 * i + 1] = in[start + 4 * i + 1];
                        parts[row + middle + 2 * i] = in[start + 4 * i + 2];
                        parts[row + middle + 2 * i + 1] = in[start + 4 * i + 3];
                    }
                } else {
                    for (int i = 0; i < half; i++) {
                        parts[middle + i] = in[start + 2 * i];
                        parts[row + middle + i] = in[start + 2 * i + 1];
                    }
                }
                extend();
                for (int parity = 0; parity < 2; parity++) {
                    for (int j = 0; j < moments; j++) {
                        at[parity * moments + j] = parity * row + (margin + firstOf[parity] + j) * width;
                    }
                }
                combine(parts, at, lowBoth, at.length, out, start, half * width);
                combine(parts, at, highBoth, at.length, out, start + averages(n) * width, half * width);
            }
            if (n % 2 == 1) {
                System.arraycopy(in, start + (n - 1) * width, out, start + half * width, width);
            }
        }

        void transpose(float[] in, float[] out, int start) {
            if (half > 0) {
                int middle = margin * width;
                System.arraycopy(in, start, parts, middle, half * width);
                System.arraycopy(in, start + averages(n) * width, parts, row + middle, half * width);
                extend();
                for (int parity = 0; parity < 2; parity++) {
                    for (int j = 0; j < moments; j++) {
                        at[j] = (margin - firstOf[parity] - j) * width;
                        at[moments + j] = row + at[j];
                    }
                    combine(parts, at, sampleOf[parity], at.length, result, parity * half * width, half * width);
                }
                int odd = half * width;
                if (width == 2) {
                    for (int i = 0; i < half; i++) {
                        out[start + 4 * i] = result[2 * i];
                        out[start + 4 * i + 1] = result[2 * i + 1];
                        out[start + 4 * i + 2] = result[odd + 2 * i];
                        out[start + 4 * i + 3] = result[odd + 2 * i + 1];
                    }
                } else {
                    for (int i = 0; i < half; i++) {
                        out[start + 2 * i] = result[i];
                        out[start + 2 * i + 1] = result[odd + i];
                    }
                }
            }
            if (n % 2 == 1) {
                System.arraycopy(in, start + half * width, out, start + (n - 1) * width, width);
            }
        }

        /** Fills the margins of both rows. */
        private void extend() {
            for (int first = 0; first < parts.length; first += row) {
                int middle = first + margin * width;
                for (int i = 1; i <= margin; i++) {
                    int before = middle + (half - 1 - (i - 1) % half) * width;
                    int after = middle + (i - 1) % half * width;
                    for (int p = 0; p < width; p++) {
                        parts[middle - i * width + p] = parts[before + p];
                        parts[middle + (half + i - 1) * width + p] = parts[after + p];
                    }
                }
            }
        }
    }

    /** out[to + i] = sum over k of factor[k] in[at[k] + i]; the number of terms is even. */
    static void combine(float[] in, int[] at, float[] factor, int terms, float[] out, int to, int length) {
        int k = 0;
        if (terms % 4 == 0) {
            set4(in, at, factor, out, to, length);
            k = 4;
        } else {
            set2(in, at, factor, out, to, length);
            k = 2;
        }
        for (; k < terms; k += 4) {
            add4(in, at, factor, k, out, to, length);
        }
    }

    /** The same added to what {@code out} holds. */
    static void accumulate(float[] in, int[] at, float[] factor, int terms, float[] out, int to, int length) {
        int k = 0;
        if (terms % 4 != 0) {
            add2(in, at, factor, out, to, length);
            k = 2;
        }
        for (; k < terms; k += 4) {
            add4(in, at, factor, k, out, to, length);
        }
    }

    private static void add2(float[] in, int[] at, float[] factor, float[] out, int to, int length) {
        int a = at[0];
        int b = at[1];
        float fa = factor[0];
        float fb = factor[1];
        for (int i = 0; i < length; i++) {
            out[to + i] += fa * in[a + i] + fb * in[b + i];
        }
    }

    private static void set2(float[] in, int[] at, float[] factor, float[] out, int to, int length) {
        int a = at[0];
        int b = at[1];
        float fa = factor[0];
        float fb = factor[1];
        for (int i = 0; i < length; i++) {
            out[to + i] = fa * in[a + i] + fb * in[b + i];
        }
    }

    private static void set4(float[] in, int[] at, float[] factor, float[] out, int to, int length) {
        int a = at[0];
        int b = at[1];
        int c = at[2];
        int d = at[3];
        float fa = factor[0];
        float fb = factor[1];
        float fc = factor[2];
        float fd = factor[3];
        for (int i = 0; i < length; i++) {
            out[to + i] = (fa * in[a + i] + fb * in[b + i]) + (fc * in[c + i] + fd * in[d + i]);
        }
    }

    private static void add4(float[] in, int[] at, float[] factor, int k, float[] out, int to, int length) {
        int a = at[k];
        int b = at[k + 1];
        int c = at[k + 2];
        int d = at[k + 3];
        float fa = factor[k];
        float fb = factor[k + 1];
        float fc = factor[k + 2];
        float fd = factor[k + 3];
        for (int i = 0; i < length; i++) {
            out[to + i] += (fa * in[a + i] + fb * in[b + i]) + (fc * in[c + i] + fd * in[d + i]);
        }
    }
}
