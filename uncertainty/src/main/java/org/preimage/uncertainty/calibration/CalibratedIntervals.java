package org.preimage.uncertainty.calibration;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.uncertainty.prediction.GaussianIntervals;
import org.preimage.uncertainty.prediction.PredictiveInterval;
import org.preimage.uncertainty.prediction.PredictiveIntervals;

/** [mean + lower sd, mean + upper sd] with the multiples of a calibration. */
record CalibratedIntervals(GaussianIntervals claimed, Calibration calibration) implements PredictiveIntervals {
    CalibratedIntervals(Image mean, Image standardDeviation, Calibration calibration) {
        this(new GaussianIntervals(mean, standardDeviation), calibration);
    }

    @Override
    public Space space() {
        return claimed.space();
    }

    @Override
    public PredictiveInterval at(double level) {
        Calibration.Multiples m = calibration.multiples(level);
        return claimed.between(m.lower(), m.upper(), level);
    }
}
