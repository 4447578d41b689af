package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;

/**
 * The real images or volumes of which an array consists: one for each index of the axes that are not spatial, and for real
 * and imaginary part.
 */
final class SpatialParts {
    private final int[] sizes;
    private final int[] strides;
    private final int[] starts;
    private final int points;

    /** @throws IllegalArgumentException if the space has no spatial axis, or more than three */
    SpatialParts(Space space) {
        int[] axes = axes(space);
        if (axes.length == 0 || axes.length > 3) {
            throw new IllegalArgumentException(
                    "the image is " + space + ", but must have one to three of the axes X, Y, Z");
        }
        int floats = space.field().floats();
        int dimensions = space.dimensions();
        int[] steps = new int[dimensions];
        int step = floats;
        for (int a = 0; a < dimensions; a++) {
            steps[a] = step;
            step *= space.size(a);
        }
        sizes = Arrays.stream(axes).map(space::size).toArray();
        strides = Arrays.stream(axes).map(a -> steps[a]).toArray();
        points = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        int[] others = IntStream.range(0, dimensions)
                .filter(a -> !space.axes().get(a).role().isSpatial())
                .toArray();
        starts = new int[space.length() / points];
        for (int p = 0; p < starts.length; p++) {
            int rest = p / floats;
            starts[p] = p % floats;
            for (int a : others) {
                starts[p] += rest % space.size(a) * steps[a];
                rest /= space.size(a);
            }
        }
    }

    /** Positions of the spatial axes. */
    static int[] axes(Space space) {
        return IntStream.range(0, space.dimensions())
                .filter(a -> space.axes().get(a).role().isSpatial())
                .toArray();
    }

    /** A space whose spatial axes have other sizes, and spacings larger by a factor each. */
    static Space resized(Space space, int[] sizes, int[] factors) {
        Axis[] axes = space.axes().toArray(Axis[]::new);
        int[] spatial = axes(space);
        for (int i = 0; i < spatial.length; i++) {
            Axis axis = axes[spatial[i]];
            axes[spatial[i]] = new Axis(axis.role(), sizes[i], axis.spacing() * factors[i]);
        }
        return new Space(Arrays.asList(axes), space.field());
    }

    /** Sizes of a part. */
    int[] sizes() {
        return sizes.clone();
    }

    /** How many there are. */
    int count() {
        return starts.length;
    }

    /** Values of a part. */
    int points() {
        return points;
    }

    /** Whether the parts stand one after the other in the array. */
    boolean contiguous() {
        int step = 1;
        for (int a = 0; a < sizes.length; a++) {
            if (strides[a] != step) {
                return false;
            }
            step *= sizes[a];
        }
        return true;
    }

    /** The first float of part p. */
    int start(int p) {
        return starts[p];
    }

    /** Copies part p to an array of its own. */
    void read(float[] x, int p, float[] part) {
        each(p, (at, i) -> part[i] = x[at]);
    }

    /** Copies a part back: the inverse of {@link #read}. */
    void write(float[] part, float[] x, int p) {
        each(p, (at, i) -> x[at] = part[i]);
    }

    private interface Copy {
        void copy(int at, int i);
    }

    private void each(int p, Copy copy) {
        int nx = sizes[0];
        int ny = sizes.length > 1 ? sizes[1] : 1;
        for (int i = 0; i < points; i += nx) {
            int line = i / nx;
            int at = starts[p]
                    + (sizes.length > 1 ? line % ny * strides[1] : 0)
                    + (sizes.length > 2 ? line / ny * strides[2] : 0);
            for (int x = 0; x < nx; x++) {
                copy.copy(at + x * strides[0], i + x);
            }
        }
    }
}
