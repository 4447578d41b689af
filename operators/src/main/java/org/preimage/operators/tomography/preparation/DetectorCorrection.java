package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;

/**
 * Detector counts to line integrals: p = -log((counts - dark) / (flat - dark)), cell by cell.
 *
 * <p>Repairs, all counted in the {@link FlatField}:
 *
 * <ul>
 *   <li>a cell is dead if its flat does not exceed its dark, or is at full scale;
 *   <li>a cell is noisy if sigma_i / sqrt(flat_i), with sigma_i the deviation over the frames of the flats without the most
 *       extreme frame, stands out in its detector row: its logarithm lies more than {@code noisy} robust standard deviations
 *       above the median; five flats at least are needed;
 *   <li>a count at full scale says no more than that the beam was brighter;
 *   <li>a transmission below {@code floor}, as where noise made it negative, is set to {@code floor}.
 * </ul>
 *
 * <p>The first three are interpolated linearly between the nearest good cells of their projection and row. All decisions are
 * taken row by row, so that a block of rows gives what the whole scan gives.
 *
 * @param average how flats and darks are averaged
 * @param floor smallest transmission, above 0 and below 1
 * @param fullScale the count at and above which a value is saturated; {@link #ESTIMATED}; or {@link #NEVER}
 * @param noisy threshold for noisy cells, or {@link #NEVER}
 */
public record DetectorCorrection(FlatField.Average average, double floor, double fullScale, double noisy) {
    /** As a threshold: nothing is looked for. */
    public static final double NEVER = Double.POSITIVE_INFINITY;

    /**
     * As full scale: a row's largest count, if it is 2^8 - 1, 2^10 - 1, 2^12 - 1, 2^14 - 1 or 2^16 - 1 and occurs three times
     * or more in it; otherwise nothing is saturated.
     */
    public static final double ESTIMATED = 0;

    private static final int FEWEST_FRAMES = 5;

    /** Means, full scale estimated, noisy cells at 8 standard deviations. */
    public static final DetectorCorrection DEFAULT =
            new DetectorCorrection(FlatField.Average.MEAN, FlatField.FLOOR, ESTIMATED, 8);

    /** @throws IllegalArgumentException if a number is out of range */
    public DetectorCorrection {
        if (!(floor > 0 && floor < 1)) {
            throw new IllegalArgumentException("floor is " + floor + ", but must lie between 0 and 1");
        }
        if (!(fullScale >= 0)) {
            throw new IllegalArgumentException("full scale is " + fullScale + ", but must not be negative");
        }
        if (!(noisy >= 3)) {
            throw new IllegalArgumentException(
                    "the threshold for noisy cells is " + noisy + ", but must be at least 3 standard deviations");
        }
    }

    /**
     * Corrects the counts of a scan, or of some of its rows.
     *
     * @param counts first axis DETECTOR, last axis ANGLE; there may be detector rows between them
     * @param flats counts without object; the same axes, but any number of frames along the last
     * @param darks counts without beam; as the flats
     * @throws IllegalArgumentException if shapes do not fit, a value is not finite, or more cells cannot be used than 1 or 5 %
     *     of a detector row
     */
    public FlatField apply(Image counts, Image flats, Image darks) {
        int last = counts.space().dimensions() - 1;
        if (last < 1
                || counts.space().axes().get(0).role() != Role.DETECTOR
                || counts.space().axes().get(last).role() != Role.ANGLE) {
            throw new IllegalArgumentException(
                    "counts are " + counts.space() + ", but must have DETECTOR as first and ANGLE as last axis");
        }
        counts.requireFinite("counts");
        requireFrames("flats", flats, counts);
        requireFrames("darks", darks, counts);
        int frames = counts.space().size(last);
        int detectors = counts.space().size(0);
        int cells = counts.data().length / frames;
        int shots = flats.space().size(last);
        if (average == FlatField.Average.INTERPOLATED && shots < 2) {
            throw new IllegalArgumentException(
                    "there is 1 flat, but at least 2 are needed to interpolate between them");
        }
        int early = average == FlatField.Average.INTERPOLATED ? shots / 2 : shots;
        float[] flat = average(flats.data(), cells, 0, early);
        float[] late = early < shots ? average(flats.data(), cells, early, shots) : flat;
        float[] dark = average(darks.data(), cells, 0, darks.space().size(last));
        double[] full = fullScale(counts.data(), cells, detectors);
        boolean[] bad = new boolean[cells];
        int dead = 0;
        int restless = 0;
        for (int row = 0; row < cells; row += detectors) {
            int inRow = 0;
            for (int i = row; i < row + detectors; i++) {
                double limit = full[row / detectors];
                bad[i] = !(flat[i] > dark[i] && late[i] > dark[i]) || flat[i] >= limit || late[i] >= limit;
                inRow += bad[i] ? 1 : 0;
            }
            int unsteady = noisy < NEVER && shots >= FEWEST_FRAMES
                    ? markNoisy(flats.data(), cells, shots, row, detectors, bad)
                    : 0;
            if (inRow + unsteady > Math.max(1, detectors / 20) || inRow + unsteady == detectors) {
                String noise = unsteady > 0 ? " or fluctuate" : "";
                throw new IllegalArgumentException("the flats do not exceed the darks" + noise + " in "
                        + (inRow + unsteady) + " of " + detectors + " detector cells of row " + row / detectors
                        + ", but at most 5 % can be interpolated: the flats are "
                        + (unsteady > inRow ? "unsteady" : "missing or zero"));
            }
            dead += inRow;
            restless += unsteady;
        }
        Image out = Image.zeros(counts.space());
        long[] saturated = new long[frames];
        long[] clamped = new long[frames];
        boolean[] blind = new boolean[frames];
        Parallel.ranges(frames, 1, (from, to) -> {
            float[] between = flat.clone();
            boolean[] hole = new boolean[cells];
            for (int k = from; k < to; k++) {
                int at = k * cells;
                float w = frames > 1 ? (float) k / (frames - 1) : 0.5f;
                if (late != flat) {
                    for (int i = 0; i < cells; i++) {
                        between[i] = (1 - w) * flat[i] + w * late[i];
                    }
                }
                clamped[k] = logarithm(counts.data(), at, between, dark, bad, out.data());
                System.arraycopy(bad, 0, hole, 0, cells);
                for (int row = 0; row < cells; row += detectors) {
                    int holes = 0;
                    for (int i = row; i < row + detectors; i++) {
                        if (!bad[i] && counts.data()[at + i] >= full[row / detectors]) {
                            hole[i] = true;
                            saturated[k]++;
                        }
                        holes += hole[i] ? 1 : 0;
                    }
                    if (holes == detectors) {
                        blind[k] = true;
                    } else if (holes > 0) {
                        Statistics.interpolate(out.data(), at + row, hole, row, detectors);
                    }
                }
            }
        });
        for (int k = 0; k < frames; k++) {
            if (blind[k]) {
                throw new IllegalArgumentException("all cells of a row are saturated in projection " + k
                        + ", but at least one is needed to interpolate the others");
            }
        }
        return new FlatField(
                out,
                dead,
                restless,
                Arrays.stream(saturated).sum(),
                Arrays.stream(clamped).sum());
    }

    private static void requireFrames(String name, Image frames, Image counts) {
        int last = counts.space().dimensions() - 1;
        boolean fits = frames.space().dimensions() == last + 1
                && frames.space().field() == counts.space().field();
        for (int i = 0; i < last; i++) {
            fits &= i < frames.space().dimensions()
                    && frames.space().size(i) == counts.space().size(i);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name + " are " + frames.space() + ", but frames for counts of " + counts.space() + " are needed");
        }
        frames.requireFinite(name);
    }

    private float[] average(float[] frames, int cells, int from, int to) {
        float[] result = new float[cells];
        Parallel.ranges(cells, 1024, (first, end) -> {
            double[] values = new double[to - from];
            for (int i = first; i < end; i++) {
                double sum = 0;
                for (int k = from; k < to; k++) {
                    values[k - from] = frames[k * cells + i];
                    sum += frames[k * cells + i];
                }
                result[i] = (float)
                        (average == FlatField.Average.MEAN
                                ? sum / values.length
                                : Statistics.median(values, values.length));
            }
        });
        return result;
    }

    /** For each row the count from which on it is saturated. */
    private double[] fullScale(float[] counts, int cells, int detectors) {
        double[] full = new double[cells / detectors];
        Arrays.fill(full, fullScale == ESTIMATED ? NEVER : fullScale);
        if (fullScale == ESTIMATED) {
            Parallel.ranges(full.length, 1, (from, to) -> {
                for (int row = from; row < to; row++) {
                    full[row] = estimate(counts, cells, row * detectors, detectors);
                }
            });
        }
        return full;
    }

    private static double estimate(float[] counts, int cells, int first, int detectors) {
        float max = Float.NEGATIVE_INFINITY;
        int times = 0;
        for (int at = first; at < counts.length; at += cells) {
            for (int i = at; i < at + detectors; i++) {
                if (counts[i] > max) {
                    max = counts[i];
                    times = 0;
                }
                times += counts[i] == max ? 1 : 0;
            }
        }
        boolean end = max == 255 || max == 1023 || max == 4095 || max == 16383 || max == 65535;
        return end && times >= 3 ? max : NEVER;
    }

    /** Marks the noisy ones among the cells of a row that are not bad yet. */
    private int markNoisy(float[] flats, int cells, int shots, int row, int detectors, boolean[] bad) {
        double[] level = new double[shots];
        for (int k = 0; k < shots; k++) {
            for (int i = row; i < row + detectors; i++) {
                level[k] += bad[i] ? 0 : flats[k * cells + i];
            }
        }
        double[] logs = new double[detectors];
        double[] values = new double[shots];
        int n = 0;
        double mean = Arrays.stream(level).sum() / shots;
        for (int i = row; i < row + detectors; i++) {
            double sum = 0;
            for (int k = 0; k < shots; k++) {
                // A beam that flickers as a whole makes no cell noisy.
                values[k] = flats[k * cells + i] * mean / level[k];
                sum += values[k];
            }
            logs[i - row] = Math.log(trimmedDeviation(values) / Math.sqrt(Math.max(sum / shots, 1e-30)));
            n += !bad[i] && Double.isFinite(logs[i - row]) ? 1 : 0;
        }
        if (n < detectors / 2) {
            // Flats without noise, as simulated ones.
            return 0;
        }
        double[] steady = new double[n];
        int next = 0;
        for (int i = 0; i < detectors; i++) {
            if (!bad[row + i] && Double.isFinite(logs[i])) {
                steady[next++] = logs[i];
            }
        }
        double middle = Statistics.median(steady);
        double sigma = Statistics.robustSigma(steady);
        int marked = 0;
        for (int i = 0; i < detectors; i++) {
            if (!bad[row + i] && sigma > 0 && logs[i] - middle > noisy * sigma) {
                bad[row + i] = true;
                marked++;
            }
        }
        return marked;
    }

    /** Standard deviation about the median, without the value that is farthest from it: one zinger is not noise. */
    private static double trimmedDeviation(double[] values) {
        double middle = Statistics.median(values);
        double sum = 0;
        double largest = 0;
        for (double v : values) {
            double d = (v - middle) * (v - middle);
            sum += d;
            largest = Math.max(largest, d);
        }
        return Math.sqrt(Math.max(0, sum - largest) / (values.length - 2));
    }

    private long logarithm(float[] counts, int offset, float[] flat, float[] dark, boolean[] bad, float[] out) {
        long clamped = 0;
        for (int i = 0; i < flat.length; i++) {
            if (!bad[i]) {
                double transmission = ((double) counts[offset + i] - dark[i]) / ((double) flat[i] - dark[i]);
                if (transmission < floor) {
                    transmission = floor;
                    clamped++;
                }
                out[offset + i] = (float) -Math.log(transmission);
            }
        }
        return clamped;
    }
}
