package org.preimage.operators.fourier;

import java.util.function.ToDoubleFunction;

/**
 * The factor of each frequency of a periodic convolution with a real kernel: the discrete Fourier transform of the kernel, of
 * which the half of {@link HalfGrid} is kept. Immutable.
 */
public final class TransferFunction {
    private final HalfGrid grid;
    private final float[] re;
    private final float[] im;

    private TransferFunction(HalfGrid grid, float[] re, float[] im) {
        this.grid = grid;
        this.re = re;
        this.im = im;
    }

    /**
     * The transform of a kernel whose sample floor(n / 2) along each axis is the origin. A kernel that is larger than the grid
     * is wrapped around it.
     *
     * @param grid where to convolve
     * @param kernel values, fastest axis first
     * @param sizes of the kernel, as many as the grid's
     */
    public static TransferFunction of(HalfGrid grid, float[] kernel, int... sizes) {
        int[] m = grid.sizes();
        if (sizes.length != m.length) {
            throw new IllegalArgumentException(
                    "the kernel has " + sizes.length + " axes, but the grid of " + grid + " has " + m.length);
        }
        double[] wrapped = new double[Math.toIntExact(grid.all())];
        for (int i = 0; i < kernel.length; i++) {
            int rest = i;
            int at = 0;
            int step = 1;
            for (int a = 0; a < m.length; a++) {
                at += Math.floorMod(rest % sizes[a] - sizes[a] / 2, m[a]) * step;
                rest /= sizes[a];
                step *= m[a];
            }
            wrapped[at] += kernel[i];
        }
        float[] values = new float[wrapped.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wrapped[i];
        }
        float[][] spectrum = new RealFilter(grid).spectrum(values);
        return new TransferFunction(grid, spectrum[0], spectrum[1]);
    }

    /**
     * A real transfer function, as that of a derivative's square or of a smoothing filter.
     *
     * @param grid where to convolve
     * @param gain the factor of a frequency in cycles per sample along each axis; even in the frequency
     */
    public static TransferFunction real(HalfGrid grid, ToDoubleFunction<double[]> gain) {
        float[] re = new float[grid.points()];
        double[] cycles = new double[grid.sizes().length];
        for (int i = 0; i < re.length; i++) {
            grid.frequency(i, cycles);
            re[i] = (float) gain.applyAsDouble(cycles);
        }
        return new TransferFunction(grid, re, new float[re.length]);
    }

    public HalfGrid grid() {
        return grid;
    }

    /** The real part at one index of {@link HalfGrid}. */
    public float re(int index) {
        return re[index];
    }

    /** The imaginary part at one index of {@link HalfGrid}. */
    public float im(int index) {
        return im[index];
    }

    /** The largest magnitude: the norm of the convolution. */
    public double maximum() {
        double max = 0;
        for (int i = 0; i < re.length; i++) {
            max = Math.max(max, (double) re[i] * re[i] + (double) im[i] * im[i]);
        }
        return Math.sqrt(max);
    }

    /** Of the adjoint convolution. */
    public TransferFunction conjugate() {
        float[] minus = new float[im.length];
        for (int i = 0; i < minus.length; i++) {
            minus[i] = -im[i];
        }
        return new TransferFunction(grid, re, minus);
    }

    /** |H|<sup>2</sup>: of the normal operator. */
    public TransferFunction squared() {
        float[] square = new float[re.length];
        for (int i = 0; i < square.length; i++) {
            square[i] = re[i] * re[i] + im[i] * im[i];
        }
        return new TransferFunction(grid, square, new float[square.length]);
    }

    /** Of one convolution after the other. */
    public TransferFunction times(TransferFunction other) {
        requireGrid(other);
        float[] a = new float[re.length];
        float[] b = new float[re.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = re[i] * other.re[i] - im[i] * other.im[i];
            b[i] = re[i] * other.im[i] + im[i] * other.re[i];
        }
        return new TransferFunction(grid, a, b);
    }

    /** a times this plus b times another. */
    public TransferFunction combine(double a, double b, TransferFunction other) {
        requireGrid(other);
        float[] r = new float[re.length];
        float[] s = new float[re.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = (float) (a * re[i] + b * other.re[i]);
            s[i] = (float) (a * im[i] + b * other.im[i]);
        }
        return new TransferFunction(grid, r, s);
    }

    /** conj(H) / (|H|<sup>2</sup> + D): the regularised inverse of H, with a real D &gt; 0. */
    public TransferFunction regularisedInverse(TransferFunction d) {
        requireGrid(d);
        float[] r = new float[re.length];
        float[] s = new float[re.length];
        for (int i = 0; i < r.length; i++) {
            double over = (double) re[i] * re[i] + (double) im[i] * im[i] + d.re[i];
            if (!(over > 0)) {
                throw new IllegalArgumentException(
                        "|H|^2 + D is " + over + " at a frequency, but must be greater than 0");
            }
            r[i] = (float) (re[i] / over);
            s[i] = (float) (-im[i] / over);
        }
        return new TransferFunction(grid, r, s);
    }

    private void requireGrid(TransferFunction other) {
        if (!grid.toString().equals(other.grid.toString())) {
            throw new IllegalArgumentException(
                    "the grids are " + grid + " and " + other.grid + ", but must be the same");
        }
    }

    /** Multiplies with H. */
    public RealFilter.Symbol multiply() {
        return (r, s, count, from) -> {
            for (int l = 0; l < count; l++) {
                float a = r[l];
                float b = s[l];
                float c = re[from + l];
                float d = im[from + l];
                r[l] = a * c - b * d;
                s[l] = a * d + b * c;
            }
        };
    }

    /** Multiplies with the conjugate of H. */
    public RealFilter.Symbol multiplyConjugate() {
        return (r, s, count, from) -> {
            for (int l = 0; l < count; l++) {
                float a = r[l];
                float b = s[l];
                float c = re[from + l];
                float d = im[from + l];
                r[l] = a * c + b * d;
                s[l] = b * c - a * d;
            }
        };
    }

    /** Multiplies with |H|<sup>2</sup>. */
    public RealFilter.Symbol multiplySquare() {
        return (r, s, count, from) -> {
            for (int l = 0; l < count; l++) {
                float c = re[from + l];
                float d = im[from + l];
                float f = c * c + d * d;
                r[l] *= f;
                s[l] *= f;
            }
        };
    }

    /** Divides by |H|<sup>2</sup> + rho. */
    public RealFilter.Symbol divideDamped(double rho) {
        float more = (float) rho;
        return (r, s, count, from) -> {
            for (int l = 0; l < count; l++) {
                float c = re[from + l];
                float d = im[from + l];
                float f = 1 / (c * c + d * d + more);
                r[l] *= f;
                s[l] *= f;
            }
        };
    }
}
