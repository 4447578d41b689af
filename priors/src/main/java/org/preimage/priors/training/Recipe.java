package org.preimage.priors.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.weights.Weights;

/**
 * How a model that others can make again was made: an entry of the list of recipes.
 *
 * @param name lower case with hyphens
 * @param summary one sentence
 * @param data what it learns from, in words
 * @param reference the paper
 * @param model what is trained
 * @param operator what it is trained for
 * @param noise that it sees; null for what learns from images alone
 * @param objective from the seed of its data, and its files where it needs some
 * @param optimiser how it steps
 * @param schedule learning rate
 * @param steps in all
 * @param batch samples of a step
 * @param clip largest norm of a gradient
 * @param average decay of the mean of weights
 * @param validateEvery steps between validations
 */
public record Recipe(
        String name,
        String summary,
        String data,
        String reference,
        Architecture model,
        Supplier<Card.Fit> operator,
        Card.Noise noise,
        Source objective,
        Optimiser optimiser,
        Schedule schedule,
        int steps,
        int batch,
        double clip,
        double average,
        int validateEvery) {
    /**
     * The training that it describes.
     *
     * @param seed of weights and data
     * @param workers threads
     */
    public Training training(long seed, ComputeDevice device, int workers) {
        return training(seed, device, workers, steps);
    }

    /** The same with another number of steps, over which the schedule is stretched; for recipes that need no files. */
    public Training training(long seed, ComputeDevice device, int workers, int otherSteps) {
        try {
            return training(seed, null, device, workers, otherSteps);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * The same with files.
     *
     * @param files folder of the files that it learns from; null where it needs none
     * @throws IOException with one sentence, if one is missing or damaged
     */
    public Training training(long seed, Path files, ComputeDevice device, int workers, int otherSteps)
            throws IOException {
        return new Training(
                objective.open(seed, files),
                optimiser,
                schedule,
                otherSteps,
                batch,
                clip,
                average,
                Math.min(validateEvery, otherSteps),
                0,
                seed,
                device,
                Precision.FLOAT,
                workers);
    }

    /**
     * The trained model with its card.
     *
     * @param training that made it
     * @param state of the training, whose best weights are taken
     * @param commit of the program
     * @param tested whether figures on the objective's data for tests are measured
     */
    public Bundle bundle(Training training, Training.State state, String commit, boolean tested) {
        return bundle(training, state, commit, tested, null);
    }

    /**
     * The same where training began with the weights of another model.
     *
     * @param from its card; null for none
     */
    public Bundle bundle(Training training, Training.State state, String commit, boolean tested, String from) {
        String command = "preimage train " + name + (objective.files().isEmpty() ? "" : " --data FOLDER")
                + (from == null ? "" : " --from " + from) + " --seed " + training.seed() + " --steps "
                + training.steps() + (training.precision() == Precision.MIXED ? " --precision mixed" : "") + " --out "
                + name;
        Weights weights = new Weights(model.layout(), training.solution(state));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("validation " + training.objective().measure(), state.bestQuality());
        if (tested) {
            figures.putAll(training.objective().figures(weights, training.device()));
        }
        Card card = new Card(
                Card.FORMAT,
                name,
                summary,
                model,
                operator.get(),
                noise,
                new Card.Origin(name, command, training.seed(), (int) state.step(), data, commit, reference),
                figures,
                objective.licence(),
                "");
        return new Bundle(card, weights);
    }
}
