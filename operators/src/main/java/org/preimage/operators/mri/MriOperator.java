package org.preimage.operators.mri;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * The measurement of multi-coil MRI, A = E S: the {@link Sensitivities} S make an image for each coil, the encoding E takes
 * each to k-space. {@link CartesianMri} measures points of a grid, {@link NonCartesianMri} points of a trajectory. A series
 * in time is a {@link org.preimage.operators.Framewise} of these.
 */
public abstract sealed class MriOperator extends LinearOperator permits CartesianMri, NonCartesianMri {
    private final Sensitivities sensitivities;
    private final LinearOperator encoding;

    MriOperator(Sensitivities sensitivities, LinearOperator encoding) {
        super(sensitivities.domain(), encoding.range());
        encoding.domain().requireShape("the range of the sensitivities", sensitivities.range());
        this.sensitivities = sensitivities;
        this.encoding = encoding;
    }

    /** S. */
    public final Sensitivities sensitivities() {
        return sensitivities;
    }

    /** E, from coil images (X, Y, [Z,] COIL) to the range. */
    public final LinearOperator encoding() {
        return encoding;
    }

    /** The image's spatial axes, complex, without an axis of maps. */
    public final Space image() {
        return sensitivities.image();
    }

    public final int coils() {
        return sensitivities.coils();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        encoding.apply(sensitivities.apply(x), out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        sensitivities.adjoint(encoding.adjoint(y), out);
    }
}
