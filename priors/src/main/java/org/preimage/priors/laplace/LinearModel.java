package org.preimage.priors.laplace;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.dip.NetworkImage;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.weights.Weights;

/**
 * The linear model of a fitted deep image prior and its data,
 *
 * <pre>y = A h(w) + noise,   h(w) = x* + J (w - w*),   w ~ N(0, V),</pre>
 *
 * with J the Jacobian of the network x(w) at the fitted weights w*, x* = x(w*), and V diagonal with one variance v_b for each block
 * of weights. With y' = y - A (x* - J w*) this is y' = A J w + noise, and with S = J V J* the covariance of y' is K = A S A* +
 * s<sup>2</sup>. Immutable; x* and y' are computed once.
 */
public final class LinearModel {
    private static final int SIMULATED = 8;

    /** A variance for weights that are all zero. */
    private static final double LEAST = 1e-12;

    private final NetworkImage network;
    private final Weights at;
    private final WeightBlocks blocks;
    private final LinearOperator operator;
    private final ComputeDevice device;
    private final float[] ones;
    private final float[] image;
    private final float[] residual;
    private final float[] observation;

    /**
     * @param network x
     * @param at w*
     * @param blocks of the weights
     * @param operator A
     * @param data y
     * @param device where the network is computed
     * @throws IllegalArgumentException if images are not real, or spaces do not fit
     */
    public LinearModel(
            NetworkImage network,
            Weights at,
            WeightBlocks blocks,
            LinearOperator operator,
            float[] data,
            ComputeDevice device) {
        if (network.space().field() != Field.REAL) {
            throw new IllegalArgumentException("the images are complex, but the linear model is made for real ones");
        }
        network.space().requireShape("the domain of the operator", operator.domain());
        operator.range().require("data", data);
        this.network = network;
        this.at = at;
        this.blocks = blocks;
        this.operator = operator;
        this.device = device;
        double[] one = new double[blocks.count()];
        Arrays.fill(one, 1);
        ones = blocks.deviations(one);
        float[] moved;
        try (LinearisedNetwork j = linearised()) {
            image = j.image();
            moved = j.apply(at.values());
        }
        residual = operator.apply(image);
        Vectors.combine(1, data, -1, residual, residual);
        observation = operator.apply(moved);
        Vectors.add(1, residual, observation);
    }

    /** J for the weights of blocks, and 0 for those of none: for the thread that calls, which closes it. */
    public LinearisedNetwork linearised() {
        return new LinearisedNetwork(network, at, ones, device);
    }

    /**
     * Variances to begin with: the mean square of each block's weights, all times one factor with which simulated data A J w are as
     * large as y'. A prior that is much too wide makes K ill-conditioned.
     *
     * @param random of the simulated data
     */
    public double[] balanced(RandomGenerator random) {
        double[] variances = blocks.meanSquares(at.values());
        for (int b = 0; b < variances.length; b++) {
            variances[b] = Math.max(variances[b], LEAST);
        }
        float[] deviations = blocks.deviations(variances);
        double simulated = 0;
        try (LinearisedNetwork j = linearised()) {
            float[] w = new float[deviations.length];
            for (int k = 0; k < SIMULATED; k++) {
                for (int i = 0; i < w.length; i++) {
                    w[i] = deviations[i] == 0 ? 0 : (float) (deviations[i] * random.nextGaussian());
                }
                simulated += Vectors.normSquared(operator.apply(j.apply(w))) / SIMULATED;
            }
        }
        double factor = simulated > 0 ? Vectors.normSquared(observation) / simulated : 1;
        for (int b = 0; b < variances.length; b++) {
            variances[b] *= factor > 0 ? factor : 1;
        }
        return variances;
    }

    /** The blocks of weights. */
    public WeightBlocks blocks() {
        return blocks;
    }

    /** A. */
    public LinearOperator operator() {
        return operator;
    }

    /** Where images live. */
    public Space space() {
        return network.space();
    }

    /** w*: a view. */
    public float[] weights() {
        return at.values();
    }

    /** x*. */
    public float[] image() {
        return image.clone();
    }

    /** y - A x*. */
    public float[] residual() {
        return residual.clone();
    }

    /** y' = y - A (x* - J w*). */
    public float[] observation() {
        return observation.clone();
    }
}
