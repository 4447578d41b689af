package org.preimage.priors.training;

import java.util.Map;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** What is minimised: the mean over numbered samples of a loss that depends on weights. Immutable, for several threads. */
public interface Objective {
    /** The weights. */
    Layout layout();

    /** How they begin where the layout's laws are not meant, as pretrained; null otherwise. */
    default float[] start() {
        return null;
    }

    /**
     * The mean loss over consecutive samples.
     *
     * @param tape holds the weights
     * @param from number of the first sample; each number is another draw
     * @param count samples at once
     * @return a tensor of one value
     */
    Var loss(Tape tape, long from, int count);

    /**
     * Measures how good weights are on data apart from training: larger is better, as a mean PSNR in dB.
     *
     * @param device where it is computed
     */
    double validate(Weights weights, ComputeDevice device);

    /** What {@link #validate} gives, as "PSNR in dB". */
    String measure();

    /** Figures by name on data for tests, which neither training nor the choice of the weights has seen; none by default. */
    default Map<String, Double> figures(Weights weights, ComputeDevice device) {
        return Map.of();
    }

    /** Brings weights back to where they are allowed, as to non-negative ones, after each step. */
    default void project(float[] weights) {}
}
