package org.preimage.reconstruction.posterior;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Mean and variance of each pixel over images that come one by one and are not kept. Complex images count as R<sup>2n</sup>: real
 * and imaginary parts have moments of their own. One thread at a time.
 *
 * <p>With m the mean and S the sum of squared deviations of k - 1 images, the next one x makes
 *
 * <pre>m' = m + (x - m) / k,   S' = S + (x - m) (x - m')</pre>
 *
 * without the cancellation of mean squares (Welford 1962, Note on a method for calculating corrected sums of squares and
 * products, Technometrics 4). All sums are in double precision.
 */
public final class PosteriorMoments {
    private final Space space;
    private final double[] mean;
    private final double[] squares;
    private final double[] within;
    private int count;

    /** @param space of the images */
    public PosteriorMoments(Space space) {
        this.space = space;
        this.mean = new double[space.length()];
        this.squares = new double[mean.length];
        this.within = new double[mean.length];
    }

    /**
     * One more image.
     *
     * @throws IllegalArgumentException if it does not fit or holds NaN or infinite values
     */
    public void add(float[] x) {
        space.require("sample", x);
        new Image(space, x).requireFinite("sample " + (count + 1));
        count++;
        for (int i = 0; i < x.length; i++) {
            double before = x[i] - mean[i];
            mean[i] += before / count;
            squares[i] += before * (x[i] - mean[i]);
        }
    }

    /**
     * One more component of a mixture, as of a network that gives mean and variance for each draw of its weights. By the law of
     * total variance the variance of a pixel is then that of the components' means plus the mean of their variances.
     *
     * @param x the component's mean
     * @param variance the component's variance, finite and not negative
     * @throws IllegalArgumentException if an array does not fit, is not finite, or a variance is negative
     */
    public void add(float[] x, float[] variance) {
        space.require("variance", variance);
        requireVariance("variance of sample " + (count + 1), variance);
        add(x);
        for (int i = 0; i < variance.length; i++) {
            within[i] += variance[i];
        }
    }

    /** Images so far. */
    public int count() {
        return count;
    }

    /**
     * The mean.
     *
     * @throws IllegalStateException before the first image
     */
    public Image mean() {
        if (count == 0) {
            throw new IllegalStateException("the mean of no samples is not known; add at least one");
        }
        float[] out = new float[mean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) mean[i];
        }
        return new Image(space, out);
    }

    /** The standard deviation without further noise, as {@link #standardDeviation(double)} at 0. */
    public Image standardDeviation() {
        return standardDeviation(0);
    }

    /**
     * The standard deviation sqrt(S / (k - 1) + noise) of each pixel.
     *
     * @param noise variance in every pixel that the samples do not have, as the noise that a network learned
     * @throws IllegalArgumentException if it is negative or not finite
     * @throws IllegalStateException before the second image
     */
    public Image standardDeviation(double noise) {
        if (!(noise >= 0) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException("noise variance is " + noise + ", but must be finite and not negative");
        }
        requireTwo();
        float[] out = new float[mean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.sqrt(variance(i) + noise);
        }
        return new Image(space, out);
    }

    /**
     * The same with a variance of its own for each pixel.
     *
     * @param noise variances, in the space of the images
     * @throws IllegalArgumentException if it does not fit, or a variance is negative or not finite
     * @throws IllegalStateException before the second image
     */
    public Image standardDeviation(Image noise) {
        space.requireShape("noise variance", noise.space());
        requireVariance("noise variance", noise.data());
        requireTwo();
        float[] out = new float[mean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.sqrt(variance(i) + noise.data()[i]);
        }
        return new Image(space, out);
    }

    private double variance(int i) {
        return squares[i] / (count - 1) + within[i] / count;
    }

    private void requireTwo() {
        if (count < 2) {
            throw new IllegalStateException(
                    "the number of samples is " + count + ", but a standard deviation needs at least 2");
        }
    }

    private void requireVariance(String name, float[] variance) {
        new Image(space, variance).requireFinite(name);
        for (int i = 0; i < variance.length; i++) {
            if (variance[i] < 0) {
                throw new IllegalArgumentException(
                        name + " is " + variance[i] + " at index " + i + ", but must not be negative");
            }
        }
    }
}
