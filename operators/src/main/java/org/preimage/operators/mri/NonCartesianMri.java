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

    @Override
    float[] radii() {
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
        return trajectory;
    }
}
