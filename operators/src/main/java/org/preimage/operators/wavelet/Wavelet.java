package org.preimage.operators.wavelet;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A wavelet as its filters: Haar's, Daubechies' of extremal phase (db), her least asymmetric ones, the symlets (sym), and the
 * symmetric biorthogonal ones of Cohen, Daubechies and Feauveau (cdf97, cdf53).
 *
 * <p>One step takes n periodic samples, n even, to n / 2 averages and n / 2 details,
 *
 * <pre>a_i = sum_k h_k x_{2i + k - N + 1},   d_i = sum_k g_k x_{2i + k - N + 1},   2 N taps,</pre>
 *
 * aligned as the "periodization" of PyWavelets. The inverse is the transpose of the step with the filters of the {@link
 * #dual} wavelet, g_k = (-1)^k times the dual's h_{2N-1-k}. An orthogonal wavelet is its own dual: the step is then an
 * orthogonal matrix, whatever the length of the filter.
 *
 * <p>I. Daubechies, Orthonormal bases of compactly supported wavelets, Comm. Pure Appl. Math. 41, 1988, and Ten Lectures on
 * Wavelets, SIAM 1992; A. Cohen, I. Daubechies, J.-C. Feauveau, Biorthogonal bases of compactly supported wavelets, Comm.
 * Pure Appl. Math. 45, 1992.
 */
public final class Wavelet {
    /** Beyond this the roots lose digits. */
    public static final int MOST_MOMENTS = 16;

    /** Vanishing moments of the symlets at most. */
    public static final int MOST_SYMLET_MOMENTS = 10;

    private static final int FEWEST_SYMLET_MOMENTS = 2;

    private final String name;
    private final double[] low;
    private final double[] high;
    private final double[] dualLow;
    private final double[] dualHigh;

    private Wavelet(String name, double[] low, double[] dualLow) {
        this(name, low, alternating(dualLow), dualLow, alternating(low));
    }

    private Wavelet(String name, double[] low, double[] high, double[] dualLow, double[] dualHigh) {
        this.name = name;
        this.low = low;
        this.high = high;
        this.dualLow = dualLow;
        this.dualHigh = dualHigh;
    }

    private static Wavelet orthogonal(String name, double[] low) {
        return new Wavelet(name, low, low);
    }

    /** (-1)^k h_{2N-1-k}. */
    private static double[] alternating(double[] low) {
        double[] high = new double[low.length];
        for (int k = 0; k < low.length; k++) {
            high[k] = (k % 2 == 0 ? 1 : -1) * low[low.length - 1 - k];
        }
        return high;
    }

    /** Haar's, which has one vanishing moment and two taps. */
    public static Wavelet haar() {
        return orthogonal("haar", SpectralFactor.extremalPhase(1));
    }

    /**
     * Daubechies' of extremal phase.
     *
     * @param moments vanishing moments N, 1 (Haar's) to {@value #MOST_MOMENTS}
     * @throws IllegalArgumentException if the number is another
     */
    public static Wavelet daubechies(int moments) {
        requireMoments(moments, 1, MOST_MOMENTS);
        return moments == 1 ? haar() : orthogonal("db" + moments, SpectralFactor.extremalPhase(moments));
    }

    /**
     * Daubechies' least asymmetric, the symlets; with two and three vanishing moments those of extremal phase.
     *
     * @param moments vanishing moments N, 2 to {@value #MOST_SYMLET_MOMENTS}
     * @throws IllegalArgumentException if the number is another
     */
    public static Wavelet symlet(int moments) {
        requireMoments(moments, FEWEST_SYMLET_MOMENTS, MOST_SYMLET_MOMENTS);
        return orthogonal("sym" + moments, SpectralFactor.leastAsymmetric(moments));
    }

    private static void requireMoments(int moments, int fewest, int most) {
        if (moments < fewest || moments > most) {
            throw new IllegalArgumentException("the number of vanishing moments is " + moments
                    + ", but must lie between " + fewest + " and " + most);
        }
    }

    /**
     * Cohen's, Daubechies' and Feauveau's with nine and seven taps, as in JPEG 2000: symmetric, four vanishing moments on either
     * side, and nearly orthogonal. PyWavelets calls it bior4.4.
     */
    public static Wavelet cdf97() {
        return new Wavelet(
                "cdf97",
                padded(SpectralFactor.symmetric(4, false, true), 10),
                padded(SpectralFactor.symmetric(4, true, false), 10));
    }

    /** The one with five and three taps: symmetric, two vanishing moments on either side. PyWavelets calls it bior2.2. */
    public static Wavelet cdf53() {
        return new Wavelet(
                "cdf53",
                padded(SpectralFactor.symmetric(2, true, true), 6),
                padded(SpectralFactor.symmetric(2, false, false), 6));
    }

    /** An odd number of taps about tap N - 1 of 2 N. */
    private static double[] padded(double[] taps, int length) {
        double[] padded = new double[length];
        System.arraycopy(taps, 0, padded, length / 2 - 1 - taps.length / 2, taps.length);
        return padded;
    }

    /**
     * A wavelet by its name.
     *
     * @param name one of {@link #names}
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Wavelet named(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("the wavelet is \"" + name + "\", but must be haar, one of db1 to db"
                    + MOST_MOMENTS + " or sym" + FEWEST_SYMLET_MOMENTS + " to sym" + MOST_SYMLET_MOMENTS
                    + ", cdf53 or cdf97");
        }
        return switch (name) {
            case "haar" -> haar();
            case "cdf53" -> cdf53();
            case "cdf97" -> cdf97();
            default ->
                name.startsWith("db")
                        ? daubechies(Integer.parseInt(name.substring(2)))
                        : symlet(Integer.parseInt(name.substring(3)));
        };
    }

    /** The names of all wavelets; "db4" has four vanishing moments, and "db1" is Haar's. */
    public static List<String> names() {
        return Stream.of(
                        Stream.of("haar"),
                        IntStream.rangeClosed(1, MOST_MOMENTS).mapToObj(n -> "db" + n),
                        IntStream.rangeClosed(FEWEST_SYMLET_MOMENTS, MOST_SYMLET_MOMENTS)
                                .mapToObj(n -> "sym" + n),
                        Stream.of("cdf53", "cdf97"))
                .flatMap(s -> s)
                .toList();
    }

    /** As {@link #named} takes it; a dual that is another wavelet has an asterisk. */
    public String name() {
        return name;
    }

    /** Taps of each filter, 2 N; some at the ends of a biorthogonal wavelet's filters are zero. */
    public int taps() {
        return low.length;
    }

    /** h_k. */
    public double low(int k) {
        return low[k];
    }

    /** g_k. */
    public double high(int k) {
        return high[k];
    }

    /** Whether the wavelet is its own dual. */
    public boolean isOrthogonal() {
        return low == dualLow;
    }

    /** The wavelet whose transposed step inverts this one's. */
    public Wavelet dual() {
        if (isOrthogonal()) {
            return this;
        }
        String dualName = name.endsWith("*") ? name.substring(0, name.length() - 1) : name + "*";
        return new Wavelet(dualName, dualLow, dualHigh, low, high);
    }

    /** n / 2 averages, then n / 2 details, of the first n values of x, n even: one step by the formula. */
    public void forward(float[] x, int n, float[] out) {
        int half = n / 2;
        for (int i = 0; i < half; i++) {
            int start = start(i, n);
            double a = 0;
            double d = 0;
            for (int k = 0; k < low.length; k++) {
                float v = x[(start + k) % n];
                a += low[k] * v;
                d += high[k] * v;
            }
            out[i] = (float) a;
            out[half + i] = (float) d;
        }
    }

    /** The inverse of {@link #forward}, which is the transpose of the dual's. */
    public void inverse(float[] x, int n, float[] out) {
        int half = n / 2;
        Arrays.fill(out, 0, n, 0);
        for (int i = 0; i < half; i++) {
            int start = start(i, n);
            for (int k = 0; k < low.length; k++) {
                out[(start + k) % n] += (float) (dualLow[k] * x[i] + dualHigh[k] * x[half + i]);
            }
        }
    }

    /** The sample that h_0 meets for average i. */
    private int start(int i, int n) {
        return Math.floorMod(2 * i - low.length / 2 + 1, n);
    }

    @Override
    public String toString() {
        return name;
    }
}
