package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/**
 * A lattice in the plane of phase encodings with a block of calibration points. Every {@code everyRow}-th row is measured, and
 * in it every {@code everyColumn}-th point; each such row is shifted against the last by {@code shift} points, so that aliases
 * fall beside each other (F. A. Breuer et al., Controlled aliasing in volumetric parallel imaging (2D CAIPIRINHA), Magn.
 * Reson. Med. 55, 549-556, 2006). Zero frequency is measured.
 *
 * @param everyColumn step along KX of an image, KY of a volume
 * @param everyRow step along KY of an image, KZ of a volume
 * @param shift 0 for a rectangular lattice
 * @param calibration side of the block about the centre that is measured completely; 0 for none
 */
public record UniformGrid(int everyColumn, int everyRow, int shift, int calibration) implements SamplingPattern {
    public UniformGrid {
        Checks.atLeast("everyColumn", everyColumn, 1);
        Checks.atLeast("everyRow", everyRow, 1);
        Checks.atLeast("shift", shift, 0);
        Checks.atLeast("calibration", calibration, 0);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        return mask(image);
    }

    /** There is nothing random about it. */
    public SamplingMask mask(Space image) {
        Encodings encodings = Encodings.of(image);
        boolean[] plane = encodings.block(calibration);
        for (int i = 0; i < plane.length; i++) {
            int column = i % encodings.columns() - encodings.columns() / 2;
            int row = i / encodings.columns() - encodings.rows() / 2;
            plane[i] |= Math.floorMod(row, everyRow) == 0
                    && Math.floorMod(column - shift * Math.floorDiv(row, everyRow), everyColumn) == 0;
        }
        return encodings.points(plane);
    }
}
