package org.preimage.priors.training;

import java.util.function.LongFunction;
import org.preimage.priors.tensor.ComputeDevice;

/**
 * How a model that others can make again was made: an entry of the list of recipes.
 *
 * @param name lower case with hyphens
 * @param summary one sentence
 * @param data what it learns from, in words
 * @param reference the paper
 * @param objective from the seed of its data
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
        LongFunction<Objective> objective,
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

    /** The same with another number of steps, over which the schedule is stretched. */
    public Training training(long seed, ComputeDevice device, int workers, int otherSteps) {
        return new Training(
                objective.apply(seed),
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
                workers);
    }
}
