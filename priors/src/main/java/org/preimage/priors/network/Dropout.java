package org.preimage.priors.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Sets values to 0 at random and scales the others by 1 / (1 - rate), wherever the weights bring a random generator ({@link
 * Bound#drawing}): in training, and at inference for samples of the network's uncertainty. Elsewhere it does nothing.
 *
 * <p>Srivastava et al. 2014, Dropout, Journal of Machine Learning Research 15; Gal and Ghahramani 2016, Dropout as a Bayesian
 * approximation, ICML.
 *
 * @param rate the probability of 0, from 0 to below 1
 * @param channels whether whole channels are set to 0 rather than single pixels
 */
public record Dropout(double rate, boolean channels) implements Network {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate is " + rate + ", but must be at least 0 and below 1");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Optional<RandomGenerator> random = weights.random();
        if (random.isEmpty() || rate == 0) {
            return x;
        }
        int[] shape = x.shape();
        if (channels) {
            Arrays.fill(shape, 2, shape.length, 1);
        }
        int n = 1;
        for (int s : shape) {
            n *= s;
        }
        float[] mask = new float[n];
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < n; i++) {
            mask[i] = random.get().nextDouble() < rate ? 0 : kept;
        }
        return x.times(Tensor.of(mask, shape));
    }
}
