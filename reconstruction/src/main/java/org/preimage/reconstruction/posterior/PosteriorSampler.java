package org.preimage.reconstruction.posterior;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Draws images from the posterior p(x | data) or from what stands for it. Immutable and reusable; the images depend on the
 * problem and the generator alone.
 */
@FunctionalInterface
public interface PosteriorSampler {
    /**
     * Draws images, one after the other. {@link SampleLoop} is the loop for samplers whose images come by themselves.
     *
     * @param problem operator and data
     * @param n images to draw, at least 1
     * @param random where all randomness comes from
     * @param sink is handed each image in the operator's domain, on the calling thread; the array is lent for the call, and who
     *     keeps it copies it
     * @param listeners told of each image and of each step on the way; any may cancel
     * @return {@link Status#CONVERGED} if all were drawn, or why the run ended before
     * @throws IllegalArgumentException if the sampler cannot take this operator or these data, or n is smaller than 1
     */
    Status sample(InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners);
}
