package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;

/**
 * Detector counts to line integrals: p = -log((counts - dark) / (flat - dark)), with flat and dark averaged over their
 * frames, cell by cell.
 *
 * <p>A cell whose flat does not exceed its dark is dead: its line integrals are interpolated linearly between the nearest
 * live cells of its detector row. A transmission below {@code floor}, as where noise made it negative, is set to
 * {@code floor}. Both are counted, so that a user sees what was repaired.
 *
 * @param lineIntegrals in the space of the counts
 * @param deadCells detector cells that were interpolated
 * @param clampedValues values that were set to the floor
 */
public record FlatField(Image lineIntegrals, int deadCells, int clampedValues) {
    /** The transmission below which values are clamped, unless the caller says otherwise: p = 9.2. */
    public static final double FLOOR = 1e-4;

    /** How the frames of flats and of darks are averaged. */
    public enum Average {
        MEAN,
        /** Not drawn away by a single outlier, as a zinger. */
        MEDIAN
    }

    /** Corrects with the mean of flats and darks and the floor {@link #FLOOR}. */
    public static FlatField correct(Image counts, Image flats, Image darks) {
        return correct(counts, flats, darks, Average.MEAN, FLOOR);
    }

    /**
     * Corrects the counts of a scan.
     *
     * @param counts first axis DETECTOR, last axis ANGLE; there may be detector rows between them
     * @param flats counts without object; the same axes, but any number of frames along the last
     * @param darks counts without beam; as the flats
     * @param average how frames are averaged
     * @param floor smallest transmission, above 0 and below 1
     * @throws IllegalArgumentException if shapes do not fit, a value is not finite, or more cells are dead than 1 or 5 % of
     *     a detector row
     */
    public static FlatField correct(Image counts, Image flats, Image darks, Average average, double floor) {
        int last = counts.space().dimensions() - 1;
        if (last < 1
                || counts.space().axes().get(0).role() != Role.DETECTOR
                || counts.space().axes().get(last).role() != Role.ANGLE) {
            throw new IllegalArgumentException(
                    "counts are " + counts.space() + ", but must have DETECTOR as first and ANGLE as last axis");
        }
        if (!(floor > 0 && floor < 1)) {
            throw new IllegalArgumentException("floor is " + floor + ", but must lie between 0 and 1");
        }
        counts.requireFinite("counts");
        float[] flat = average("flats", flats, counts, average);
        float[] dark = average("darks", darks, counts, average);
        int detectors = counts.space().size(0);
        boolean[] dead = new boolean[flat.length];
        int deadCells = 0;
        for (int row = 0; row < flat.length; row += detectors) {
            int inRow = 0;
            for (int i = row; i < row + detectors; i++) {
                dead[i] = !(flat[i] > dark[i]);
                inRow += dead[i] ? 1 : 0;
            }
            if (inRow > Math.max(1, detectors / 20) || inRow == detectors) {
                throw new IllegalArgumentException("the flats do not exceed the darks in " + inRow + " of " + detectors
                        + " detector cells of row " + row / detectors
                        + ", but at most 5 % can be interpolated: the flats are missing or zero");
            }
            deadCells += inRow;
        }
        Image out = Image.zeros(counts.space());
        int frames = counts.space().size(last);
        int[] clamped = new int[frames];
        Parallel.ranges(frames, 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                clamped[k] = frame(counts.data(), k * flat.length, flat, dark, dead, floor, out.data());
                for (int row = 0; row < flat.length; row += detectors) {
                    interpolate(out.data(), k * flat.length + row, dead, row, detectors);
                }
            }
        });
        return new FlatField(out, deadCells, Arrays.stream(clamped).sum());
    }

    private static float[] average(String name, Image frames, Image counts, Average average) {
        int last = counts.space().dimensions() - 1;
        boolean fits = frames.space().dimensions() == last + 1
                && frames.space().field() == counts.space().field();
        int cells = 1;
        for (int i = 0; i < last; i++) {
            fits &= i < frames.space().dimensions()
                    && frames.space().size(i) == counts.space().size(i);
            cells *= counts.space().size(i);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name + " are " + frames.space() + ", but frames for counts of " + counts.space() + " are needed");
        }
        frames.requireFinite(name);
        int n = frames.space().size(last);
        float[] result = new float[cells];
        double[] values = new double[n];
        for (int i = 0; i < cells; i++) {
            for (int k = 0; k < n; k++) {
                values[k] = frames.data()[k * cells + i];
            }
            if (average == Average.MEDIAN) {
                Arrays.sort(values);
                result[i] = (float) ((values[(n - 1) / 2] + values[n / 2]) / 2);
            } else {
                result[i] = (float) (Arrays.stream(values).sum() / n);
            }
        }
        return result;
    }

    private static int frame(
            float[] counts, int offset, float[] flat, float[] dark, boolean[] dead, double floor, float[] out) {
        int clamped = 0;
        for (int i = 0; i < flat.length; i++) {
            if (!dead[i]) {
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

    /** Fills the dead cells of one detector row; beyond the outermost live cell its value is repeated. */
    private static void interpolate(float[] out, int offset, boolean[] dead, int row, int detectors) {
        int before = -1;
        for (int i = 0; i < detectors; i++) {
            if (!dead[row + i]) {
                before = i;
                continue;
            }
            int after = i + 1;
            while (after < detectors && dead[row + after]) {
                after++;
            }
            if (before < 0) {
                out[offset + i] = out[offset + after];
            } else if (after == detectors) {
                out[offset + i] = out[offset + before];
            } else {
                float t = (float) (i - before) / (after - before);
                out[offset + i] = (1 - t) * out[offset + before] + t * out[offset + after];
            }
        }
    }
}
