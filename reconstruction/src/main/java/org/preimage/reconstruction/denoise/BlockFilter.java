package org.preimage.reconstruction.denoise;

import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;

/**
 * One stage of {@link Bm3d} on a plane: for every reference block, the stack of similar blocks is transformed, shrunk and put
 * back, and each pixel becomes the weighted mean of all its estimates.
 *
 * <p>Rows of reference blocks are worked on in strips of fixed height, whose sums are added in order: the result does not depend
 * on the number of threads.
 *
 * @param block side of a block, pixels; less for smaller images
 * @param step from one reference block to the next, pixels
 * @param most blocks in a stack at most, a power of 2
 * @param similar mean squared difference of similar blocks, relative to the squared range of the image over 255
 * @param noise the same relative to the noise's variance; the larger one counts
 * @param spline whether the transform of blocks is the spline wavelet, else the cosine transform
 * @param coarse blocks are compared by their cosine coefficients above this many times sigma; 0 to compare pixels
 * @param shrinkage coefficients below this many times sigma are set to zero; 0 for Wiener's filter
 */
record BlockFilter(
        int block, int step, int most, double similar, double noise, boolean spline, double coarse, double shrinkage) {
    /** Pixels to each side in which similar blocks are searched. */
    private static final int RADIUS = 19;

    /** Rows of reference blocks in a strip. */
    private static final int STRIP = 8;

    /** The window's parameter beta. */
    private static final double BETA = 2;

    /**
     * Filters a plane.
     *
     * @param noisy the plane, row by row
     * @param guide where blocks are compared, and for Wiener's filter an estimate of the image
     * @param nx columns
     * @param sigma standard deviation of the noise
     * @param range of the image
     */
    float[] filter(float[] noisy, float[] guide, int nx, double sigma, double range) {
        int ny = noisy.length / nx;
        BlockTransform alongX = transform(Math.min(block, nx));
        BlockTransform alongY = transform(Math.min(block, ny));
        int[] columns = grid(nx, alongX.n());
        int[] rows = grid(ny, alongY.n());
        float[] window = window(alongX.n(), alongY.n());
        double scale = range / 255;
        double threshold = Math.max(similar * scale * scale, noise * sigma * sigma) * alongX.n() * alongY.n();
        CoefficientMatching coefficients = coarse > 0
                ? new CoefficientMatching(
                        guide, nx, BlockTransform.cosine(alongX.n()), BlockTransform.cosine(alongY.n()), coarse * sigma)
                : null;
        int strips = (rows.length + STRIP - 1) / STRIP;
        float[][] sums = new float[strips][];
        float[][] weights = new float[strips][];
        int[] origins = new int[strips];
        Parallel.ranges(strips, 1, (from, to) -> {
            NearestBlocks nearest = new NearestBlocks(nx, columns, most, threshold);
            Matching matching = coefficients != null
                    ? coefficients.search(RADIUS, columns, nearest)
                    : new BlockMatching(guide, nx, alongX.n(), alongY.n(), RADIUS, nearest);
            BlockStack stack = new BlockStack(alongX, alongY, most);
            BlockStack pilot = shrinkage > 0 ? null : new BlockStack(alongX, alongY, most);
            for (int s = from; s < to; s++) {
                int last = Math.min(rows.length, (s + 1) * STRIP);
                int top = Math.max(0, rows[s * STRIP] - RADIUS);
                int bottom = Math.min(ny, rows[last - 1] + RADIUS + alongY.n());
                origins[s] = top * nx;
                sums[s] = new float[(bottom - top) * nx];
                weights[s] = new float[(bottom - top) * nx];
                for (int r = s * STRIP; r < last; r++) {
                    matching.find(rows[r]);
                    for (int i = 0; i < columns.length; i++) {
                        int n = Integer.highestOneBit(nearest.count(i));
                        stack.transform(noisy, nx, nearest, i, n);
                        int entries = n * window.length;
                        double weight;
                        if (pilot == null) {
                            weight = threshold(stack.coefficients(), entries, (float) (shrinkage * sigma));
                        } else {
                            pilot.transform(guide, nx, nearest, i, n);
                            weight = wiener(
                                    stack.coefficients(), pilot.coefficients(), entries, (float) (sigma * sigma));
                        }
                        stack.addBack(nx, nearest, i, n, window, (float) weight, sums[s], weights[s], origins[s]);
                    }
                }
            }
        });
        return mean(sums, weights, origins, noisy.length, nx);
    }

    private BlockTransform transform(int n) {
        return spline ? BlockTransform.spline(n) : BlockTransform.cosine(n);
    }

    /** Where reference blocks begin: every {@link #step}, and as far on as they fit. */
    private int[] grid(int size, int side) {
        int last = size - side;
        return IntStream.concat(IntStream.iterate(0, x -> x < last, x -> x + step), IntStream.of(last))
                .toArray();
    }

    /** Sets small coefficients to zero; returns the weight 1 / (number left), which the noise left is proportional to. */
    private static double threshold(float[] c, int n, float least) {
        int left = 1;
        // The first coefficient, which holds the mean, stays: then adding a constant to the image adds it to the
        // result.
        for (int k = 1; k < n; k++) {
            boolean keep = Math.abs(c[k]) >= least;
            c[k] = keep ? c[k] : 0;
            left += keep ? 1 : 0;
        }
        return 1.0 / left;
    }

    /** Wiener's filter p^2 / (p^2 + sigma^2); returns the weight 1 / (sum of its squares). */
    private static double wiener(float[] c, float[] p, int n, float variance) {
        float sum = 1;
        for (int k = 1; k < n; k++) {
            float energy = p[k] * p[k];
            float gain = energy / (energy + variance);
            c[k] *= gain;
            sum += gain * gain;
        }
        return 1.0 / sum;
    }

    private static float[] mean(float[][] sums, float[][] weights, int[] origins, int length, int nx) {
        float[] out = new float[length];
        float[] total = new float[length];
        for (int s = 0; s < sums.length; s++) {
            for (int i = 0, j = origins[s]; i < sums[s].length; i++, j++) {
                out[j] += sums[s][i];
                total[j] += weights[s][i];
            }
        }
        for (int i = 0; i < length; i++) {
            out[i] /= total[i];
        }
        return out;
    }

    /** The product of two Kaiser windows, which lessens the weight of a block's border. */
    private static float[] window(int width, int height) {
        double[] x = kaiser(width);
        double[] y = kaiser(height);
        float[] window = new float[width * height];
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                window[v * width + u] = (float) (x[u] * y[v]);
            }
        }
        return window;
    }

    private static double[] kaiser(int n) {
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            double t = n == 1 ? 0 : 2.0 * i / (n - 1) - 1;
            w[i] = bessel(BETA * Math.sqrt(1 - t * t)) / bessel(BETA);
        }
        return w;
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
