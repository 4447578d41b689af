package org.preimage.reconstruction.method;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.reconstruction.functional.TransmissionLikelihood;

/**
 * The estimated risk of a reconstruction from photon counts, half the deviance plus the degrees of freedom, by the reconstruction from
 * counts y + epsilon s sqrt(y) with random signs s: {@link PoissonTotalVariation} has the formulas.
 *
 * @param measured likelihood of the counts
 * @param perturbed that of the perturbed counts
 * @param transmission the perturbed counts over N
 * @param signs times the counts' standard deviation over N
 * @param photons N
 * @param modelShare what the error of the operator's grid adds, relative to noise
 */
record TransmissionRisk(
        TransmissionLikelihood measured,
        TransmissionLikelihood perturbed,
        float[] transmission,
        float[] signs,
        double photons,
        double modelShare) {
    /** Of the counts, in standard deviations of their noise. */
    private static final double PERTURBATION = 0.3;

    static TransmissionRisk of(TransmissionData data) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        float[] transmission = data.transmission().clone();
        float[] signs = new float[transmission.length];
        for (int i = 0; i < signs.length; i++) {
            double deviation = Math.sqrt(transmission[i] / data.photons());
            signs[i] = (float) (random.nextBoolean() ? deviation : -deviation);
            transmission[i] = (float) Math.max(0, transmission[i] + PERTURBATION * signs[i]);
        }
        return new TransmissionRisk(
                new TransmissionLikelihood(data.projector().range(), data.transmission(), data.photons()),
                new TransmissionLikelihood(data.projector().range(), transmission, data.photons()),
                transmission,
                signs,
                data.photons(),
                data.modelShare());
    }

    /**
     * Half the deviance plus the sum of y_i d(-p_i)/dy_i, by the change along the perturbation.
     *
     * @param p projections of the reconstruction from the counts
     * @param q of that from the perturbed counts
     */
    double of(float[] p, float[] q) {
        double freedom = 0;
        for (int i = 0; i < p.length; i++) {
            freedom += photons * signs[i] * ((double) p[i] - q[i]) / PERTURBATION;
        }
        return measured.value(p) + (1 + modelShare) * freedom;
    }
}
