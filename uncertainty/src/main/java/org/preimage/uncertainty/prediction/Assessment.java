package org.preimage.uncertainty.prediction;

import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * A prediction with the truth it is judged by.
 *
 * @param mean finite
 * @param standardDeviation finite and not negative
 * @param truth finite
 */
public record Assessment(Image mean, Image standardDeviation, Image truth) {
    /** @throws IllegalArgumentException if shapes differ, a value is not finite, or a standard deviation is negative */
    public Assessment {
        mean.space().requireShape("standardDeviation", standardDeviation.space());
        mean.space().requireShape("truth", truth.space());
        mean.requireFinite("mean");
        standardDeviation.requireFinite("standardDeviation");
        truth.requireFinite("truth");
        Deviations.require(standardDeviation);
    }

    /** That of an estimate. */
    public Assessment(PosteriorEstimate estimate, Image truth) {
        this(estimate.mean(), estimate.standardDeviation(), truth);
    }

    /**
     * All pixels of several, one after the other, as one list.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Assessment joined(List<Assessment> all) {
        long length = all.stream().mapToLong(Assessment::pixels).sum();
        if (length == 0 || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("there are " + length + " pixels to join, but must be 1 to 2^31");
        }
        Space space = Space.vector((int) length);
        Image mean = Image.zeros(space);
        Image sd = Image.zeros(space);
        Image truth = Image.zeros(space);
        int at = 0;
        for (Assessment a : all) {
            System.arraycopy(a.mean.data(), 0, mean.data(), at, a.pixels());
            System.arraycopy(a.standardDeviation.data(), 0, sd.data(), at, a.pixels());
            System.arraycopy(a.truth.data(), 0, truth.data(), at, a.pixels());
            at += a.pixels();
        }
        return new Assessment(mean, sd, truth);
    }

    /**
     * The pixels of a region, as a list.
     *
     * @param region one entry for each float
     * @throws IllegalArgumentException if its length does not fit, or it holds no pixel
     */
    public Assessment on(boolean[] region) {
        if (region.length != pixels()) {
            throw new IllegalArgumentException(
                    "the region has " + region.length + " pixels, but the images have " + pixels());
        }
        int count = 0;
        for (boolean in : region) {
            count += in ? 1 : 0;
        }
        if (count == 0) {
            throw new IllegalArgumentException("the region holds no pixel, but must hold at least one");
        }
        Space space = Space.vector(count);
        return new Assessment(
                part(mean, region, space), part(standardDeviation, region, space), part(truth, region, space));
    }

    private static Image part(Image image, boolean[] region, Space space) {
        Image out = Image.zeros(space);
        int k = 0;
        for (int i = 0; i < region.length; i++) {
            if (region[i]) {
                out.data()[k++] = image.data()[i];
            }
        }
        return out;
    }

    /**
     * The same with all standard deviations multiplied by a factor.
     *
     * @param factor positive and finite
     * @throws IllegalArgumentException if it is not
     */
    public Assessment scaled(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be positive and finite");
        }
        Image sd = standardDeviation.copy();
        for (int i = 0; i < sd.data().length; i++) {
            sd.data()[i] = (float) (factor * sd.data()[i]);
        }
        return new Assessment(mean, sd, truth);
    }

    /** Floats in each image. */
    public int pixels() {
        return mean.data().length;
    }

    /** truth - mean. */
    public double error(int i) {
        return (double) truth.data()[i] - mean.data()[i];
    }

    /** The claimed standard deviation. */
    public double deviation(int i) {
        return standardDeviation.data()[i];
    }

    /** error / deviation: 0 where there is no error, infinite where there is one and the standard deviation is 0. */
    public double standardisedError(int i) {
        return Deviations.standardised(error(i), deviation(i));
    }
}
