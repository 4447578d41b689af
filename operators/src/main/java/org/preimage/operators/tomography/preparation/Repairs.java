package org.preimage.operators.tomography.preparation;

/**
 * What was repaired in a scan or in some of its rows, so that blocks can be added up.
 *
 * @param values line integrals in all
 * @param deadCells cells without a usable flat, interpolated in all projections
 * @param noisyCells cells that fluctuate, interpolated in all projections
 * @param saturated values at full scale, interpolated
 * @param clamped values set to the floor
 * @param zingers values replaced by the median of their neighbours
 */
public record Repairs(long values, int deadCells, int noisyCells, long saturated, long clamped, long zingers) {
    public static final Repairs NONE = new Repairs(0, 0, 0, 0, 0, 0);

    /** Of two blocks together. */
    public Repairs plus(Repairs other) {
        return new Repairs(
                values + other.values,
                deadCells + other.deadCells,
                noisyCells + other.noisyCells,
                saturated + other.saturated,
                clamped + other.clamped,
                zingers + other.zingers);
    }

    Repairs withZingers(long more) {
        return new Repairs(values, deadCells, noisyCells, saturated, clamped, zingers + more);
    }
}
