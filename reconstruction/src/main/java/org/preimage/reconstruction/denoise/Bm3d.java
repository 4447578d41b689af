package org.preimage.reconstruction.denoise;

import org.preimage.operators.space.Space;

/**
 * Block matching and 3D filtering. Blocks of pixels that resemble each other are stacked; in a three-dimensional transform
 * domain their common structure is sparse and the noise is not. Two stages: coefficients below a threshold are set to zero
 * (biorthogonal spline wavelet in the blocks, Haar's across them), then, with blocks matched in the first estimate, Wiener's
 * filter with that estimate's coefficients (cosine transform, Haar's). Each pixel is the mean of its estimates in all stacks,
 * weighted by how little noise the stack retains and by a Kaiser window.
 *
 * <p>Parameters are those of the paper's normal profile, which are meant for images between 0 and 255: there is one set up to
 * sigma = 40, and one with larger blocks beyond. Here sigma and the thresholds of block matching are scaled with the {@code
 * range} of the image in place of 255; these thresholds do not fall below what they are at sigma = 25 relative to the noise's
 * variance. The mean of a stack is never shrunk. So D(a x + b) with noise a sigma is a D(x) + b.
 *
 * <p>Volumes are denoised slice by slice along the first two spatial axes, complex images in their real and imaginary parts.
 * Images smaller than a block are one block.
 *
 * <p>Dabov, Foi, Katkovnik and Egiazarian 2007, Image denoising by sparse 3-D transform-domain collaborative filtering, IEEE Trans.
 * Image Process. 16.
 */
public final class Bm3d implements Denoiser {
    private static final double STRONG = 40.0 / 255;

    private static final BlockFilter FIRST = new BlockFilter(8, 3, 16, 2500, 4, true, 0, 2.7);
    private static final BlockFilter SECOND = new BlockFilter(8, 3, 32, 400, 0.64, false, 0, 0);
    private static final BlockFilter STRONG_FIRST = new BlockFilter(12, 4, 16, 5000, 0.8, false, 2, 2.8);
    private static final BlockFilter STRONG_SECOND = new BlockFilter(11, 6, 32, 3500, 0.3, false, 0, 0);

    /** Pixels along the side of a cell whose mean counts for the range. */
    private static final int CELL = 8;

    private final Space domain;
    private final Planes planes;
    private final double range;

    /** With the range of each plane, that of means over 8 x 8 pixels. */
    public Bm3d(Space domain) {
        this(domain, Double.NaN);
    }

    /**
     * @param domain images, volumes, or stacks of them
     * @param range from black to white, positive; NaN for that of each plane
     * @throws IllegalArgumentException if the range is not positive
     */
    public Bm3d(Space domain, double range) {
        if (range <= 0 || Double.isInfinite(range)) {
            throw new IllegalArgumentException("range is " + range + ", but must be positive");
        }
        this.domain = domain;
        this.planes = new Planes(domain);
        this.range = range;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        Planes.require(domain, noisy, sigma, out);
        planes.each(noisy, out, plane -> plane(plane, sigma));
    }

    private float[] plane(float[] noisy, double sigma) {
        int nx = planes.nx();
        double white = Double.isNaN(range) ? range(noisy) : range;
        boolean strong = sigma > STRONG * white;
        float[] estimate = (strong ? STRONG_FIRST : FIRST).filter(noisy, noisy, nx, sigma, white);
        return (strong ? STRONG_SECOND : SECOND).filter(noisy, estimate, nx, sigma, white);
    }

    /** The largest less the smallest mean of a cell. */
    private double range(float[] plane) {
        int nx = planes.nx();
        int ny = planes.ny();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int y = 0; y < ny; y += CELL) {
            for (int x = 0; x < nx; x += CELL) {
                int right = Math.min(nx, x + CELL);
                int bottom = Math.min(ny, y + CELL);
                double sum = 0;
                for (int v = y; v < bottom; v++) {
                    for (int u = x; u < right; u++) {
                        sum += plane[v * nx + u];
                    }
                }
                double mean = sum / ((right - x) * (bottom - y));
                least = Math.min(least, mean);
                most = Math.max(most, mean);
            }
        }
        return most - least;
    }
}
