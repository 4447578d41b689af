package org.preimage.priors.dip;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.DenseMatrix;
import org.preimage.priors.tensor.Linearisation;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.weights.Weights;

/**
 * The linear model of a network about fitted weights w, x(w + D v) = x(w) + J D v, as the operator J D from v to images: with D
 * the prior's standard deviations of the weights and v white, J D D* J* is the prior covariance of the image, and the
 * posterior is that of a linear-Gaussian problem, to which all solvers and samplers apply.
 *
 * <p>Used by the thread that made it, and closed by it.
 *
 * <p>Khan, Immer, Abedi and Korzepa 2019, Approximate inference turns deep networks into Gaussian processes, NeurIPS; Antoran,
 * Barbano, Leuschner, Hernandez-Lobato and Jin 2023, Uncertainty estimation for computed tomography with a linearised deep image
 * prior, Trans. Mach. Learn. Res.
 */
public final class LinearisedNetwork extends LinearOperator implements AutoCloseable {
    private final Linearisation jacobian;
    private final float[] deviations;

    /**
     * @param image x
     * @param at w
     * @param deviations the diagonal of D, for each weight; copied
     * @throws IllegalArgumentException if the length does not fit, or one is negative or not finite
     */
    public LinearisedNetwork(NetworkImage image, Weights at, float[] deviations, ComputeDevice device) {
        super(Space.vector(at.layout().length()), image.space());
        domain().require("deviations", deviations);
        for (float d : deviations) {
            if (!(d >= 0) || Float.isInfinite(d)) {
                throw new IllegalArgumentException(
                        "a standard deviation is " + d + ", but must be finite and not negative");
            }
        }
        this.deviations = deviations.clone();
        jacobian = new Linearisation(device, at, image::image);
    }

    /** x(w). */
    public float[] image() {
        return Samples.ofPlanes(jacobian.value(), range());
    }

    /**
     * For groups of arrays of the weights J_g J_g*, without the deviations: the prior covariance of the image for weights of a group
     * with variance 1. For real images of a few thousand pixels: all rows of the Jacobian are made.
     *
     * @param groups names of arrays
     */
    public List<DenseMatrix> grams(List<List<String>> groups) {
        if (range().field() != Field.REAL) {
            throw new IllegalArgumentException(
                    "the image is complex, but its dense covariance is known for real ones only");
        }
        return jacobian.grams(groups);
    }

    @Override
    protected void computeApply(float[] v, float[] out) {
        float[] x = Samples.ofPlanes(jacobian.times(scaled(v)), range());
        System.arraycopy(x, 0, out, 0, out.length);
    }

    @Override
    protected void computeAdjoint(float[] x, float[] out) {
        float[] w = scaled(jacobian.transposedTimes(Samples.planes(x, range())));
        System.arraycopy(w, 0, out, 0, out.length);
    }

    private float[] scaled(float[] v) {
        float[] w = Arrays.copyOf(v, v.length);
        for (int i = 0; i < w.length; i++) {
            w[i] *= deviations[i];
        }
        return w;
    }

    /** Frees the network's graph. */
    @Override
    public void close() {
        jacobian.close();
    }
}
