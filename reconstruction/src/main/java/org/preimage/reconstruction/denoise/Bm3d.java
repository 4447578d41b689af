package org.preimage.reconstruction.denoise;

import org.preimage.operators.space.Space;

/**
 * Block matching and 3D filtering. Blocks of pixels that resemble each other are stacked; in a three-dimensional transform
 * domain their common structure is sparse and the noise is not. Two stages: coefficients below a threshold are set to zero
 * (biorthogonal spline wavelet in the blocks, Haar's across them), then, with blocks matched in the first estimate, Wiener's
 * filter with that estimate's coefficients (cosine transform, Haar's). Each pixel is the mean of its estimates in all stacks,
 * weighted by how little noise the stack retains and by a Kaiser window.
 *
 * <p>Parameters are those of the paper's normal profile, meant for images between 0 and 255: one set up to sigma = 40, and one with
 * larger blocks beyond. Given the {@code range} of the image, sigma and the thresholds of block matching are scaled with it.
 * Without, these thresholds go with sigma as at sigma = 10, and the first set is always used; on the project's images between 0
 * and 255 that is within 0.1 dB of the paper's parameters at sigma = 3, 10 and 25, and mostly 0.2 to 0.5 dB better from 50
 * on. The mean of a stack is never shrunk, so that D(a x + b) for noise a sigma is a D(x) + b where no range is given.
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

    /** The range that stands for an unknown one, relative to sigma. */
    private static final double NOISE = 25.5;

    private final Space domain;
    private final Planes planes;
    private final double range;

    /** For images of any range. */
    public Bm3d(Space domain) {
        this(domain, Double.NaN);
    }

    /**
     * @param domain images, volumes, or stacks of them
     * @param range from black to white, positive, for the paper's parameters; NaN for images of any range
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
        double white = Double.isNaN(range) ? NOISE * sigma : range;
        boolean strong = sigma > STRONG * white;
        float[] estimate = (strong ? STRONG_FIRST : FIRST).filter(noisy, noisy, nx, sigma, white);
        return (strong ? STRONG_SECOND : SECOND).filter(noisy, estimate, nx, sigma, white);
    }
}
