package org.preimage.operators.mri.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Lines for a series in time that step through k-space by the golden ratio: line n stands at the fraction
 * frac(u + n (sqrt 5 - 1) / 2) of the density (1 - |k| / k<sub>max</sub>)<sup>p</sup>, so that the lines of any successive
 * frames together cover k-space evenly and no frame repeats an earlier one (after the golden angle of radial scans, S.
 * Winkelmann et al., IEEE Trans. Med. Imaging 26, 68-76, 2007). A line that a frame has already is passed over; each frame has
 * as many as the acceleration leaves, the calibration lines included. The start u is random.
 *
 * @param axis along which lines are left out: KX, KY or KZ
 * @param acceleration R of each frame, at least 1; may be fractional
 * @param calibration lines about the centre that every frame measures; they count
 * @param power p; 0 for a uniform density
 */
public record GoldenRatioLines(Role axis, double acceleration, int calibration, double power)
        implements SamplingPattern {
    private static final double STEP = (Math.sqrt(5) - 1) / 2;

    public GoldenRatioLines {
        Checks.frequency(axis);
        Checks.acceleration(acceleration);
        Checks.atLeast("calibration", calibration, 0);
        Checks.notNegative("power", power);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        return frames(image, 1, random).get(0);
    }

    @Override
    public List<SamplingMask> frames(Space image, int frames, RandomGenerator random) {
        Checks.atLeast("frames", frames, 1);
        Encodings encodings = Encodings.of(image);
        int n = encodings.size(axis);
        int wanted = Checks.wanted("lines", n, acceleration, Math.min(calibration, n));
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = WeightedDraw.density(Math.abs(Encodings.offset(i, n)), power);
        }
        double place = random.nextDouble();
        List<SamplingMask> masks = new ArrayList<>(frames);
        for (int t = 0; t < frames; t++) {
            boolean[] lines = new boolean[n];
            for (int i = 0; i < n; i++) {
                lines[i] = Encodings.central(i, n, calibration);
            }
            for (int count = Encodings.count(lines); count < wanted; ) {
                int line = quantile(weights, place);
                place = (place + STEP) % 1;
                if (!lines[line]) {
                    lines[line] = true;
                    count++;
                }
            }
            masks.add(encodings.lines(axis, lines));
        }
        return masks;
    }

    /** The line below which lies this fraction of the density outside the calibration block. */
    private int quantile(double[] weights, double fraction) {
        int n = weights.length;
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += Encodings.central(i, n, calibration) ? 0 : weights[i];
        }
        double below = 0;
        int last = 0;
        for (int i = 0; i < n; i++) {
            if (!Encodings.central(i, n, calibration)) {
                below += weights[i] / total;
                last = i;
                if (below > fraction) {
                    return i;
                }
            }
        }
        return last;
    }
}
