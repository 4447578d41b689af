package org.preimage.operators.wavelet;

import java.util.Arrays;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The undecimated (stationary) wavelet transform along all d spatial axes of more than one sample, or along axes given, periodic, with an orthogonal
 * wavelet: a Parseval frame that is shifted as the image is. Along each axis level j filters with holes,
 *
 * <pre>a_i = 2<sup>-1/2</sup> sum_k h_k x_{i + s (k - N + 1)},   d_i = 2<sup>-1/2</sup> sum_k g_k x_{i + s (k - N + 1)},   s = 2<sup>j - 1</sup>.</pre>
 *
 * <p>Every band has the image's size, whatever that is: the redundancy is (2<sup>d</sup> - 1) levels + 1, ten for three levels in
 * 2D. The range has the bands as its slowest axis: first the averages of the last level, then from the last level to the first
 * the details, those along the first axis only, along the second only, along both, and so on.
 *
 * <p>G. P. Nason, B. W. Silverman, The stationary wavelet transform and some statistical applications, in: Wavelets and
 * Statistics, Springer 1995; M. J. Shensa, The discrete wavelet transform: wedding the à trous and Mallat algorithms, IEEE
 * Trans. Signal Process. 40, 1992.
 */
public final class UndecimatedWaveletTransform extends AnalysisOperator {
    /** Floats that are worth a task. */
    private static final int GRAIN = 1 << 13;

    private final Wavelet wavelet;
    private final int levels;
    private final int[] split;
    private final float[][] filters = new float[2][];

    /**
     * Along all spatial axes.
     *
     * @param domain with at least one spatial axis
     * @param wavelet orthogonal
     * @param levels at least 1, at most {@link WaveletTransform#mostLevels}
     * @throws IllegalArgumentException if there is no spatial axis, the wavelet is biorthogonal, or the number of levels is another
     */
    public UndecimatedWaveletTransform(Space domain, Wavelet wavelet, int levels) {
        this(domain, wavelet, levels, WaveletTransform.spatialAxes(domain));
    }

    /**
     * Along some axes, of whatever role; d is their number, without those of one sample.
     *
     * @param axes their numbers, each once, at least one
     * @throws IllegalArgumentException also if an axis is not there or named twice
     */
    public UndecimatedWaveletTransform(Space domain, Wavelet wavelet, int levels, int... axes) {
        super(domain, bands(domain, levels, axes));
        if (!wavelet.isOrthogonal()) {
            throw new IllegalArgumentException("the wavelet is " + wavelet
                    + ", but the undecimated transform needs an orthogonal one, as a Parseval frame");
        }
        this.wavelet = wavelet;
        this.levels = levels;
        this.split = split(domain, axes);
        for (int detail = 0; detail < 2; detail++) {
            filters[detail] = new float[wavelet.taps()];
            for (int k = 0; k < wavelet.taps(); k++) {
                filters[detail][k] = (float) ((detail == 0 ? wavelet.low(k) : wavelet.high(k)) / Math.sqrt(2));
            }
        }
    }

    private static int[] split(Space domain, int... axes) {
        return Arrays.stream(WaveletTransform.requireAxes(domain, axes))
                .filter(a -> domain.size(a) > 1)
                .toArray();
    }

    private static Space bands(Space domain, int levels, int... axes) {
        int[] split = split(domain, axes);
        int most = WaveletTransform.mostLevels(domain, axes);
        if (levels < 1 || levels > most) {
            throw new IllegalArgumentException(
                    "levels is " + levels + ", but must lie between 1 and " + most + " for an image of " + domain);
        }
        int details = (1 << split.length) - 1;
        return domain.with(new Axis(Role.BAND, details * levels + 1));
    }

    /** Its filters. */
    public Wavelet wavelet() {
        return wavelet;
    }

    public int levels() {
        return levels;
    }

    @Override
    public int[] approximation() {
        int[] sizes = range().sizes();
        sizes[sizes.length - 1] = 1;
        return sizes;
    }

    /** 2<sup>-j d / 2</sup> at level j, unless filters reach around the image. */
    @Override
    public double[] norms() {
        int details = (1 << split.length) - 1;
        double[] norms = new double[details * levels + 1];
        Arrays.fill(norms, 1);
        for (int axis : split) {
            int n = domain().size(axis);
            double[] averages = new double[n];
            averages[0] = 1;
            int bit = Arrays.binarySearch(split, axis);
            for (int level = 1; level <= levels; level++) {
                double[][] next = {dilated(averages, level, 0), dilated(averages, level, 1)};
                for (int band = level == levels ? 0 : 1; band <= details; band++) {
                    norms[band == 0 ? 0 : before(level) + band] *= norm(next[band >> bit & 1]);
                }
                averages = next[0];
            }
        }
        return norms;
    }

    /** A periodic line after the filter with holes. */
    private double[] dilated(double[] line, int level, int detail) {
        double[] out = new double[line.length];
        for (int i = 0; i < line.length; i++) {
            for (int k = 0; k < filters[detail].length; k++) {
                out[(int) ((i + ((long) k << level - 1)) % line.length)] += filters[detail][k] * line[i];
            }
        }
        return out;
    }

    private static double norm(double[] line) {
        double sum = 0;
        for (double v : line) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    @Override
    public boolean isParseval() {
        return true;
    }

    @Override
    public LinearOperator inverse() {
        return transposed();
    }

    /** The first detail band of a level, less one. */
    private int before(int level) {
        return (levels - level) * ((1 << split.length) - 1);
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        int n = x.length;
        float[] averages = x;
        float[][] other = {new float[n], new float[n]};
        for (int level = 1; level <= levels; level++) {
            float[] next = other[level % 2];
            analyse(averages, 0, split.length - 1, level, 0, out, level == levels ? out : next);
            averages = next;
        }
    }

    /** Splits along the axes up to number {@code last}; the bits of the details chosen so far name the band. */
    private void analyse(float[] in, int at, int last, int level, int chosen, float[] out, float[] averages) {
        if (last < 0) {
            // No axis has more than one sample.
            System.arraycopy(in, at, averages, 0, domain().length());
            return;
        }
        for (int detail = 0; detail < 2; detail++) {
            int band = chosen | detail << last;
            if (last == 0) {
                float[] target = band == 0 ? averages : out;
                filter(in, at, target, band == 0 ? 0 : (before(level) + band) * domain().length(), 0, level, detail);
            } else {
                float[] part = domain().zeros();
                filter(in, at, part, 0, last, level, detail);
                analyse(part, 0, last - 1, level, band, out, averages);
            }
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        int n = out.length;
        float[] averages = y;
        float[][] other = {new float[n], new float[n]};
        for (int level = levels; level >= 1; level--) {
            float[] next = level == 1 ? out : other[level % 2];
            Arrays.fill(next, 0);
            synthesise(y, averages, split.length - 1, level, 0, next);
            averages = next;
        }
    }

    private void synthesise(float[] y, float[] averages, int last, int level, int chosen, float[] out) {
        if (last < 0) {
            System.arraycopy(averages, 0, out, 0, out.length);
            return;
        }
        for (int detail = 0; detail < 2; detail++) {
            int band = chosen | detail << last;
            if (last == 0) {
                float[] source = band == 0 ? averages : y;
                addTransposed(
                        source, band == 0 ? 0 : (before(level) + band) * domain().length(), out, 0, level, detail);
            } else {
                float[] part = domain().zeros();
                synthesise(y, averages, last - 1, level, band, part);
                addTransposed(part, 0, out, last, level, detail);
            }
        }
    }

    private void filter(float[] in, int at, float[] out, int to, int axis, int level, int detail) {
        lines(in, at, out, to, axis, level, filters[detail], false);
    }

    private void addTransposed(float[] in, int at, float[] out, int axis, int level, int detail) {
        lines(in, at, out, 0, axis, level, filters[detail], true);
    }

    private void lines(
            float[] in, int at, float[] out, int to, int number, int level, float[] factor, boolean transposed) {
        int axis = split[number];
        int n = domain().size(axis);
        int inner = domain().field().floats();
        for (int a = 0; a < axis; a++) {
            inner *= domain().size(a);
        }
        int row = inner;
        int outer = domain().length() / n / row;
        int[] shift = new int[factor.length];
        for (int k = 0; k < shift.length; k++) {
            int offset = (k - factor.length / 2 + 1) << (level - 1);
            shift[k] = Math.floorMod(transposed ? -offset : offset, n);
        }
        if (row > 2) {
            Parallel.ranges(outer * n, Math.max(1, GRAIN / (factor.length * row)), (first, end) -> {
                int[] rows = new int[shift.length];
                for (int r = first; r < end; r++) {
                    int line = r / n * n;
                    for (int k = 0; k < rows.length; k++) {
                        rows[k] = at + (line + (r - line + shift[k]) % n) * row;
                    }
                    sum(in, rows, factor, out, to + r * row, row, transposed);
                }
            });
            return;
        }
        // Neighbours along the fastest axis are shifted views of a line that is written twice.
        Parallel.ranges(outer, Math.max(1, GRAIN / (factor.length * n)), (first, end) -> {
            float[] twice = new float[2 * n * row];
            int[] starts = new int[shift.length];
            for (int k = 0; k < starts.length; k++) {
                starts[k] = shift[k] * row;
            }
            for (int r = first; r < end; r++) {
                System.arraycopy(in, at + r * n * row, twice, 0, n * row);
                System.arraycopy(in, at + r * n * row, twice, n * row, n * row);
                sum(twice, starts, factor, out, to + r * n * row, n * row, transposed);
            }
        });
    }

    private static void sum(float[] in, int[] at, float[] factor, float[] out, int to, int length, boolean add) {
        if (add) {
            FilterBank.accumulate(in, at, factor, factor.length, out, to, length);
        } else {
            FilterBank.combine(in, at, factor, factor.length, out, to, length);
        }
    }
}
