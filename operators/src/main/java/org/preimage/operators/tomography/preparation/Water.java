package org.preimage.operators.tomography.preparation;

import java.util.Arrays;

/**
 * The attenuation of liquid water, 1 g/cm^3, with coherent scattering: J. H. Hubbell, S. M. Seltzer, Tables of X-Ray Mass
 * Attenuation Coefficients, NISTIR 5632, 1995; between its energies the logarithms are interpolated linearly.
 */
public final class Water {
    private static final double[] KEV = {5, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500};
    /** In cm^2/g. */
    private static final double[] MASS_ATTENUATION = {
        42.58, 24.64, 10.37, 5.329, 1.673, 0.8096, 0.3756, 0.2683, 0.2269, 0.2059, 0.1837, 0.1707, 0.1505, 0.1370,
        0.1186, 0.1061, 0.09687
    };

    private Water() {}

    /**
     * In 1/mm.
     *
     * @param keV from 5 to 500
     * @throws IllegalArgumentException if the energy is out of range
     */
    public static double attenuation(double keV) {
        if (!(keV >= KEV[0] && keV <= KEV[KEV.length - 1])) {
            throw new IllegalArgumentException("the energy is " + keV + " keV, but must lie between 5 and 500");
        }
        int found = Arrays.binarySearch(KEV, keV);
        int i = Math.min(KEV.length - 2, found >= 0 ? found : -found - 2);
        double t = Math.log(keV / KEV[i]) / Math.log(KEV[i + 1] / KEV[i]);
        return 0.1 * Math.exp((1 - t) * Math.log(MASS_ATTENUATION[i]) + t * Math.log(MASS_ATTENUATION[i + 1]));
    }

    /** For each energy in keV, in 1/mm. */
    public static double[] attenuations(double[] keV) {
        return Arrays.stream(keV).map(Water::attenuation).toArray();
    }
}
