package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Image;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.Model;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;

/**
 * A learned method whose model is found when the problem is known.
 *
 * @param method its name in the list of methods
 * @param kind of the model
 * @param bundle name of a shipped one, a card's file, or {@value #AUTO}
 * @param device "auto", "cpu" or "gpu"
 * @param ensemble whether symmetries are averaged over
 */
record ChosenBundle(String method, Class<? extends Model> kind, String bundle, String device, boolean ensemble)
        implements DifferentiableReconstructor {
    static final String AUTO = "auto";

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        return chosen(problem.forward()).reconstruct(problem, listeners);
    }

    @Override
    public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
        return chosen(problem.forward()).vjp(problem, cotangent, out);
    }

    private LearnedReconstruction chosen(Operator forward) {
        return new LearnedReconstruction(method, bundle(forward), ComputeDevice.named(device), ensemble);
    }

    /** @throws IllegalArgumentException if none fits */
    Bundle bundle(Operator forward) {
        if (!bundle.equals(AUTO)) {
            Bundle named = named();
            if (!kind.isInstance(named.card().model().core())) {
                throw new IllegalArgumentException("the model " + named.card().name() + " is no " + method + ", but a "
                        + named.card().model().core().getClass().getSimpleName());
            }
            return named;
        }
        List<String> others = new ArrayList<>();
        for (String name : Bundle.shipped()) {
            Bundle candidate = Bundle.shipped(name);
            if (kind.isInstance(candidate.card().model().core())) {
                if (candidate.fits(forward)) {
                    return candidate;
                }
                others.add(name);
            }
        }
        throw new IllegalArgumentException(
                "no trained model for method " + method + " that comes with this program fits"
                        + " this operator"
                        + (others.isEmpty() ? "" : " (" + String.join(", ", others) + " were trained for others)")
                        + "; train one with preimage train and name its card as bundle");
    }

    private Bundle named() {
        if (!bundle.endsWith(".json")) {
            return Bundle.shipped(bundle);
        }
        try {
            return Bundle.read(Path.of(bundle));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
