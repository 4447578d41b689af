package org.preimage.operators.tomography;

/**
 * The Kaiser-Bessel kernel that spreads a sample between grid points over the {@value #TAPS} nearest along an axis: I0(beta
 * sqrt(1 - (2 x / W)<sup>2</sup>)) / I0(beta) for |x| &lt; W / 2, in units of the grid.
 *
 * <p>Its transform, W sinh(z) / (z I0(beta)) with z = sqrt(beta<sup>2</sup> - (pi W f)<sup>2</sup>), is what the image has been
 * multiplied with, and is divided out. What is left is the aliasing of the grid; beta makes it smallest for the
 * oversampling (P. J. Beatty, D. G. Nishimura, J. M. Pauly, Rapid gridding reconstruction with a minimal oversampling ratio,
 * IEEE Trans. Med. Imaging 24, 2005).
 */
final class SpreadingKernel {
    /** Grid points that a sample touches along each axis, W. */
    static final int TAPS = 4;

    /** Steps of the table between grid points, with linear interpolation in between. */
    static final int STEP_BITS = 8;

    static final int STEPS = 1 << STEP_BITS;

    private final double beta;

    /** For each step of the distance the weights of the grid points, {@link #TAPS} in a row. */
    final float[] table = new float[(STEPS + 2) * TAPS];

    /** @param oversampling length of the grid over that of the image, above 1 */
    SpreadingKernel(double oversampling) {
        double x = TAPS / oversampling * (oversampling - 0.5);
        beta = Math.PI * Math.sqrt(x * x - 0.8);
        for (int step = 0; step <= STEPS + 1; step++) {
            for (int tap = 0; tap < TAPS; tap++) {
                table[step * TAPS + tap] = (float) value(tap - TAPS / 2.0 + step / (double) STEPS);
            }
        }
    }

    /** The kernel at x grid points from the sample. */
    double value(double x) {
        double y = 1 - 4 * x * x / ((double) TAPS * TAPS);
        return y < 0 ? 0 : bessel(beta * Math.sqrt(y)) / bessel(beta);
    }

    /** Its Fourier transform at f cycles per grid point, inside the image. */
    double transform(double f) {
        double w = Math.PI * TAPS * f;
        double z = Math.sqrt(beta * beta - w * w);
        return TAPS * Math.sinh(z) / (z * bessel(beta));
    }

    /** One over the transform, at the pixels of an axis whose pixel {@code n / 2} is the grid's origin. */
    float[] correction(int n, int grid) {
        float[] correction = new float[n];
        for (int i = 0; i < n; i++) {
            correction[i] = (float) (1 / transform((i - n / 2) / (double) grid));
        }
        return correction;
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
