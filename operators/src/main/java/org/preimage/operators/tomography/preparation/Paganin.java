package org.preimage.operators.tomography.preparation;

import edu.emory.mathcs.jtransforms.fft.FloatFFT_1D;
import edu.emory.mathcs.utils.ConcurrencyUtils;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Phase retrieval for an object of one material: propagation over a distance z turns the phase of a coherent beam into
 * fringes at edges; a filter of the transmission turns them back into attenuation.
 *
 * <p>mu T = -log F^-1 { F{I / I0} / (1 + z delta / mu (kx^2 + ky^2)) } with mu = 4 pi beta / lambda, so that delta / mu = lambda
 * (delta / beta) / (4 pi); kx^2 stands for (2 - 2 cos(kx pixel)) / pixel^2, what the second
 * difference of the cells is, so that the kernel falls off exponentially (D. M. Paganin et al., "Boosting spatial resolution by
 * incorporating periodic boundary conditions into single-distance hard-x-ray phase retrieval", J. Opt. 22, 115607, 2020).
 *
 * <p>D. Paganin, S. C. Mayo, T. E. Gureyev, P. R. Miller, S. W.
 * Wilkins, "Simultaneous phase and amplitude extraction from a single defocused image of a homogeneous object", J. Microsc.
 * 206, 33, 2002, eq. 10, for a parallel beam.
 *
 * <p>Projections with several detector rows are filtered in two dimensions, a single row along its cells only, as if the object
 * did not change from row to row. The transmission is continued beyond its borders by mirroring. The filter reaches over
 * several times a = sqrt(z delta / mu): a block of rows needs {@link #halo} rows more on both sides.
 *
 * @param energy of the photons in keV
 * @param distance from object to detector in mm
 * @param pixel size of a detector cell in mm
 * @param deltaOverBeta ratio of the refractive index' decrements
 */
public record Paganin(double energy, double distance, double pixel, double deltaOverBeta) {
    /** Wavelength in mm times energy in keV: h c. */
    private static final double HC = 1.239841984e-6;

    /** exp(-9) is about 1e-4. */
    private static final double REACH = 9;

    public Paganin {
        require("energy", energy, "keV");
        require("distance", distance, "mm");
        require("pixel", pixel, "mm");
        require("delta over beta", deltaOverBeta, "");
    }

    private static void require(String name, double value, String unit) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    name + " is " + value + " " + unit + ", but must be greater than 0 and finite");
        }
    }

    /** z delta / mu in mm^2. */
    private double strength() {
        return distance * HC / energy * deltaOverBeta / (4 * Math.PI);
    }

    /** Detector rows beyond a block, on each side, that its filtered values depend on by more than 1e-4. */
    public int halo() {
        // The kernel falls by exp(-d) a cell, 2 cosh d - 2 = (pixel / a)^2.
        double half = pixel * pixel / (2 * strength());
        return (int) Math.ceil(REACH / Math.log(1 + half + Math.sqrt(half * (half + 2))));
    }

    /**
     * Filters each projection.
     *
     * @param lineIntegrals -log of the transmissions, axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     * @return mu T, in the same space; divided by the material's mu it is its thickness
     * @throws IllegalArgumentException if the axes are others, or a value is not finite
     */
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        // The library's thread count is global, and its own threads outlive their use: it gets none.
        ConcurrencyUtils.setNumberOfThreads(1);
        int nx = layout.cells();
        int ny = layout.rows();
        int width = padded(nx);
        int height = ny == 1 ? 1 : padded(ny);
        float[] gain = gain(width, height);
        Image out = Image.zeros(lineIntegrals.space());
        Parallel.ranges(layout.views(), 1, (from, to) -> {
            FloatFFT_1D alongX = new FloatFFT_1D(width);
            FloatFFT_1D alongY = new FloatFFT_1D(height);
            float[] z = new float[2 * width * height];
            float[] column = new float[2 * height];
            for (int v = from; v < to; v++) {
                int at = v * nx * ny;
                for (int r = 0; r < height; r++) {
                    for (int c = 0; c < width; c++) {
                        int i = at + around(r, ny, height) * nx + around(c, nx, width);
                        z[2 * (r * width + c)] = (float) Math.exp(-lineIntegrals.data()[i]);
                        z[2 * (r * width + c) + 1] = 0;
                    }
                }
                for (int r = 0; r < height; r++) {
                    alongX.complexForward(z, 2 * r * width);
                }
                for (int c = 0; c < width; c++) {
                    for (int r = 0; r < height; r++) {
                        column[2 * r] = z[2 * (r * width + c)];
                        column[2 * r + 1] = z[2 * (r * width + c) + 1];
                    }
                    if (height > 1) {
                        alongY.complexForward(column);
                    }
                    for (int r = 0; r < height; r++) {
                        column[2 * r] *= gain[r * width + c];
                        column[2 * r + 1] *= gain[r * width + c];
                    }
                    if (height > 1) {
                        alongY.complexInverse(column, false);
                    }
                    for (int r = 0; r < height; r++) {
                        z[2 * (r * width + c)] = column[2 * r];
                        z[2 * (r * width + c) + 1] = column[2 * r + 1];
                    }
                }
                for (int r = 0; r < ny; r++) {
                    alongX.complexInverse(z, 2 * r * width, false);
                    for (int c = 0; c < nx; c++) {
                        // The filter's kernel is positive; only rounding could take a transmission of almost 0 below 0.
                        float transmission = Math.max(z[2 * (r * width + c)], Float.MIN_NORMAL);
                        out.data()[at + r * nx + c] = (float) -Math.log(transmission);
                    }
                }
            }
        });
        return out;
    }

    /** A power of two that leaves the reach of the filter free on both sides, but no more than a mirror needs. */
    private int padded(int n) {
        long needed = n + Math.min(n, 2L * halo());
        return Integer.highestOneBit((int) Math.max(2, needed - 1)) << 1;
    }

    /** The sample of 0 .. n - 1 at place i of a longer periodic one: mirrored beyond the end, and before 0. */
    private static int around(int i, int n, int length) {
        int j = i < n + (length - n) / 2 ? i : i - length;
        return Statistics.mirror(j, n);
    }

    /** The transform of minus the second difference, (2 - 2 cos(k pixel)) / pixel^2. */
    private double laplacian(int i, int length) {
        return (2 - 2 * Math.cos(2 * Math.PI * i / length)) / (pixel * pixel);
    }

    private float[] gain(int width, int height) {
        float[] gain = new float[width * height];
        double a2 = strength();
        for (int r = 0; r < height; r++) {
            double ky2 = laplacian(r, height);
            for (int c = 0; c < width; c++) {
                double kx2 = laplacian(c, width);
                gain[r * width + c] = (float) (1 / ((1 + a2 * (kx2 + ky2)) * width * height));
            }
        }
        return gain;
    }
}
