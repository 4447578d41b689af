package org.preimage.priors.weights;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How an array of weights begins. */
@FunctionalInterface
public interface Law {
    /**
     * Fills an array.
     *
     * @param values the values from {@code from} to {@code to} are written
     * @param random the only source of randomness
     */
    void fill(float[] values, int from, int to, RandomGenerator random);

    /** All values the same. */
    static Law constant(double value) {
        return (v, from, to, random) -> Arrays.fill(v, from, to, (float) value);
    }

    /** Independent normal values of mean 0. */
    static Law normal(double deviation) {
        return (v, from, to, random) -> {
            for (int i = from; i < to; i++) {
                v[i] = (float) (deviation * random.nextGaussian());
            }
        };
    }

    /**
     * Normal of variance gain<sup>2</sup> / fanIn, which keeps the size of what passes through a layer; gain is sqrt(2) before
     * rectified linear units.
     *
     * <p>He, Zhang, Ren and Sun 2015, Delving deep into rectifiers, ICCV.
     *
     * @param fanIn inputs of one output
     */
    static Law he(int fanIn, double gain) {
        return normal(gain / Math.sqrt(fanIn));
    }
}
