package org.preimage.priors.dip;

import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/** An image as a function x(w) of weights. Immutable. */
public interface Parametrisation {
    /** Where images live. */
    Space space();

    /** The weights w. */
    Layout layout();

    /**
     * x(w), [1, c, H, W] as {@link org.preimage.priors.tensor.Samples} has it.
     *
     * @param tape holds the weights
     * @param random of what is drawn, as masks of dropout or noise; null for nothing
     */
    Var image(Tape tape, RandomGenerator random);
}
