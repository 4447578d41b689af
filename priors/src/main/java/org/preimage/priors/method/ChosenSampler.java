package org.preimage.priors.method;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * A learned method with random weights whose model is found when the problem is known.
 *
 * @param choice which model
 * @param device "auto", "cpu" or "gpu"
 * @param symmetric whether draws take symmetries
 * @param samples draws of the weights
 * @param seed of the draws
 */
record ChosenSampler(BundleChoice choice, String device, boolean symmetric, int samples, long seed)
        implements BayesianReconstructor, PosteriorSampler {
    @Override
    public PosteriorEstimate estimate(InverseProblem problem, Listener... listeners) {
        return sampler(problem).reconstructor(choice.method(), samples, seed).estimate(problem, listeners);
    }

    @Override
    public Status sample(
            InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        return sampler(problem).sample(problem, n, random, sink, listeners);
    }

    private WeightSampler sampler(InverseProblem problem) {
        return new WeightSampler(choice.of(problem), ComputeDevice.named(device), symmetric);
    }
}
