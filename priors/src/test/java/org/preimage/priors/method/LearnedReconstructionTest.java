package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;

/** What a learned reconstruction says of its own trustworthiness. */
class LearnedReconstructionTest {
    private static String agreement(SparseViewExperiment experiment) {
        float[] data = experiment.ellipses(Split.TEST, 1, 0).data().clone();
        Vectors.scale(experiment.divisor(), data);
        InverseProblem problem = new InverseProblem(
                experiment.projector(), new Image(experiment.projector().range(), data));
        return new LearnedReconstruction("post-processing", Bundle.shipped("unet-ellipses"), ComputeDevice.CPU, false)
                .reconstruct(problem)
                .how()
                .notes()
                .get("agreement with the data");
    }

    @Test
    void anImageThatDoesNotExplainTheDataIsCalledIntoQuestion() {
        String sentence = "the image does not explain the data";
        String trained = agreement(SparseViewExperiment.dival());
        assertTrue(trained.startsWith("|A x - y| is 0.9"), trained);
        assertEquals(-1, trained.indexOf(sentence), trained);
        // Faint ellipses on nothing, far from the images of its training.
        String other = agreement(SparseViewExperiment.adler());
        assertTrue(other.contains(sentence), other);
    }
}
