package org.preimage.priors.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Monte-Carlo dropout of whole channels before a convolution, which is the same as its weights [out, in, ...] times z / (1 - rate)
 * with one random z in {0, 1} for each input channel. Against the prior N(0, p<sup>2</sup>) their divergence is, up to a
 * constant that nothing learned changes, (1 - rate) |w / (1 - rate)|<sup>2</sup> / (2 p<sup>2</sup>). Arrays of one axis, biases,
 * are not random.
 *
 * <p>Gal and Ghahramani 2016, Dropout as a Bayesian approximation, ICML; Tompson, Goroshin, Jain, LeCun and Bregler 2015,
 * Efficient object localization using convolutional networks, CVPR, for whole channels.
 *
 * @param rate probability of 0, above 0 and below 1
 * @param prior standard deviation p of the prior, positive
 */
public record ChannelDropout(double rate, double prior) implements RandomWeights {
    /** @throws IllegalArgumentException if a number is out of its range */
    public ChannelDropout {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("rate is " + rate + ", but must be above 0 and below 1");
        }
        requirePrior(prior);
    }

    static void requirePrior(double prior) {
        if (!(prior > 0) || Double.isInfinite(prior)) {
            throw new IllegalArgumentException("prior is " + prior + ", but must be positive and finite");
        }
    }

    @Override
    public void declare(Layout.Builder weights, Layout.Entry of) {}

    @Override
    public float[] draw(Layout.Entry of, RandomGenerator random) {
        int[] shape = of.shape();
        float[] z = new float[shape.length < 2 ? 0 : shape[1]];
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextDouble() < rate ? 0 : kept;
        }
        return z;
    }

    @Override
    public Tensor at(Layout.Entry of, Tensor weight, Bound weights, float[] drawn) {
        int[] shape = of.shape();
        if (shape.length < 2) {
            return weight;
        }
        int[] inputs = new int[shape.length];
        Arrays.fill(inputs, 1);
        inputs[1] = shape[1];
        return weight.times(Tensor.of(drawn, inputs));
    }

    @Override
    public Tensor divergence(Layout.Entry of, Bound weights) {
        double factor = of.shape().length < 2 ? 1 : 1 / (1 - rate);
        return weights.get(of.name()).square().sum().times(factor / (2 * prior * prior));
    }

    /** The width of dropout is its rate, which is fixed. */
    @Override
    public void widen(Layout.Entry of, Weights weights, double factor) {
        throw new IllegalArgumentException(
                "the weights of dropout have no width that could be multiplied by " + factor);
    }
}
