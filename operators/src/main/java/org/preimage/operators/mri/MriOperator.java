package org.preimage.operators.mri;

import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.ScratchArrays;
import org.preimage.operators.space.Space;

/**
 * The measurement of multi-coil MRI, A = E S: the {@link Sensitivities} S make an image for each coil, the encoding E takes
 * each to k-space. {@link CartesianMri} measures points of a grid, {@link NonCartesianMri} points of a trajectory. A series
 * in time is a {@link org.preimage.operators.Framewise} of these.
 */
public abstract sealed class MriOperator extends LinearOperator permits CartesianMri, NonCartesianMri {
    private final Sensitivities sensitivities;
    private final LinearOperator encoding;
    private final ScratchArrays coilImages;

    MriOperator(Sensitivities sensitivities, LinearOperator encoding) {
        super(sensitivities.domain(), encoding.range());
        encoding.domain().requireShape("the range of the sensitivities", sensitivities.range());
        this.sensitivities = sensitivities;
        this.encoding = encoding;
        this.coilImages = new ScratchArrays(sensitivities.range().length());
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

    /**
     * The noise of k-space, from its outermost samples, where the object has faded.
     *
     * <p>The samples are sorted by their distance from the centre, relative to the extent of k-space along each axis, into
     * annuli of equally many; in each, the median magnitude of a coil's samples over 1.1774 is the level that complex
     * Gaussian noise of that median has (its magnitude is Rayleigh's), and the mean square over the coils that of the
     * annulus. What is left of the object can only add to it, so the result is that of the lowest annulus of the outer half.
     * Samples that are zero in all coils were not measured.
     *
     * @return empty where fewer than 32 samples are measured
     */
    @Override
    public final OptionalDouble noiseLevel(float[] data) {
        range().require("data", data);
        return KSpaceNoise.level(data, coils(), radii());
    }

    /** Distance of each sample of a coil from the centre of k-space, 1 at the end of each axis. */
    abstract float[] radii();

    @Override
    protected void computeApply(float[] x, float[] out) {
        coilImages.use(images -> {
            sensitivities.apply(x, images);
            encoding.apply(images, out);
        });
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        coilImages.use(images -> {
            encoding.adjoint(y, images);
            sensitivities.adjoint(images, out);
        });
    }
}
