package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * A matrix and a shift: [N, in] to [N, out]. Weights: "weight" [in, out] and "bias" [out].
 *
 * @param in values of a sample
 * @param out values of a result
 */
public record Linear(int in, int out) implements Network {
    public Linear {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "a linear layer goes from " + in + " to " + out + " values, but needs positive numbers");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add("weight", Law.he(in, 1), in, out);
        weights.add("bias", Law.constant(0), out);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.matrixTimes(weights.get("weight")).plus(weights.get("bias"));
    }
}
