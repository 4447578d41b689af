package org.preimage.priors.training;

import java.util.List;
import org.preimage.operators.space.Space;

/** Images to learn from, all in one space. */
public interface Images {
    /** Where they lie. */
    Space space();

    /** One to learn from; each number is another draw. */
    float[] training(long number);

    /** Those by which weights are chosen. */
    List<float[]> validation();

    /** Those that neither training nor the choice of the weights sees. */
    List<float[]> test();
}
