package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/**
 * Points of the plane of phase encodings drawn at random, fewer away from the centre: with a probability in proportion to
 * (1 - |k| / k<sub>max</sub>)<sup>p</sup>, k in halves of the axes (M. Lustig, D. Donoho and J. M. Pauly, Sparse MRI, Magn.
 * Reson. Med. 58, 1182-1195, 2007). The number of points is that of the acceleration, rounded.
 *
 * @param acceleration R, at least 1; may be fractional
 * @param calibration side of the block about the centre that is measured completely; its points count
 * @param power p; 0 for a uniform density
 */
public record RandomPoints(double acceleration, int calibration, double power) implements SamplingPattern {
    public RandomPoints {
        Checks.acceleration(acceleration);
        Checks.atLeast("calibration", calibration, 0);
        Checks.notNegative("power", power);
    }

    /** A power of 2. */
    public RandomPoints(double acceleration, int calibration) {
        this(acceleration, calibration, 2);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        Encodings encodings = Encodings.of(image);
        boolean[] plane = encodings.block(calibration);
        int wanted = Checks.wanted("points", plane.length, acceleration, Encodings.count(plane));
        double[] weights = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            weights[i] = WeightedDraw.density(encodings.radius(i), power);
        }
        WeightedDraw.fill(plane, weights, wanted, random);
        return encodings.points(plane);
    }
}
