package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;

/** A network that a vector steers, as the level of noise or a time. */
public interface Conditional extends Network {
    /** The length of the vector; 0 where there is none. */
    int conditions();

    /**
     * Computes the output.
     *
     * @param x [N, C, H, W]
     * @param condition [N, {@link #conditions}]
     * @param weights those declared
     */
    Tensor forward(Tensor x, Tensor condition, Bound weights);

    /** @throws IllegalArgumentException if the network needs a vector */
    @Override
    default Tensor forward(Tensor x, Bound weights) {
        if (conditions() > 0) {
            throw new IllegalArgumentException(
                    "the network needs a vector of " + conditions() + " conditions beside the image");
        }
        return forward(x, null, weights);
    }

    /**
     * Sines and cosines of a number at frequencies in geometric progression from 1 to 1e-4, as a vector in which a network can
     * tell levels apart.
     *
     * <p>Vaswani et al. 2017, Attention is all you need, NeurIPS, section 3.5.
     *
     * @param levels one for each sample
     * @param length even
     * @return [N, length], the last axis fastest
     */
    static float[] waves(double[] levels, int length) {
        if (length < 2 || length % 2 != 0) {
            throw new IllegalArgumentException("length is " + length + ", but must be even and at least 2");
        }
        int half = length / 2;
        float[] out = new float[levels.length * length];
        for (int n = 0; n < levels.length; n++) {
            for (int k = 0; k < half; k++) {
                double phase = levels[n] * Math.pow(1e-4, half == 1 ? 0 : (double) k / (half - 1));
                out[n * length + k] = (float) Math.sin(phase);
                out[n * length + half + k] = (float) Math.cos(phase);
            }
        }
        return out;
    }
}
