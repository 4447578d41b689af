package org.preimage.uncertainty.prediction;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Exact quantiles of n samples in each pixel. The quantile p is the sample of rank (n + 1) p, counted from 1, and between two
 * samples where that is no whole number. A truth that is one more sample of the same distribution then lies below it with
 * probability p (definition 6 of Hyndman and Fan 1996, Sample quantiles in statistical packages, American Statistician 50).
 */
public final class SampleQuantiles implements PredictiveIntervals {
    private final Space space;
    private final int n;

    /** The samples of a pixel side by side, in order. */
    private final float[] sorted;

    SampleQuantiles(Space space, List<Image> samples) {
        this.space = space;
        this.n = samples.size();
        long length = (long) n * space.length();
        if (n == 0 || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "there are " + n + " samples, but must be 1 to " + (Integer.MAX_VALUE - 8) / space.length());
        }
        this.sorted = new float[(int) length];
        float[][] data = samples.stream().map(Image::data).toArray(float[][]::new);
        Parallel.ranges(space.length(), 256, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int k = 0; k < n; k++) {
                    sorted[i * n + k] = data[k][i];
                }
                Arrays.sort(sorted, i * n, (i + 1) * n);
            }
        });
    }

    @Override
    public Space space() {
        return space;
    }

    /** Samples. */
    public int count() {
        return n;
    }

    /** The k-th smallest sample of a pixel, k from 0. */
    public float ordered(int pixel, int k) {
        return sorted[pixel * n + k];
    }

    /** The highest level below 1 of which n samples tell the interval: (n - 1) / (n + 1), from the first to the last. */
    public double highestLevel() {
        return (n - 1.0) / (n + 1);
    }

    /** The middle of each pixel's samples. */
    public Image median() {
        return quantile(0.5);
    }

    /**
     * The quantile of each pixel.
     *
     * @param p from 1/(n+1) to n/(n+1)
     * @throws IllegalArgumentException if n samples do not tell it
     */
    public Image quantile(double p) {
        double rank = (n + 1) * p;
        // An end of the range that rounding moved is still the end.
        if (!(rank >= 1 - 1e-9 && rank <= n + 1e-9)) {
            throw new IllegalArgumentException("p is " + p + ", but " + n + " samples tell the quantiles from "
                    + 1.0 / (n + 1) + " to " + n / (n + 1.0));
        }
        rank = Math.min(n, Math.max(1, rank));
        int below = Math.min((int) rank, n) - 1;
        int above = Math.min(below + 1, n - 1);
        double part = rank - 1 - below;
        float[] out = new float[space.length()];
        for (int i = 0; i < out.length; i++) {
            float a = sorted[i * n + below];
            float b = sorted[i * n + above];
            out[i] = (float) (a + part * ((double) b - a));
        }
        return new Image(space, out);
    }

    /** As the interface says; levels above {@link #highestLevel} are refused, but for 1. */
    @Override
    public PredictiveInterval at(double level) {
        StandardNormal.requireLevel(level);
        if (level == 1) {
            return new PredictiveInterval(constant(Float.NEGATIVE_INFINITY), constant(Float.POSITIVE_INFINITY), level);
        }
        if (level > highestLevel() + 1e-9) {
            throw new IllegalArgumentException(
                    "level is " + level + ", but " + n + " samples tell intervals up to " + highestLevel());
        }
        return new PredictiveInterval(quantile((1 - level) / 2), quantile((1 + level) / 2), level);
    }

    private Image constant(float value) {
        Image image = Image.zeros(space);
        Arrays.fill(image.data(), value);
        return image;
    }
}
