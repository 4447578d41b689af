package org.preimage.operators.tomography.preparation;

/**
 * What a detector makes of an x-ray beam, energy by energy.
 *
 * @param energies in keV, positive; copied
 * @param weights share of the signal without object: photons times the detector's response; not negative, one positive; copied
 */
public record Spectrum(double[] energies, double[] weights) {
    public Spectrum {
        if (energies.length == 0 || energies.length != weights.length) {
            throw new IllegalArgumentException("there are " + energies.length + " energies and " + weights.length
                    + " weights, but one weight for each energy, and at least one, is needed");
        }
        double sum = 0;
        for (int i = 0; i < energies.length; i++) {
            if (!(energies[i] > 0 && Double.isFinite(energies[i]))
                    || !(weights[i] >= 0 && Double.isFinite(weights[i]))) {
                throw new IllegalArgumentException("energy " + energies[i] + " keV has the weight " + weights[i]
                        + ", but energies must be positive, weights not negative, and both finite");
            }
            sum += weights[i];
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("all weights of the spectrum are 0, but at least one must be positive");
        }
        energies = energies.clone();
        weights = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
    }

    @Override
    public double[] energies() {
        return energies.clone();
    }

    /** They sum up to 1. */
    @Override
    public double[] weights() {
        return weights.clone();
    }

    /** -log of the transmission through {@code length} mm of a material with these attenuations in 1/mm, one an energy. */
    public double lineIntegral(double[] attenuations, double length) {
        if (attenuations.length != weights.length) {
            throw new IllegalArgumentException(
                    "there are " + attenuations.length + " attenuations, but " + weights.length + " energies");
        }
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < weights.length; i++) {
            smallest = weights[i] > 0 ? Math.min(smallest, attenuations[i]) : smallest;
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] > 0 ? weights[i] * Math.exp(-(attenuations[i] - smallest) * length) : 0;
        }
        return smallest * length - Math.log(sum);
    }
}
