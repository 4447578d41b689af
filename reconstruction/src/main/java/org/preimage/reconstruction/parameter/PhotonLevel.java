package org.preimage.reconstruction.parameter;

import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.space.Space;

/**
 * The number of photons N in an open cell, from the noise of line integrals p = -log(y / N) alone.
 *
 * <p>The noise of p grows as exp(p) / N, the noise of its transmission's root, u = 2 exp(-p / 2), is 1 / N everywhere (the
 * root that stabilises Poisson's variance, Anscombe 1948). So N is the reciprocal of the {@link NoiseLevel} of u, squared,
 * with that estimate's robustness against edges. Cells with fewer than five photons, whose noise the root no longer levels, do
 * not count once N is known roughly.
 *
 * @param photons N; infinite for data without noise, NaN if there are too few samples
 * @param bright N from the less attenuated half of the cells alone
 * @param dim N from the more attenuated half alone; photon noise gives about the same, noise of equal strength much more
 */
public record PhotonLevel(double photons, double bright, double dim) {
    private static final double FEW = 5;

    /**
     * Estimates N.
     *
     * @param space shape of the data
     * @param lineIntegrals p
     */
    public static PhotonLevel of(Space space, float[] lineIntegrals) {
        space.require("lineIntegrals", lineIntegrals);
        int n = lineIntegrals.length;
        float[] root = new float[n];
        for (int i = 0; i < n; i++) {
            root[i] = (float) (2 * Math.exp(-0.5 * lineIntegrals[i]));
        }
        boolean[] counted = new boolean[n];
        Arrays.fill(counted, true);
        double photons = photons(space, root, counted);
        for (int pass = 0; pass < 3 && Double.isFinite(photons); pass++) {
            double dimmest = Math.log(photons / FEW);
            for (int i = 0; i < n; i++) {
                counted[i] = lineIntegrals[i] < dimmest;
            }
            double better = photons(space, root, counted);
            photons = Double.isNaN(better) ? photons : better;
        }
        float[] sorted = new float[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (counted[i]) {
                sorted[count++] = lineIntegrals[i];
            }
        }
        Arrays.sort(sorted, 0, count);
        float median = count == 0 ? 0 : sorted[count / 2];
        boolean[] bright = new boolean[n];
        boolean[] dim = new boolean[n];
        for (int i = 0; i < n; i++) {
            bright[i] = counted[i] && lineIntegrals[i] <= median;
            dim[i] = counted[i] && lineIntegrals[i] > median;
        }
        return new PhotonLevel(photons, photons(space, root, bright), photons(space, root, dim));
    }

    private static double photons(Space space, float[] root, boolean[] counted) {
        double level = NoiseLevel.of(space, root, counted);
        return 1 / (level * level);
    }

    /** What was found, in words. */
    public String note() {
        if (Double.isNaN(photons)) {
            return "too few samples to estimate the photons";
        }
        if (Double.isInfinite(photons)) {
            return "the data show no noise";
        }
        String halves = Double.isNaN(bright) || Double.isNaN(dim)
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.3g from the brighter half of the cells and %.3g from the dimmer",
                        bright,
                        dim);
        return String.format(Locale.ROOT, "%.4g photons in an open cell estimated from the noise%s", photons, halves);
    }
}
