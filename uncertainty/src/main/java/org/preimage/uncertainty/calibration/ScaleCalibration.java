package org.preimage.uncertainty.calibration;

import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;

/**
 * The Gaussian with all standard deviations multiplied by one factor. The errors stay Gaussian by assumption, so that coverage may still
 * be off where they are not.
 *
 * @param factor positive and finite; 1 leaves everything as it is
 */
public record ScaleCalibration(double factor) implements Calibration {
    /** What was claimed, as it is. */
    public static final ScaleCalibration NONE = new ScaleCalibration(1);

    /** @throws IllegalArgumentException if the factor is not positive and finite */
    public ScaleCalibration {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be positive and finite");
        }
    }

    /**
     * The factor of most Gaussian likelihood, which has a closed form: the root of the mean of ((y - m) / s)<sup>2</sup> over the pixels
     * (Laves et al. 2020, Well-calibrated regression uncertainty in medical imaging with deep learning, MIDL). Pixels with
     * neither standard deviation nor error say nothing about it and do not count.
     *
     * @param validation at least one prediction
     * @throws IllegalArgumentException if a pixel has an error and a standard deviation of 0, which no factor repairs, or if no
     *     pixel counts, or none has an error
     */
    public static ScaleCalibration fit(List<Assessment> validation) {
        double sum = 0;
        long counted = 0;
        long impossible = 0;
        for (Assessment a : validation) {
            for (int i = 0; i < a.pixels(); i++) {
                double z = a.standardisedError(i);
                if (Double.isInfinite(z)) {
                    impossible++;
                } else if (a.deviation(i) > 0) {
                    sum += z * z;
                    counted++;
                }
            }
        }
        if (impossible > 0) {
            throw new IllegalArgumentException("standardDeviation is 0 at " + impossible
                    + " pixels that have an error, but must be positive there: no factor repairs it"
                    + " (PosteriorEstimate.atLeast gives a least one)");
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("the validation set has " + counted
                    + " pixels with a standard deviation and no error in them, but a factor needs errors");
        }
        return new ScaleCalibration(Math.sqrt(sum / counted));
    }

    @Override
    public Multiples multiples(double level) {
        double q = factor * StandardNormal.halfWidth(level);
        return new Multiples(-q, q);
    }

    /** The same at each level. */
    @Override
    public double factor(double level) {
        Calibration.super.factor(level);
        return factor;
    }

    /** The estimate with its standard deviations multiplied. */
    public PosteriorEstimate apply(PosteriorEstimate estimate) {
        Image sd = estimate.standardDeviation().copy();
        for (int i = 0; i < sd.data().length; i++) {
            sd.data()[i] = (float) (factor * sd.data()[i]);
        }
        return new PosteriorEstimate(estimate.reconstruction(), sd, estimate.samples());
    }
}
