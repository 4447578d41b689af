package org.preimage.examples.benchmark;

import org.apache.commons.math3.special.Erf;

/**
 * Up to how many non-zero entries the least sum of magnitudes finds a sparse vector from Gaussian measurements: the asymptotic
 * threshold, of n entries, delta n measurements and rho delta n non-zero entries,
 *
 * <pre>rho(delta) = max_z (1 - 2/delta ((1 + z<sup>2</sup>) Phi(-z) - z phi(z))) / (1 + z<sup>2</sup> - 2 ((1 + z<sup>2</sup>) Phi(-z) - z phi(z)))</pre>
 *
 * with the normal density phi and distribution Phi (Donoho, Maleki and Montanari 2009, Message-passing algorithms for compressed
 * sensing, PNAS 106; equal to the weak threshold of Donoho and Tanner 2009, Observed universality of phase transitions in
 * high-dimensional geometry, Phil. Trans. R. Soc. A 367).
 */
final class SparseThreshold {
    private SparseThreshold() {}

    /**
     * @param delta measurements for each entry, above 0 and below 1
     * @return non-zero entries for each measurement
     */
    static double rho(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta is " + delta + ", but must lie between 0 and 1");
        }
        double best = 0;
        // The maximum is flat, so that a fine grid is exact enough.
        for (double z = 0; z < 10; z += 1e-4) {
            double tail = 0.5 * Erf.erfc(z / Math.sqrt(2));
            double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            double risk = 2 * ((1 + z * z) * tail - z * density);
            best = Math.max(best, (1 - risk / delta) / (1 + z * z - risk));
        }
        return best;
    }
}
