package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.parallel.Parallel;

/**
 * The normal operator A* A of Joseph's parallel-beam projector as a convolution of the image, by fast transforms: O(N<sup>2</sup>
 * log N) whatever the number of views.
 *
 * <p>A pixel's footprint in view t is a triangle of height h / m and half-width h m, m = max(|cos t|, |sin t|). Two pixels
 * that lie (x, y) pixels apart share the sum over the cells of the product of their footprints. With the integral over the
 * detector, of cells d apart, in place of the sum, that is
 *
 * <p>K(x, y) = sum over t of h<sup>3</sup> / (d m) B((x cos t + y sin t) / m),
 *
 * <p>B the cubic B-spline, the triangle's autocorrelation. K is positive definite, so this operator is symmetric and positive
 * semidefinite up to rounding, and exact for the average over all places of the rotation axis within a cell.
 *
 * <p>So it is the normal operator of a detector that measures between its cells as well, and {@link #rightSide} is what belongs
 * to it: data between cells by their band limit. The two together are a least-squares problem of their own, the continuous
 * one. The sampled A* A differs at the highest frequencies, where pixels that fall between cells count differently from
 * pixels that fall on them: for white noise by 10 to 30 % with cells as wide as pixels and 1 to 7 % with cells of half a
 * pixel, less with more views; for a phantom by 0.3 to 2 %. Therefore A* b by the projector's own adjoint does not go with
 * this operator: where it answers little, the difference is all there is, and iterations diverge from the image.
 *
 * <p>R. H. Chan and M. K. Ng, Conjugate gradient methods for Toeplitz systems, SIAM Review 38, 1996; for tomography by
 * J. A. Fessler and S. D. Booth, Conjugate-gradient preconditioning methods for shift-variant PET image reconstruction, IEEE
 * Trans. Image Process. 8, 1999.
 */
public final class ConvolutionNormal extends LinearOperator {
    private final int nx;
    private final int ny;
    private final HalfPlane plane;
    private final GriddingBackprojection footprints;

    /** The transform of K over the number of grid points, real, column after column. */
    private final float[] spectrum;

    /**
     * @param beam of slices or of a stack, each slice by itself
     * @throws IllegalArgumentException if part of a pixel's footprint falls beside the detector in any view: there A* A is no
     *     convolution
     */
    public ConvolutionNormal(ParallelBeam beam) {
        super(beam.image(), beam.image());
        Rays rays = new Rays(beam);
        nx = rays.nx;
        ny = rays.ny;
        requireCovered(rays);
        plane = new HalfPlane(nx, ny, LineTransform.fastLength(2 * nx - 1), LineTransform.fastLength(2 * ny - 1), 0, 0);
        spectrum = spectrum(rays);
        footprints = GriddingBackprojection.footprints(beam);
    }

    private static void requireCovered(Rays rays) {
        double need = 0;
        for (int t = 0; t < rays.views; t++) {
            double corner = ((rays.nx - 1) * Math.abs(rays.cos[t]) + (rays.ny - 1) * Math.abs(rays.sin[t])) / 2;
            need = Math.max(need, (corner + rays.major(t)) / rays.ratio);
        }
        double have = Math.min(rays.center, rays.detectors - 1 - rays.center) + 1;
        if (need > have) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the detector reaches %.1f cells to one side of the axis, but must reach %.1f cells to either side to"
                            + " see all of the image: only then the normal operator is a convolution",
                    have - 1,
                    Math.ceil(10 * (need - 1)) / 10));
        }
    }

    /** The cubic B-spline. */
    private static double spline(double x) {
        double a = Math.abs(x);
        return a >= 2 ? 0 : a >= 1 ? (2 - a) * (2 - a) * (2 - a) / 6 : 2 / 3.0 - a * a + a * a * a / 2;
    }

    private float[] spectrum(Rays rays) {
        int width = plane.width();
        int height = plane.height();
        double[] kernel = new double[(2 * nx - 1) * (2 * ny - 1)];
        double pixel = rays.pixel * rays.pixel / rays.ratio;
        // Threads own lines of differences along y; along each a view is a short ridge, or runs across all of it.
        Parallel.ranges(2 * ny - 1, 16, (from, to) -> {
            for (int line = from; line < to; line++) {
                // Rows count downwards.
                double y = ny - 1 - line;
                for (int t = 0; t < rays.views; t++) {
                    double m = rays.major(t);
                    double c = rays.cos[t] / m;
                    double s = rays.sin[t] / m;
                    double factor = pixel / m;
                    // |x c + y s| < 2.
                    double low = 1 - nx;
                    double high = nx - 1;
                    if (Math.abs(c) > 1e-9) {
                        double middle = -y * s / c;
                        double reach = 2 / Math.abs(c);
                        low = Math.max(low, Math.ceil(middle - reach));
                        high = Math.min(high, Math.floor(middle + reach));
                    }
                    for (int x = (int) low; x <= high; x++) {
                        kernel[line * (2 * nx - 1) + x + nx - 1] += factor * spline(x * c + y * s);
                    }
                }
            }
        });
        // The grid's origin is the difference 0; a plane of its own holds all differences.
        HalfPlane all = new HalfPlane(2 * nx - 1, 2 * ny - 1, width, height, nx - 1, ny - 1);
        float[] real = new float[kernel.length];
        double scale = 1.0 / ((double) width * height);
        for (int i = 0; i < real.length; i++) {
            real[i] = (float) (kernel[i] * scale);
        }
        float[] rows = all.rows();
        all.forward(real, 0, rows);
        float[] spectrum = new float[plane.columns() * height];
        int together = HalfPlane.TOGETHER;
        Parallel.ranges(plane.columns(), together, (from, to) -> all.vertical().use(fft -> {
            float[] columns = new float[2 * height * together];
            for (int first = from; first < to; first += together) {
                int last = Math.min(to, first + together);
                all.rowsToColumns(fft, rows, first, last, columns, 2 * height);
                for (int i = 0; i < (last - first) * height; i++) {
                    // K is even, so its transform is real; and not negative but for what the image's edges cut off.
                    spectrum[first * height + i] = columns[2 * i];
                }
            }
        }));
        return spectrum;
    }

    /**
     * The right-hand side that goes with this operator: (1 / d) times the integral over the detector of each pixel's footprint
     * times the data, summed over the views. Between cells the data are interpolated by their band limit.
     *
     * @param data values of the beam's sinogram
     */
    public float[] rightSide(float[] data) {
        float[] right = domain().zeros();
        footprints.apply(data, right);
        return right;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] rows = plane.rows();
        float[] ones = new float[Math.max(nx, ny)];
        Arrays.fill(ones, 1);
        int height = plane.height();
        int together = HalfPlane.TOGETHER;
        for (int offset = 0; offset < x.length; offset += nx * ny) {
            plane.forward(x, offset, rows);
            Parallel.ranges(
                    plane.columns(), together, (from, to) -> plane.vertical().use(fft -> {
                        float[] columns = new float[2 * height * together];
                        for (int first = from; first < to; first += together) {
                            int last = Math.min(to, first + together);
                            plane.rowsToColumns(fft, rows, first, last, columns, 2 * height);
                            for (int i = 0; i < (last - first) * height; i++) {
                                float factor = spectrum[first * height + i];
                                columns[2 * i] *= factor;
                                columns[2 * i + 1] *= factor;
                            }
                            plane.columnsToRows(fft, columns, 2 * height, first, last, rows);
                        }
                    }));
            plane.inverse(rows, out, offset, ones, ones);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }
}
