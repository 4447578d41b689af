package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.preimage.operators.space.Image;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Model;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.parameter.NoiseLevel;
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

    /** Of estimates of noise. */
    private static final double SLACK = 1.1;

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        return chosen(problem).reconstruct(problem, listeners);
    }

    @Override
    public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
        return chosen(problem).vjp(problem, cotangent, out);
    }

    private LearnedReconstruction chosen(InverseProblem problem) {
        return new LearnedReconstruction(method, bundle(problem), ComputeDevice.named(device), ensemble);
    }

    /** @throws IllegalArgumentException if none fits */
    Bundle bundle(InverseProblem problem) {
        if (!bundle.equals(AUTO)) {
            Bundle named = named();
            if (!kind.isInstance(named.card().model().core())) {
                throw new IllegalArgumentException("the model " + named.card().name() + " is no " + method + ", but a "
                        + named.card().model().core().getClass().getSimpleName());
            }
            return named;
        }
        List<Bundle> fitting = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : Bundle.shipped()) {
            Bundle candidate = Bundle.shipped(name);
            if (kind.isInstance(candidate.card().model().core())) {
                if (candidate.fits(problem.forward())) {
                    fitting.add(candidate);
                } else {
                    others.add(name);
                }
            }
        }
        if (!fitting.isEmpty()) {
            return fitting.size() == 1 ? fitting.get(0) : nearest(fitting, problem.data());
        }
        throw new IllegalArgumentException(
                "no trained model for method " + method + " that comes with this program fits"
                        + " this operator"
                        + (others.isEmpty() ? "" : " (" + String.join(", ", others) + " were trained for others)")
                        + "; train one with preimage train and name its card as bundle");
    }

    /**
     * The one that was trained with noise most like that of the data. Structure in the data can only add to an estimate of their
     * noise: so it is the one for the most noise up to the estimate, or that for the least if all are for more. The first where
     * the cards do not tell.
     */
    static Bundle nearest(List<Bundle> fitting, Image data) {
        double mean = 0;
        for (float v : data.data()) {
            mean += Math.abs((double) v) / data.data().length;
        }
        double level = NoiseLevel.of(data) / mean;
        Comparator<Bundle> byNoise =
                Comparator.comparingDouble(b -> b.card().noise().low());
        List<Bundle> told = fitting.stream()
                .filter(b -> b.card().noise() != null && b.card().noise().unit().equals(Card.Noise.RELATIVE))
                .toList();
        return told.stream()
                .filter(b -> b.card().noise().low() <= SLACK * level)
                .max(byNoise)
                .or(() -> told.stream().min(byNoise))
                .orElse(fitting.get(0));
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
