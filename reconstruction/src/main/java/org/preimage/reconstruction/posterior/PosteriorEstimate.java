package org.preimage.reconstruction.posterior;

import org.preimage.operators.space.Image;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;

/**
 * A reconstruction that knows how far it is to be trusted: mean and standard deviation of each pixel under the posterior.
 *
 * @param reconstruction the posterior mean, with how it came about
 * @param standardDeviation in the mean's space, not negative; infinite where nothing is known. Of complex images that of
 *     real and imaginary parts, whose {@link Image#magnitude} is the standard deviation of the complex number
 * @param samples images drawn; 0 where mean and standard deviation come from a formula
 */
public record PosteriorEstimate(Reconstruction reconstruction, Image standardDeviation, int samples) {
    /** @throws IllegalArgumentException if the shapes differ, or a standard deviation is NaN or negative */
    public PosteriorEstimate {
        reconstruction.image().space().requireShape("standardDeviation", standardDeviation.space());
        float[] sd = standardDeviation.data();
        for (int i = 0; i < sd.length; i++) {
            if (!(sd[i] >= 0)) {
                throw new IllegalArgumentException(
                        "standardDeviation is " + sd[i] + " at index " + i + ", but must be a number and not negative");
            }
        }
        if (samples < 0) {
            throw new IllegalArgumentException("samples is " + samples + ", but must not be negative");
        }
    }

    /** The posterior mean. */
    public Image mean() {
        return reconstruction.image();
    }

    /** Method and parameters. */
    public Provenance how() {
        return reconstruction.how();
    }

    /**
     * The same with standard deviations of at least {@code least}, for what needs positive ones.
     *
     * @param least positive and finite, in the image's unit
     * @throws IllegalArgumentException if it is not
     */
    public PosteriorEstimate atLeast(double least) {
        if (!(least > 0) || Double.isInfinite(least)) {
            throw new IllegalArgumentException("least is " + least + ", but must be positive and finite");
        }
        float[] sd = standardDeviation.data().clone();
        for (int i = 0; i < sd.length; i++) {
            sd[i] = Math.max(sd[i], (float) least);
        }
        return new PosteriorEstimate(reconstruction, new Image(standardDeviation.space(), sd), samples);
    }
}
