package org.preimage.operators.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * An encoding space of an ISMRMRD file.
 *
 * @param encoded the grid that was measured, with the oversampling of the readout
 * @param recon the grid of the image wanted
 * @param trajectory cartesian, epi, radial, goldenangle, spiral or other
 * @param step1 limits of the first phase encoding
 * @param step2 limits of the second phase encoding
 * @param acceleration1 of the first phase encoding
 * @param acceleration2 of the second phase encoding
 * @param calibrationMode embedded, interleaved, separate, external, other, or "" where it is not stated
 */
record IsmrmrdEncoding(
        Grid encoded,
        Grid recon,
        String trajectory,
        Optional<Limit> step1,
        Optional<Limit> step2,
        int acceleration1,
        int acceleration2,
        String calibrationMode) {
    /** Names of the axes x, y, z. */
    private static final Role[] ROLES = {Role.X, Role.Y, Role.Z};

    /**
     * Which steps of a phase encoding there are.
     *
     * @param minimum the first
     * @param maximum the last
     * @param center the one of zero frequency
     */
    record Limit(int minimum, int maximum, int center) {}

    /**
     * A matrix with its field of view.
     *
     * @param matrix along x, y, z
     * @param fieldOfView in mm along x, y, z; 0 where it is not stated
     */
    record Grid(int[] matrix, double[] fieldOfView) {
        /** Whether the pixel size is known along all axes that have more than one sample. */
        boolean isMeasured() {
            for (int a = 0; a < 3; a++) {
                if (!(fieldOfView[a] > 0) && (a < 2 || matrix[a] > 1)) {
                    return false;
                }
            }
            return true;
        }

        double pixel(int axis) {
            return isMeasured() ? fieldOfView[axis] / matrix[axis] : 1;
        }

        /** The image: axes X, Y, and Z if the matrix has more than one plane. */
        Space image() {
            List<Axis> axes = new ArrayList<>();
            for (int a = 0; a < (matrix[2] > 1 ? 3 : 2); a++) {
                axes.add(new Axis(ROLES[a], matrix[a], pixel(a)));
            }
            return new Space(axes, Field.REAL);
        }

        /** As "64 x 32 x 1 over 600 x 300 x 6 mm". */
        String words() {
            return matrix[0] + " x " + matrix[1] + " x " + matrix[2]
                    + (isMeasured()
                            ? " over " + number(fieldOfView[0]) + " x " + number(fieldOfView[1]) + " x "
                                    + number(fieldOfView[2]) + " mm"
                            : ", field of view not stated");
        }

        private static String number(double v) {
            return new BigDecimal(v)
                    .round(new MathContext(6))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    boolean isCartesian() {
        return trajectory.equals("cartesian") || trajectory.equals("epi");
    }

    /** How much wider the field of view was measured along the readout than is wanted; 1 if the file does not say. */
    double oversampling() {
        double measured = encoded.fieldOfView()[0];
        double wanted = recon.fieldOfView()[0];
        return measured > 0 && wanted > 0 ? measured / wanted : 1;
    }

    /** Where a step of the first phase encoding lies on the grid; may be outside. */
    int row(int step) {
        return place(step, encoded.matrix()[1], step1);
    }

    /** Where a step of the second phase encoding lies on the grid; may be outside. */
    int plane(int step) {
        return place(step, encoded.matrix()[2], step2);
    }

    /** Zero frequency is at N / 2; without limits the steps count the grid's own lines. */
    private static int place(int step, int size, Optional<Limit> limit) {
        return size / 2 + step - limit.map(Limit::center).orElse(size / 2);
    }
}
