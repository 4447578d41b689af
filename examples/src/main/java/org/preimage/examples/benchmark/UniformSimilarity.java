package org.preimage.examples.benchmark;

import org.preimage.operators.space.Image;

/**
 * Structural similarity as many published tables have it, which were made with scikit-image's defaults: in uniform windows of 7
 * x 7 pixels with sample variances (divided by n - 1), K<sub>1</sub> = 0.01, K<sub>2</sub> = 0.03, averaged over the windows
 * that lie inside the image. {@link org.preimage.reconstruction.quality.ImageQuality#ssim} has the Gaussian windows of Wang et
 * al. 2004 in their place, which differs by about 0.02.
 */
final class UniformSimilarity {
    private static final int SIDE = 7;
    private static final int COUNT = SIDE * SIDE;
    private static final double BESSEL = COUNT / (COUNT - 1.0);

    private UniformSimilarity() {}

    /**
     * Compares two real images of the plane of one shape, at least 7 x 7 pixels.
     *
     * @param range of values that C<sub>i</sub> = (K<sub>i</sub> range)<sup>2</sup> refer to, positive
     */
    static double of(Image truth, Image image, double range) {
        truth.space().requireShape("image", image.space());
        int nx = truth.space().size(0);
        int ny = truth.space().size(1);
        if (nx < SIDE || ny < SIDE || !(range > 0)) {
            throw new IllegalArgumentException("the images are " + nx + " x " + ny + " pixels of range " + range
                    + ", but need 7 x 7 and a positive range");
        }
        double c1 = 0.01 * range * 0.01 * range;
        double c2 = 0.03 * range * 0.03 * range;
        double sum = 0;
        for (int r = 0; r + SIDE <= ny; r++) {
            for (int c = 0; c + SIDE <= nx; c++) {
                sum += window(truth.data(), image.data(), r * nx + c, nx, c1, c2);
            }
        }
        return sum / ((ny - SIDE + 1) * (nx - SIDE + 1));
    }

    private static double window(float[] x, float[] y, int corner, int nx, double c1, double c2) {
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        for (int j = 0; j < SIDE; j++) {
            for (int i = corner + j * nx; i < corner + j * nx + SIDE; i++) {
                double a = x[i];
                double b = y[i];
                sx += a;
                sy += b;
                sxx += a * a;
                syy += b * b;
                sxy += a * b;
            }
        }
        double mx = sx / COUNT;
        double my = sy / COUNT;
        double variances = BESSEL * ((sxx + syy) / COUNT - mx * mx - my * my);
        double covariance = BESSEL * (sxy / COUNT - mx * my);
        return (2 * mx * my + c1) * (2 * covariance + c2) / ((mx * mx + my * my + c1) * (variances + c2));
    }
}
