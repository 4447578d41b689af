package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * x where positive, else a x with a learned slope a for each channel. Weights: "slope" [channels].
 *
 * <p>He, Zhang, Ren and Sun 2015, Delving deep into rectifiers, ICCV.
 *
 * @param channels of the input
 * @param start slope at the beginning
 */
public record Prelu(int channels, double start) implements Network {
    @Override
    public void declare(Layout.Builder weights) {
        weights.add("slope", Law.constant(start), channels);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.prelu(weights.get("slope"));
    }
}
