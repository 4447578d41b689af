package org.preimage.operators.fourier;

/**
 * The Kaiser-Bessel kernel that spreads a sample between grid points over the W nearest along an axis: I0(beta sqrt(1 -
 * (2 x / W)<sup>2</sup>)) / I0(beta) for |x| &lt; W / 2, in units of the grid.
 *
 * <p>Its transform, W sinh(z) / (z I0(beta)) with z = sqrt(beta<sup>2</sup> - (pi W f)<sup>2</sup>), is what the image has been
 * multiplied with, and is divided out. What is left is the aliasing of the grid; beta makes it smallest for the
 * oversampling (P. J. Beatty, D. G. Nishimura, J. M. Pauly, Rapid gridding reconstruction with a minimal oversampling ratio,
 * IEEE Trans. Med. Imaging 24, 2005).
 */
public final class KaiserBesselKernel {
    private final int taps;
    private final double beta;

    /**
     * @param taps grid points that a sample touches along an axis, W, at least 2
     * @param oversampling length of the grid over that of the image, above 1
     * @throws IllegalArgumentException if either is too small
     */
    public KaiserBesselKernel(int taps, double oversampling) {
        double x = taps / oversampling * (oversampling - 0.5);
        if (taps < 2 || !(oversampling > 1) || x * x <= 0.8) {
            throw new IllegalArgumentException("the kernel has " + taps + " taps on a grid " + oversampling
                    + " times as long as the image, but needs at least 2, and a grid longer than the image");
        }
        this.taps = taps;
        this.beta = Math.PI * Math.sqrt(x * x - 0.8);
    }

    /** W. */
    public int taps() {
        return taps;
    }

    /** The kernel at x grid points from the sample. */
    public double value(double x) {
        double y = 1 - 4 * x * x / ((double) taps * taps);
        return y < 0 ? 0 : bessel(beta * Math.sqrt(y)) / bessel(beta);
    }

    /** Its Fourier transform at f cycles per grid point. */
    public double transform(double f) {
        double w = Math.PI * taps * f;
        double square = beta * beta - w * w;
        double z = Math.sqrt(Math.abs(square));
        double shape = z < 1e-6 ? 1 : (square > 0 ? Math.sinh(z) : Math.sin(z)) / z;
        return taps * shape / bessel(beta);
    }

    /** One over the transform, at the pixels of an axis whose pixel {@code n / 2} is the grid's origin. */
    public float[] correction(int n, int grid) {
        float[] correction = new float[n];
        for (int i = 0; i < n; i++) {
            correction[i] = (float) (1 / transform((i - n / 2) / (double) grid));
        }
        return correction;
    }

    /**
     * The error that is left, relative: the largest over the image of the root of the sum over m of (c(f + m) /
     * c(f))<sup>2</sup>, c the transform, f = r / grid for pixel r. It is that of a pixel at the worst place over samples that
     * lie anyhow between grid points.
     *
     * @param n pixels along the axis
     * @param grid length of the grid
     */
    public double aliasing(int n, int grid) {
        double worst = 0;
        for (int step = 0; step <= 32; step++) {
            double f = step / 32.0 * (n / 2) / grid;
            double sum = 0;
            for (int m = 1; m <= 8; m++) {
                double above = transform(f + m);
                double below = transform(f - m);
                sum += above * above + below * below;
            }
            worst = Math.max(worst, Math.sqrt(sum) / transform(f));
        }
        return worst;
    }

    /**
     * For each step of the distance the weights of the W grid points in a row: row s holds the kernel at t - W / 2 + s / steps for
     * t = 0 ... W - 1. There are {@code steps} + 2 rows, so that linear interpolation needs no care at the end.
     */
    public float[] table(int steps) {
        float[] table = new float[(steps + 2) * taps];
        for (int step = 0; step <= steps + 1; step++) {
            for (int tap = 0; tap < taps; tap++) {
                table[step * taps + tap] = (float) value(tap - taps / 2.0 + step / (double) steps);
            }
        }
        return table;
    }

    /** The modified Bessel function I0, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }
}
