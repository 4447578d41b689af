package org.preimage.operators.mri;

import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Where in k-space a non-Cartesian scan measures: points in cycles per field of view, so that k = 1 is one period across the
 * image and |k| = N / 2 the edge of what N pixels can hold.
 *
 * @param coordinates x, y (and z) of each sample in a row, sample after sample, shot after shot; not copied
 * @param dimensions 2 or 3
 * @param samples in each shot
 * @param shots readouts: spokes, interleaves
 */
public record Trajectory(float[] coordinates, int dimensions, int samples, int shots) {
    /** @throws IllegalArgumentException if the length does not fit or a coordinate is not finite */
    public Trajectory {
        if (dimensions != 2 && dimensions != 3) {
            throw new IllegalArgumentException(
                    "the trajectory has " + dimensions + " coordinates a sample, but must have 2 or 3");
        }
        if (samples < 1 || shots < 1 || (long) samples * shots * dimensions != coordinates.length) {
            throw new IllegalArgumentException("the trajectory has " + coordinates.length + " coordinates, but " + shots
                    + " shots of " + samples + " samples need " + (long) samples * shots * dimensions);
        }
        for (float k : coordinates) {
            if (!Float.isFinite(k)) {
                throw new IllegalArgumentException("a coordinate of the trajectory is " + k + ", but must be finite");
            }
        }
    }

    /**
     * The trajectory that an array holds: of shape (shots, samples, 2 or 3) in numpy's order, or (samples, 2 or 3) for a single
     * shot; further leading axes count as shots.
     *
     * @param coordinates real; its first axis, the fastest, counts x, y (and z)
     * @throws IllegalArgumentException if the array has another shape, is complex, or holds values that are not finite
     */
    public static Trajectory of(Image coordinates) {
        Space space = coordinates.space();
        int dimensions = space.size(0);
        if (space.field() != Field.REAL || space.dimensions() < 2 || dimensions != 2 && dimensions != 3) {
            throw new IllegalArgumentException(
                    "the trajectory is " + space
                            + ", but must be real, with 2 or 3 coordinates along the axis that runs fastest and samples along the next");
        }
        int samples = space.size(1);
        return new Trajectory(coordinates.data(), dimensions, samples, space.points() / dimensions / samples);
    }

    /** The same points with all coordinates multiplied, as from cycles per voxel to cycles per field of view. */
    public Trajectory scaled(double factor) {
        float[] k = new float[coordinates.length];
        for (int i = 0; i < k.length; i++) {
            k[i] = (float) (factor * coordinates[i]);
        }
        return new Trajectory(k, dimensions, samples, shots);
    }

    /** Samples of all shots. */
    public int count() {
        return samples * shots;
    }

    /** Coordinate {@code axis} of sample {@code i}. */
    public float at(int i, int axis) {
        return coordinates[i * dimensions + axis];
    }

    /** The data of {@code coils} coils: complex, axes SAMPLE, SHOT, COIL. */
    public Space data(int coils) {
        return Space.of(new Axis(Role.SAMPLE, samples), new Axis(Role.SHOT, shots), new Axis(Role.COIL, coils))
                .complex();
    }
}
