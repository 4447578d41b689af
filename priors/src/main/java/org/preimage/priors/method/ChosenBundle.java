package org.preimage.priors.method;

import java.util.function.UnaryOperator;
import org.preimage.operators.space.Image;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;

/**
 * A learned method whose model is found when the problem is known.
 *
 * @param choice which model
 * @param device "auto", "cpu" or "gpu"
 * @param ensemble whether symmetries are averaged over
 */
record ChosenBundle(BundleChoice choice, String device, boolean ensemble) implements DifferentiableReconstructor {
    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        return chosen(problem).reconstruct(problem, listeners);
    }

    @Override
    public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
        return chosen(problem).vjp(problem, cotangent, out);
    }

    private LearnedReconstruction chosen(InverseProblem problem) {
        return new LearnedReconstruction(choice.method(), choice.of(problem), ComputeDevice.named(device), ensemble);
    }
}
