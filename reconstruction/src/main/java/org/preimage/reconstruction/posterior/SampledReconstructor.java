package org.preimage.reconstruction.posterior;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Mean and standard deviation of the images that a sampler draws: any {@link PosteriorSampler} as a reconstructor. The variance
 * is that of the samples plus that of noise which the samples do not have.
 *
 * <p>A run that is cancelled gives the moments of the images drawn so far. With fewer than two the standard deviation is
 * infinite, and with none the mean is zero; the notes say so.
 *
 * @param sampler draws the images
 * @param samples how many, at least 2
 * @param noiseVariance added to the variance in every pixel, finite and not negative
 * @param seed of the generator
 * @param how method and its other parameters; {@code samples}, {@code noise-variance} and {@code seed} are added
 */
public record SampledReconstructor(
        PosteriorSampler sampler, int samples, double noiseVariance, long seed, Provenance how)
        implements BayesianReconstructor, PosteriorSampler {
    /** @throws IllegalArgumentException if a number is out of its range */
    public SampledReconstructor {
        if (samples < 2) {
            throw new IllegalArgumentException("samples is " + samples + ", but a standard deviation needs at least 2");
        }
        if (!(noiseVariance >= 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException(
                    "noiseVariance is " + noiseVariance + ", but must be finite and not negative");
        }
    }

    @Override
    public PosteriorEstimate estimate(InverseProblem problem, Listener... listeners) {
        Space space = problem.forward().domain();
        PosteriorMoments moments = new PosteriorMoments(space);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Status status = sampler.sample(problem, samples, random, moments::add, listeners);
        int drawn = moments.count();
        Image mean = drawn > 0 ? moments.mean() : Image.zeros(space);
        Image deviation = drawn > 1 ? moments.standardDeviation(noiseVariance) : unknown(space);
        return new PosteriorEstimate(
                new Reconstruction(mean, status, drawn, List.of(), provenance(drawn)), deviation, drawn);
    }

    /** Images of the sampler, without the noise. */
    @Override
    public Status sample(
            InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        return sampler.sample(problem, n, random, sink, listeners);
    }

    private static Image unknown(Space space) {
        Image image = Image.zeros(space);
        Arrays.fill(image.data(), Float.POSITIVE_INFINITY);
        return image;
    }

    private Provenance provenance(int drawn) {
        Map<String, String> parameters = new LinkedHashMap<>(how.parameters());
        parameters.put("samples", String.valueOf(samples));
        parameters.put("noise-variance", String.valueOf(noiseVariance));
        parameters.put("seed", String.valueOf(seed));
        Map<String, String> notes = new LinkedHashMap<>(how.notes());
        if (drawn < samples) {
            notes.put(
                    "samples",
                    drawn + " of " + samples + " were drawn"
                            + (drawn < 2 ? "; the standard deviation needs 2, and is not known" : ""));
        }
        return new Provenance(how.method(), how.reference(), parameters, notes);
    }
}
