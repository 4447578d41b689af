package org.preimage.operators.space;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shape and meaning of a {@code float[]}: what an operator takes and what it gives.
 *
 * <p>The first axis runs fastest, as in ImgLib2. A complex space keeps each number as two neighbouring floats, and
 * C<sup>n</sup> counts as R<sup>2n</sup>: inner product and adjoint are those of the real space.
 *
 * @param axes at least one, fastest first
 * @param field real or complex
 */
public record Space(List<Axis> axes, Field field) {
    public Space {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new IllegalArgumentException("a space needs at least one axis");
        }
        long floats = field.floats();
        for (Axis axis : axes) {
            floats *= axis.size();
            if (floats > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("a space of " + describe(axes) + " has more than 2^31 values");
            }
        }
    }

    /** A real space with these axes, fastest first. */
    public static Space of(Axis... axes) {
        return new Space(List.of(axes), Field.REAL);
    }

    /** A real image of {@code nx} columns and {@code ny} rows with square pixels of {@code pixel} mm. */
    public static Space image(int nx, int ny, double pixel) {
        return of(new Axis(Role.X, nx, pixel), new Axis(Role.Y, ny, pixel));
    }

    /** A real volume with cubic voxels of {@code voxel} mm. */
    public static Space volume(int nx, int ny, int nz, double voxel) {
        return of(new Axis(Role.X, nx, voxel), new Axis(Role.Y, ny, voxel), new Axis(Role.Z, nz, voxel));
    }

    /** A plain list of {@code n} real values. */
    public static Space vector(int n) {
        return of(new Axis(Role.SAMPLE, n));
    }

    /**
     * A real space of which only the sizes are known, as of a file: axes X, Y, Z, TIME, CHANNEL in this order, or SAMPLE if
     * there is one only, with spacing 1.
     *
     * @param sizes one to five, fastest axis first
     */
    public static Space ofSizes(int... sizes) {
        Role[] roles = {Role.X, Role.Y, Role.Z, Role.TIME, Role.CHANNEL};
        if (sizes.length > roles.length) {
            throw new IllegalArgumentException("there are " + sizes.length + " axes, but at most " + roles.length
                    + " can be named by their order");
        }
        Axis[] axes = new Axis[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            axes[i] = new Axis(sizes.length == 1 ? Role.SAMPLE : roles[i], sizes[i]);
        }
        return of(axes);
    }

    /** The same axes over the complex numbers. */
    public Space complex() {
        return new Space(axes, Field.COMPLEX);
    }

    /** The same field and axes, with one more axis that runs slowest. */
    public Space with(Axis slowest) {
        return new Space(Stream.concat(axes.stream(), Stream.of(slowest)).toList(), field);
    }

    /** Number of axes. */
    public int dimensions() {
        return axes.size();
    }

    /** Samples along axis {@code i}. */
    public int size(int i) {
        return axes.get(i).size();
    }

    /** Spacing along axis {@code i}. */
    public double spacing(int i) {
        return axes.get(i).spacing();
    }

    /** Position of the first axis with this role. */
    public OptionalInt indexOf(Role role) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i).role() == role) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Numbers (not floats) in an array of this space. */
    public int points() {
        int n = 1;
        for (Axis axis : axes) {
            n *= axis.size();
        }
        return n;
    }

    /** Floats in an array of this space. */
    public int length() {
        return points() * field.floats();
    }

    /** A new array of zeros. */
    public float[] zeros() {
        return new float[length()];
    }

    /** Sizes, fastest axis first. */
    public int[] sizes() {
        return axes.stream().mapToInt(Axis::size).toArray();
    }

    /** Whether both have the same sizes and field, whatever their roles and spacings. */
    public boolean sameShape(Space other) {
        return field == other.field && Arrays.equals(sizes(), other.sizes());
    }

    /**
     * Checks that an array fits.
     *
     * @param name what to call the array in the message
     * @param array the array
     * @throws IllegalArgumentException if its length is not {@link #length()}
     */
    public void require(String name, float[] array) {
        if (array == null) {
            throw new IllegalArgumentException(name + " is missing, but " + this + " is needed");
        }
        if (array.length != length()) {
            throw new IllegalArgumentException(
                    name + " has " + array.length + " values, but " + this + " needs " + length());
        }
    }

    /**
     * Checks that another space has the same shape.
     *
     * @param name what to call the other space in the message
     * @param other the other space
     * @throws IllegalArgumentException if sizes or field differ
     */
    public void requireShape(String name, Space other) {
        if (!sameShape(other)) {
            throw new IllegalArgumentException(name + " is " + other + ", but " + this + " is needed");
        }
    }

    private static String describe(List<Axis> axes) {
        return axes.stream().map(a -> a.size() + " " + a.role()).collect(Collectors.joining(" x "));
    }

    /** The sizes with their roles, as "256 X x 256 Y". */
    @Override
    public String toString() {
        return describe(axes) + (field == Field.COMPLEX ? " complex" : "");
    }
}
