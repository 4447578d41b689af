package org.preimage.reconstruction.quality;

import java.util.Arrays;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;

/**
 * The distance of an image from the truth, in the usual numbers.
 *
 * @param psnr {@link #psnr}, in dB
 * @param ssim {@link #ssim}; NaN where the image is smaller than its window
 * @param rmse {@link #rmse}
 * @param nrmse {@link #nrmse}
 */
public record ImageQuality(double psnr, double ssim, double rmse, double nrmse) {
    /** Side of the window of {@link #ssim}. */
    public static final int WINDOW = 11;

    private static final double WINDOW_SD = 1.5;
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;
    private static final double[] GAUSSIAN = gaussian();

    /** All measures, the peak being the range of the truth. */
    public static ImageQuality of(Image truth, Image image) {
        return of(truth, image, range(truth));
    }

    /**
     * All measures.
     *
     * @param truth a real image
     * @param image the image judged, of the same shape
     * @param peak the range of values that counts, positive
     * @throws IllegalArgumentException if the shapes differ, an image is complex, or the peak is not positive
     */
    public static ImageQuality of(Image truth, Image image, double peak) {
        requireAlike(truth, image);
        boolean large = truth.space().dimensions() >= 2
                && truth.space().size(0) >= WINDOW
                && truth.space().size(1) >= WINDOW;
        return new ImageQuality(
                psnr(truth, image, peak),
                large ? ssim(truth, image, peak) : Double.NaN,
                rmse(truth, image),
                nrmse(truth, image));
    }

    /**
     * All measures on a part of the image: errors are those of its pixels, SSIM is the mean over the windows whose middle lies
     * in it, the windows themselves reach beyond.
     *
     * @param truth a real image
     * @param image the image judged, of the same shape
     * @param peak the range of values that counts, positive
     * @param region one entry for each pixel
     * @throws IllegalArgumentException if the shapes differ, an image is complex, the peak is not positive, or the region
     *     holds no pixel
     */
    public static ImageQuality on(boolean[] region, Image truth, Image image, double peak) {
        requireAlike(truth, image);
        requirePositive(peak);
        if (region.length != truth.data().length) {
            throw new IllegalArgumentException(
                    "the region has " + region.length + " pixels, but the images have " + truth.data().length);
        }
        double errors = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < region.length; i++) {
            if (region[i]) {
                double d = (double) image.data()[i] - truth.data()[i];
                errors += d * d;
                squares += (double) truth.data()[i] * truth.data()[i];
                count++;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("the region holds no pixel, but must hold at least one");
        }
        double rmse = Math.sqrt(errors / count);
        return new ImageQuality(
                20 * Math.log10(peak / rmse), ssim(region, truth, image, peak), rmse, relative(errors, squares));
    }

    /** |image - truth| / |truth|, the error relative to the truth in the Euclidean norm; 0 for identical images. */
    public static double nrmse(Image truth, Image image) {
        requireAlike(truth, image);
        return relative(Vectors.distanceSquared(image.data(), truth.data()), Vectors.normSquared(truth.data()));
    }

    private static double relative(double errors, double squares) {
        return errors == 0 ? 0 : Math.sqrt(errors / squares);
    }

    /**
     * The range of values max - min.
     *
     * @throws IllegalArgumentException if the image is constant: measures then need a peak
     */
    public static double range(Image truth) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : truth.data()) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        double range = (double) max - min;
        if (!(range > 0)) {
            throw new IllegalArgumentException(
                    "truth is constant or not finite, so its range is no peak; a positive peak is needed");
        }
        return range;
    }

    /** The root mean square error sqrt(1/n sum (image - truth)<sup>2</sup>). */
    public static double rmse(Image truth, Image image) {
        requireAlike(truth, image);
        return Math.sqrt(Vectors.distanceSquared(image.data(), truth.data()) / truth.data().length);
    }

    /** The peak signal-to-noise ratio 20 log<sub>10</sub>(peak / RMSE) in dB; infinite for identical images. */
    public static double psnr(Image truth, Image image, double peak) {
        requirePositive(peak);
        return 20 * Math.log10(peak / rmse(truth, image));
    }

    /**
     * The structural similarity of Wang, Bovik, Sheikh and Simoncelli 2004 (Image quality assessment: from error visibility
     * to structural similarity, equations 13 to 17):
     *
     * <pre>SSIM = (2 m_x m_y + C_1) (2 s_xy + C_2) / ((m_x<sup>2</sup> + m_y<sup>2</sup> + C_1) (s_x<sup>2</sup> + s_y<sup>2</sup> + C_2))</pre>
     *
     * in a circular Gaussian window of 11 x 11 pixels and standard deviation 1.5 whose weights sum to 1 (so the variances
     * are the weighted means of squares less the squared means, without Bessel's correction), C_i = (K_i peak)<sup>2</sup>,
     * K_1 = 0.01, K_2 = 0.03, averaged over the positions where the window lies inside the image. The planes of the first
     * two axes are measured each for itself and averaged.
     *
     * @throws IllegalArgumentException if the shapes differ, an image is complex or smaller than the window, or the peak is
     *     not positive
     */
    public static double ssim(Image truth, Image image, double peak) {
        return ssim(null, truth, image, peak);
    }

    /** The mean over the windows whose middle lies in the region; NaN if there are none. All windows count for null. */
    private static double ssim(boolean[] region, Image truth, Image image, double peak) {
        requireAlike(truth, image);
        requirePositive(peak);
        if (truth.space().dimensions() < 2
                || truth.space().size(0) < WINDOW
                || truth.space().size(1) < WINDOW) {
            throw new IllegalArgumentException(
                    "the images are " + truth.space() + ", but SSIM needs at least 11 x 11 pixels");
        }
        int nx = truth.space().size(0);
        int ny = truth.space().size(1);
        int planes = truth.data().length / (nx * ny);
        double sum = 0;
        long count = 0;
        for (int p = 0; p < planes; p++) {
            double[] map = plane(truth.data(), image.data(), p * nx * ny, nx, ny, peak);
            int columns = nx - WINDOW + 1;
            for (int i = 0; i < map.length; i++) {
                int middle = (p * ny + i / columns + WINDOW / 2) * nx + i % columns + WINDOW / 2;
                if (region == null || region[middle]) {
                    sum += map[i];
                    count++;
                }
            }
        }
        return sum / count;
    }

    /** The similarity at each position of the window, (nx - 10) x (ny - 10) values. */
    private static double[] plane(float[] x, float[] y, int offset, int nx, int ny, double peak) {
        double[] a = new double[nx * ny];
        double[] b = new double[nx * ny];
        double[] aa = new double[nx * ny];
        double[] bb = new double[nx * ny];
        double[] ab = new double[nx * ny];
        for (int i = 0; i < a.length; i++) {
            a[i] = x[offset + i];
            b[i] = y[offset + i];
            aa[i] = a[i] * a[i];
            bb[i] = b[i] * b[i];
            ab[i] = a[i] * b[i];
        }
        a = blur(a, nx, ny);
        b = blur(b, nx, ny);
        aa = blur(aa, nx, ny);
        bb = blur(bb, nx, ny);
        ab = blur(ab, nx, ny);
        double c1 = K1 * peak * K1 * peak;
        double c2 = K2 * peak * K2 * peak;
        double[] map = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double mm = a[i] * b[i];
            double squares = a[i] * a[i] + b[i] * b[i];
            map[i] = (2 * mm + c1) * (2 * (ab[i] - mm) + c2) / ((squares + c1) * (aa[i] + bb[i] - squares + c2));
        }
        return map;
    }

    /** Correlation with the window where it lies inside: (nx - 10) x (ny - 10) values. */
    private static double[] blur(double[] v, int nx, int ny) {
        int mx = nx - WINDOW + 1;
        int my = ny - WINDOW + 1;
        double[] rows = new double[mx * ny];
        for (int r = 0; r < ny; r++) {
            for (int k = 0; k < WINDOW; k++) {
                for (int c = 0; c < mx; c++) {
                    rows[r * mx + c] += GAUSSIAN[k] * v[r * nx + c + k];
                }
            }
        }
        double[] out = new double[mx * my];
        for (int r = 0; r < my; r++) {
            for (int k = 0; k < WINDOW; k++) {
                for (int c = 0; c < mx; c++) {
                    out[r * mx + c] += GAUSSIAN[k] * rows[(r + k) * mx + c];
                }
            }
        }
        return out;
    }

    private static double[] gaussian() {
        double[] w = new double[WINDOW];
        for (int k = 0; k < WINDOW; k++) {
            double d = k - (WINDOW - 1) / 2.0;
            w[k] = Math.exp(-d * d / (2 * WINDOW_SD * WINDOW_SD));
        }
        double sum = Arrays.stream(w).sum();
        return Arrays.stream(w).map(v -> v / sum).toArray();
    }

    private static void requireAlike(Image truth, Image image) {
        truth.space().requireShape("image", image.space());
        if (truth.space().field() == Field.COMPLEX) {
            throw new IllegalArgumentException("the images are complex, but must be real; take magnitudes first");
        }
    }

    private static void requirePositive(double peak) {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("peak is " + peak + ", but must be positive and finite");
        }
    }
}
