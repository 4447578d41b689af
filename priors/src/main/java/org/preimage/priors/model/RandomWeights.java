package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** A distribution of weights about those of a network, which can be learned. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "distribution")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChannelDropout.class, name = "channel-dropout"),
    @JsonSubTypes.Type(value = MeanField.class, name = "mean-field")
})
public interface RandomWeights {
    /** Adds what it learns of an array of weights, under names that begin with the array's and a dot. */
    void declare(Layout.Builder weights, Layout.Entry of);

    /**
     * Random numbers for an array, from which {@link #at} makes weights.
     *
     * @param of the array
     * @param random where they come from
     */
    float[] draw(Layout.Entry of, RandomGenerator random);

    /**
     * Weights as a differentiable function of what is learned, for random numbers that are kept.
     *
     * @param of the array
     * @param weight its value, of which it is a distribution
     * @param weights all, under full names
     * @param drawn by {@link #draw}
     */
    Tensor at(Layout.Entry of, Tensor weight, Bound weights, float[] drawn);

    /**
     * The Kullback-Leibler divergence from the prior, in nats.
     *
     * @param of the array
     * @param weights all, under full names
     * @return a tensor without axes
     */
    Tensor divergence(Layout.Entry of, Bound weights);

    /**
     * Multiplies the standard deviations of an array.
     *
     * @param of the array
     * @param weights changed
     * @param factor positive and finite
     * @throws IllegalArgumentException if the distribution has no width of its own
     */
    void widen(Layout.Entry of, Weights weights, double factor);
}
