package org.preimage.operators;

import java.util.Optional;
import org.preimage.operators.space.Space;

/** Multiplication by fixed real weights, (D x)[i] = d[i] x[i], float by float. */
public final class Diagonal extends LinearOperator {
    private final float[] weights;

    /**
     * @param space domain and range
     * @param weights one finite weight for each float of the space; copied
     * @throws IllegalArgumentException if the length does not fit or a weight is not finite
     */
    public Diagonal(Space space, float[] weights) {
        super(space, space);
        space.require("weights", weights);
        for (float w : weights) {
            if (!Float.isFinite(w)) {
                throw new IllegalArgumentException("a weight is " + w + ", but must be finite");
            }
        }
        this.weights = weights.clone();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        for (int i = 0; i < x.length; i++) {
            out[i] = weights[i] * x[i];
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }

    @Override
    protected double computeNorm() {
        double max = 0;
        for (float w : weights) {
            max = Math.max(max, Math.abs(w));
        }
        return max;
    }

    /** x = r / (d<sup>2</sup> + rho). */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return Optional.of((rho, r, x) -> {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (r[i] / ((double) weights[i] * weights[i] + rho));
            }
        });
    }

    @Override
    public Optional<LinearOperator> magnitudes() {
        float[] sizes = weights.clone();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(sizes[i]);
        }
        return Optional.of(new Diagonal(domain(), sizes));
    }
}
