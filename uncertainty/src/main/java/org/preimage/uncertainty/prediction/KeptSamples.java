package org.preimage.uncertainty.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Images of a posterior, kept one by one: a sink for samplers. */
public final class KeptSamples implements Consumer<float[]> {
    private final Space space;
    private final List<Image> samples = new ArrayList<>();

    /** @param space of the images */
    public KeptSamples(Space space) {
        this.space = space;
    }

    /**
     * Keeps a copy of an image.
     *
     * @throws IllegalArgumentException if it does not fit or is not finite
     */
    @Override
    public void accept(float[] x) {
        space.require("sample", x);
        Image image = new Image(space, x.clone());
        image.requireFinite("sample " + (samples.size() + 1));
        samples.add(image);
    }

    /** Of the images. */
    public Space space() {
        return space;
    }

    /** Images kept. */
    public int count() {
        return samples.size();
    }

    /** All images, not copied. */
    public List<Image> images() {
        return List.copyOf(samples);
    }

    /**
     * The same images, each with Gaussian noise of its own: samples of what is predicted, where these are of what is predicted but
     * for noise.
     *
     * @param variance of the noise in every pixel, finite and not negative
     * @throws IllegalArgumentException if it is not
     */
    public KeptSamples withNoise(double variance, RandomGenerator random) {
        if (!(variance >= 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException("variance is " + variance + ", but must be finite and not negative");
        }
        double sd = Math.sqrt(variance);
        KeptSamples out = new KeptSamples(space);
        for (Image image : samples) {
            float[] x = image.data().clone();
            for (int i = 0; i < x.length; i++) {
                x[i] += (float) (sd * random.nextGaussian());
            }
            out.samples.add(new Image(space, x));
        }
        return out;
    }

    /**
     * Their quantiles in each pixel.
     *
     * @throws IllegalArgumentException if there are none, or too many for one array
     */
    public SampleQuantiles quantiles() {
        return new SampleQuantiles(space, samples);
    }
}
