package org.preimage.examples.benchmark;

import java.util.Arrays;
import org.preimage.operators.space.Image;

/**
 * The part of an image that is compared.
 *
 * @param inside one entry for each pixel; not copied
 */
record Region(boolean[] inside) {
    /** Pixels on each side over which {@link #object} takes the mean. */
    static final int REACH = 3;

    /**
     * The object: where the mean over 7 x 7 pixels exceeds a fraction of its largest value. Air around it, where there is
     * noise only, then does not count.
     *
     * @param reference a real plane image that is not negative
     * @param fraction as 0.1
     */
    static Region object(Image reference, double fraction) {
        int nx = reference.space().size(0);
        int ny = reference.space().size(1);
        double[] mean = smoothed(reference.data(), nx, ny);
        double threshold = fraction * Arrays.stream(mean).max().orElseThrow();
        boolean[] inside = new boolean[nx * ny];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = mean[i] > threshold;
        }
        return new Region(inside);
    }

    private static double[] smoothed(float[] v, int nx, int ny) {
        double[] mean = new double[nx * ny];
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                double sum = 0;
                for (int j = Math.max(0, y - REACH); j <= Math.min(ny - 1, y + REACH); j++) {
                    for (int i = Math.max(0, x - REACH); i <= Math.min(nx - 1, x + REACH); i++) {
                        sum += v[j * nx + i];
                    }
                }
                mean[y * nx + x] = sum / ((2 * REACH + 1) * (2 * REACH + 1));
            }
        }
        return mean;
    }

    /** An image with zeros outside. */
    Image cut(Image image) {
        Image out = image.copy();
        for (int i = 0; i < inside.length; i++) {
            out.data()[i] = inside[i] ? out.data()[i] : 0;
        }
        return out;
    }
}
