package org.preimage.uncertainty.score;

import java.util.List;
import org.preimage.operators.space.Image;

/**
 * The logarithm of the density that a Gaussian with dependent pixels gave the truth, per pixel, in nats; higher is better:
 *
 * <pre>1/n (-1/2 &lt;e, C<sup>-1</sup> e&gt; - 1/2 log det C - n/2 log 2 pi),   e = truth - mean.</pre>
 *
 * <p>Independent noise of the same variance in each pixel may be added to C: without it a covariance from few samples has no density.
 * What is compared should have the same noise.
 */
public final class JointLogLikelihood {
    private JointLogLikelihood() {}

    /**
     * Of a covariance that is known.
     *
     * @param error e
     * @param covariance C, row by row; not changed
     * @param noise added to its diagonal
     * @throws IllegalArgumentException if the length does not fit or the sum is not positive definite
     */
    public static double gaussian(double[] error, double[] covariance, double noise) {
        int n = error.length;
        if (covariance.length != n * n) {
            throw new IllegalArgumentException(
                    "the covariance has " + covariance.length + " entries, but " + n + " pixels need " + n * n);
        }
        double[] factor = covariance.clone();
        double[] solved = error.clone();
        double logs = 0;
        for (int i = 0; i < n; i++) {
            factor[i * n + i] += noise;
            for (int j = 0; j <= i; j++) {
                double rest = factor[i * n + j] - dot(factor, i * n, j * n, j);
                if (j < i) {
                    factor[i * n + j] = rest / factor[j * n + j];
                } else if (rest > 0) {
                    factor[i * n + i] = Math.sqrt(rest);
                } else {
                    throw new IllegalArgumentException("the covariance of " + n + " pixels with noise of variance "
                            + noise + " is not positive definite, but a density needs that");
                }
            }
            double rest = solved[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i * n + j] * solved[j];
            }
            solved[i] = rest / factor[i * n + i];
            logs += Math.log(factor[i * n + i]);
        }
        return (-0.5 * dot(solved, solved) - logs) / n - 0.5 * Math.log(2 * Math.PI);
    }

    /**
     * Of square patches that are independent of each other: the mean over all pixels of patches that tile the image from its first pixel
     * on, the last ones smaller where the size does not divide it. For images too large for the covariance of all pixels.
     *
     * @param mean of a plane image
     * @param samples about it, from which each patch has its covariance, 1/S sum (x - mean)(x - mean)*
     * @param truth in the same space
     * @param side of patches in pixels
     * @param noise variance added to each pixel, positive where there are no more samples than pixels in a patch
     * @throws IllegalArgumentException if shapes differ, the image is not plane, or a covariance is not positive definite
     */
    public static double patches(Image mean, List<Image> samples, Image truth, int side, double noise) {
        mean.space().requireShape("truth", truth.space());
        if (mean.space().dimensions() != 2 || side < 1 || samples.isEmpty()) {
            throw new IllegalArgumentException("the image has " + mean.space().dimensions() + " axes, patches have "
                    + side + " pixels a side and there are " + samples.size()
                    + " samples, but 2 axes, at least 1 pixel and 1 sample are needed");
        }
        samples.forEach(s -> mean.space().requireShape("sample", s.space()));
        int nx = mean.space().size(0);
        int ny = mean.space().size(1);
        double sum = 0;
        for (int y = 0; y < ny; y += side) {
            for (int x = 0; x < nx; x += side) {
                int[] pixels = pixels(nx, x, Math.min(nx, x + side), y, Math.min(ny, y + side));
                sum += pixels.length * patch(mean, samples, truth, pixels, noise);
            }
        }
        return sum / mean.data().length;
    }

    private static int[] pixels(int nx, int x0, int x1, int y0, int y1) {
        int[] out = new int[(x1 - x0) * (y1 - y0)];
        int k = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                out[k++] = y * nx + x;
            }
        }
        return out;
    }

    private static double patch(Image mean, List<Image> samples, Image truth, int[] pixels, double noise) {
        int n = pixels.length;
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            error[i] = (double) truth.data()[pixels[i]] - mean.data()[pixels[i]];
        }
        double[] covariance = new double[n * n];
        double[] d = new double[n];
        for (Image sample : samples) {
            for (int i = 0; i < n; i++) {
                d[i] = (double) sample.data()[pixels[i]] - mean.data()[pixels[i]];
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i * n + j] += d[i] * d[j] / samples.size();
                }
            }
        }
        return gaussian(error, covariance, noise);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Of parts of one array, in four sums that do not wait for each other. */
    private static double dot(double[] x, int a, int b, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += x[a + i] * x[b + i];
            s1 += x[a + i + 1] * x[b + i + 1];
            s2 += x[a + i + 2] * x[b + i + 2];
            s3 += x[a + i + 3] * x[b + i + 3];
        }
        for (; i < n; i++) {
            s0 += x[a + i] * x[b + i];
        }
        return s0 + s1 + s2 + s3;
    }
}
