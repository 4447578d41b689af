package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.parameter.NoiseLevel;

/**
 * Which trained model a method takes, found when the problem is known.
 *
 * @param method its name in the list of methods
 * @param kind of the model
 * @param bundle name of a shipped one, a card's file, or {@value #AUTO}
 */
record BundleChoice(String method, Class<? extends Architecture> kind, String bundle) {
    static final String AUTO = "auto";

    static final Parameter PARAMETER = Parameter.text(
            "bundle",
            AUTO,
            "Trained model: the name of one that comes with the program, the file of a card (.json), or auto for that"
                    + " which fits the operator, and of several the one trained with noise most like the data's.");

    static final Parameter DEVICE = Parameter.choice("device", ComputeDevice.NAMES, "Where the network is computed.");

    /** Of estimates of noise. */
    private static final double SLACK = 1.1;

    /** Whether a model is of the kind. */
    boolean isKind(Bundle candidate) {
        return kind.isInstance(candidate.card().model().core());
    }

    /** @throws IllegalArgumentException if none fits */
    Bundle of(InverseProblem problem) {
        if (!bundle.equals(AUTO)) {
            Bundle named = named();
            if (!isKind(named)) {
                throw new IllegalArgumentException("the model " + named.card().name() + " is no " + method + ", but a "
                        + named.card().model().core().getClass().getSimpleName());
            }
            return named;
        }
        List<Bundle> fitting = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : Bundle.shipped()) {
            Bundle candidate = Bundle.shipped(name);
            if (isKind(candidate)) {
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
     * noise: so it is the one for the most noise up to the estimate, or that for the least if all are for more. The first of
     * several alike, and where the cards do not tell.
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
                .reduce((a, b) -> byNoise.compare(b, a) > 0 ? b : a)
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
