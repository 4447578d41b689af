package org.preimage.operators.mri;

/** Multi-coil MRI along a {@link Trajectory}, A = N S with the {@link Nufft} N of every coil image. */
public final class NonCartesianMri extends MriOperator {
    private final Trajectory trajectory;

    /**
     * @param sensitivities S
     * @param trajectory where to measure, of as many dimensions as the image
     */
    public NonCartesianMri(Sensitivities sensitivities, Trajectory trajectory) {
        super(sensitivities, new Nufft(sensitivities.range(), trajectory));
        this.trajectory = trajectory;
    }

    /** Where it measures. */
    public Trajectory trajectory() {
        return trajectory;
    }
}
