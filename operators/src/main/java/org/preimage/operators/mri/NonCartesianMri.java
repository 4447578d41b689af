package org.preimage.operators.mri;

import org.preimage.operators.LinearOperator;

/** Multi-coil MRI along a {@link Trajectory}, A = N S with the {@link Nufft} N of every coil image. */
public final class NonCartesianMri extends MriOperator {
    private final Nufft nufft;

    /**
     * With the default accuracy of the transform.
     *
     * @param sensitivities S
     * @param trajectory where to measure, of as many dimensions as the image
     * @throws IllegalArgumentException if the trajectory has another number of dimensions or leaves the image's band
     */
    public NonCartesianMri(Sensitivities sensitivities, Trajectory trajectory) {
        this(sensitivities, trajectory, Nufft.ACCURACY);
    }

    /**
     * @param sensitivities S
     * @param trajectory where to measure, of as many dimensions as the image
     * @param accuracy of the transform, see {@link Nufft}
     * @throws IllegalArgumentException if the accuracy is out of range, or the trajectory has another number of dimensions or
     *     leaves the image's band
     */
    public NonCartesianMri(Sensitivities sensitivities, Trajectory trajectory, double accuracy) {
        this(sensitivities, new Nufft(sensitivities.range(), trajectory, accuracy));
    }

    private NonCartesianMri(Sensitivities sensitivities, Nufft nufft) {
        super(sensitivities, nufft);
        this.nufft = nufft;
    }

    @Override
    float[] radii() {
        Trajectory trajectory = trajectory();
        int dimensions = trajectory.dimensions();
        float[] radii = new float[trajectory.count()];
        for (int i = 0; i < radii.length; i++) {
            double square = 0;
            for (int a = 0; a < dimensions; a++) {
                double k = trajectory.at(i, a) / Math.max(1, image().size(a) / 2.0);
                square += k * k;
            }
            radii[i] = (float) Math.sqrt(square);
        }
        return radii;
    }

    /** Where it measures. */
    public Trajectory trajectory() {
        return nufft.trajectory();
    }

    /** N. */
    public Nufft nufft() {
        return nufft;
    }

    /** S* T S with the convolution T, see {@link ToeplitzNormal}: much faster than one after the other. */
    @Override
    public LinearOperator gram() {
        return new EncodedNormal(sensitivities(), nufft.gram());
    }

    /**
     * S* N* W N S.
     *
     * @param weights one for each sample, the same for all coils, as {@link DensityCompensation} gives
     * @throws IllegalArgumentException if their number does not fit
     */
    public LinearOperator gram(float[] weights) {
        return new EncodedNormal(sensitivities(), nufft.gram(weights));
    }

    @Override
    protected double computeNorm() {
        return Math.sqrt(gram().norm());
    }
}
