package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * Detector counts turned to line integrals, p = -log((counts - dark) / (flat - dark)), and what was repaired on the way, so
 * that a user sees it. {@link DetectorCorrection} does it and says how.
 *
 * @param lineIntegrals in the space of the counts
 * @param deadCells detector cells that were interpolated in all projections, since their flat does not exceed their dark or
 *     is saturated
 * @param noisyCells as the dead ones, since their counts fluctuate far more than their neighbours'
 * @param saturatedValues counts at full scale, interpolated in their projection
 * @param clampedValues values that were set to the floor
 */
public record FlatField(Image lineIntegrals, int deadCells, int noisyCells, long saturatedValues, long clampedValues) {
    /** The transmission below which values are clamped, unless the caller says otherwise: p = 9.2. */
    public static final double FLOOR = 1e-4;

    /** How the frames of flats and of darks are averaged. */
    public enum Average {
        MEAN,
        /** Not drawn away by a single outlier, as a zinger. */
        MEDIAN,
        /**
         * For a beam that drifts: the first half of the flats was taken before the projections, the rest after them, and the
         * medians of both are interpolated linearly in the projection's number. Darks: the median.
         */
        INTERPOLATED
    }

    /** Corrects with the mean of flats and darks and the floor {@link #FLOOR}; saturated values are not looked for. */
    public static FlatField correct(Image counts, Image flats, Image darks) {
        return correct(counts, flats, darks, Average.MEAN, FLOOR);
    }

    /**
     * Corrects the counts of a scan; saturated values and noisy cells are not looked for.
     *
     * @see DetectorCorrection#apply
     */
    public static FlatField correct(Image counts, Image flats, Image darks, Average average, double floor) {
        return new DetectorCorrection(average, floor, DetectorCorrection.NEVER, DetectorCorrection.NEVER)
                .apply(counts, flats, darks);
    }
}
