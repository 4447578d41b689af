package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Lines drawn at random, fewer away from the centre: with a probability in proportion to (1 - |k| / k<sub>max</sub>)<sup>p</sup>
 * (M. Lustig, D. Donoho and J. M. Pauly, Sparse MRI, Magn. Reson. Med. 58, 1182-1195, 2007). The number of lines is that of
 * the acceleration, rounded.
 *
 * @param axis along which lines are left out: KX, KY or KZ
 * @param acceleration R, at least 1; may be fractional
 * @param calibration lines about the centre that are all measured; they count
 * @param power p; 0 for a uniform density
 */
public record RandomLines(Role axis, double acceleration, int calibration, double power) implements SamplingPattern {
    public RandomLines {
        Checks.frequency(axis);
        Checks.acceleration(acceleration);
        Checks.atLeast("calibration", calibration, 0);
        Checks.notNegative("power", power);
    }

    /** A power of 2. */
    public RandomLines(Role axis, double acceleration, int calibration) {
        this(axis, acceleration, calibration, 2);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        Encodings encodings = Encodings.of(image);
        int n = encodings.size(axis);
        boolean[] lines = new boolean[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            lines[i] = Encodings.central(i, n, calibration);
            weights[i] = WeightedDraw.density(Math.abs(Encodings.offset(i, n)), power);
        }
        int wanted = Checks.wanted("lines", n, acceleration, Math.min(calibration, n));
        WeightedDraw.fill(lines, weights, wanted, random);
        return encodings.lines(axis, lines);
    }
}
