package org.preimage.operators.tomography;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Pixel-driven back-projection, the last step of filtered back-projection: b(x, y) = sum over the angles t of weight(t)
 * q(t, x cos t + y sin t), with q interpolated linearly between detector cells and 0 beyond the first and the last. A stack
 * is back-projected slice by slice, many at a time.
 *
 * <p>Smoother than the transpose of the projector and twice as fast, but not its adjoint; iterative methods need
 * the adjoint.
 */
public final class PixelBackprojection {
    private final ParallelBeam geometry;
    private final Rays rays;
    private final double[] weights;
    private final ParallelKernel kernel = ParallelKernel.best();

    /**
     * @param geometry image and sinogram
     * @param weights one factor for each angle, as {@link AngularWeights} gives; copied
     * @throws IllegalArgumentException if the number of weights does not fit
     */
    public PixelBackprojection(ParallelBeam geometry, double[] weights) {
        if (weights.length != geometry.views()) {
            throw new IllegalArgumentException("there are " + weights.length + " weights, but the geometry has "
                    + geometry.views() + " angles and needs one for each");
        }
        this.geometry = geometry;
        this.rays = new Rays(geometry);
        this.weights = weights.clone();
    }

    /**
     * Back-projects into the given array, whose old content is arbitrary.
     *
     * @param sinogram values of the geometry's sinogram
     * @param image receives values of the geometry's image
     * @throws IllegalArgumentException if a length does not fit
     */
    public void apply(float[] sinogram, float[] image) {
        geometry.sinogram().require("sinogram", sinogram);
        geometry.image().require("image", image);
        if (geometry.image().dimensions() == 3) {
            StackKernel.INSTANCE.backproject(rays, geometry.detector().rows(), weights, sinogram, image);
        } else {
            kernel.backproject(rays, weights, sinogram, image);
        }
    }

    /**
     * The adjoint of {@link #apply(float[], float[])} for a plane image, view by view: every pixel is spread over the two
     * cells between which it falls.
     *
     * @param image values of the geometry's image
     * @param sinogram receives values of the geometry's sinogram, whose old content is arbitrary
     * @throws IllegalArgumentException if a length does not fit, or the geometry is a stack of planes
     */
    public void adjoint(float[] image, float[] sinogram) {
        geometry.image().require("image", image);
        geometry.sinogram().require("sinogram", sinogram);
        if (geometry.image().dimensions() != 2) {
            throw new IllegalArgumentException(
                    "the adjoint of pixel-driven back-projection is there for plane images only, but this image has "
                            + geometry.image().dimensions() + " axes");
        }
        Parallel.ranges(rays.views, 1, (from, to) -> {
            for (int a = from; a < to; a++) {
                spread(image, a, sinogram);
            }
        });
    }

    private void spread(float[] image, int view, float[] sinogram) {
        double[] row = new double[rays.detectors];
        for (int r = 0; r < rays.ny; r++) {
            double y = (rays.ny - 1) / 2.0 - r;
            for (int c = 0; c < rays.nx; c++) {
                double x = c - (rays.nx - 1) / 2.0;
                double u = (x * rays.cos[view] + y * rays.sin[view]) / rays.ratio + rays.center;
                // A cell beyond the ends still counts, as the interpolation falls to zero there.
                if (u > -1 && u < rays.detectors) {
                    int cell = (int) Math.floor(u);
                    double f = u - cell;
                    float v = image[r * rays.nx + c];
                    if (cell >= 0) {
                        row[cell] += (1 - f) * v;
                    }
                    if (cell < rays.detectors - 1) {
                        row[cell + 1] += f * v;
                    }
                }
            }
        }
        for (int i = 0; i < row.length; i++) {
            sinogram[view * rays.detectors + i] = (float) (weights[view] * row[i]);
        }
    }

    /** The back-projection as a new image. */
    public Image apply(Image sinogram) {
        geometry.sinogram().requireShape("sinogram", sinogram.space());
        Image image = Image.zeros(geometry.image());
        apply(sinogram.data(), image.data());
        return image;
    }
}
