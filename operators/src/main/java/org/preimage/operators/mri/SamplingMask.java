package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Which points of a Cartesian k-space are measured, the same for all coils. Immutable. {@code SamplingPatterns} makes them.
 */
public final class SamplingMask {
    private final Space space;
    private final boolean[] kept;
    private final int count;

    /**
     * @param space axes KX, KY, and KZ if there is one
     * @param kept one entry for each point; copied
     * @throws IllegalArgumentException if the number of entries does not fit, or no point is kept
     */
    public SamplingMask(Space space, boolean[] kept) {
        this.space = new Space(space.axes(), Field.REAL);
        if (kept.length != space.points()) {
            throw new IllegalArgumentException(
                    "the sampling mask has " + kept.length + " points, but " + space + " needs " + space.points());
        }
        this.kept = kept.clone();
        int n = 0;
        for (boolean k : kept) {
            n += k ? 1 : 0;
        }
        if (n == 0) {
            throw new IllegalArgumentException("the sampling mask keeps no point, but must keep at least one");
        }
        this.count = n;
    }

    /** The k-space of an image: its spatial axes as frequencies, real. */
    public static Space frequencies(Space image) {
        List<Axis> spatial =
                image.axes().stream().filter(a -> a.role().isSpatial()).toList();
        return new Space(
                FourierTransform.spatial(new Space(spatial, Field.COMPLEX))
                        .range()
                        .axes(),
                Field.REAL);
    }

    /** All of the k-space of an image. */
    public static SamplingMask full(Space image) {
        Space space = frequencies(image);
        boolean[] kept = new boolean[space.points()];
        Arrays.fill(kept, true);
        return new SamplingMask(space, kept);
    }

    /**
     * The points where an array is not zero.
     *
     * @param image whose k-space it is
     * @param mask real, of the image's shape
     */
    public static SamplingMask nonZero(Space image, Image mask) {
        Space space = frequencies(image);
        space.requireShape("the sampling mask", mask.space());
        boolean[] kept = new boolean[space.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = mask.data()[i] != 0;
        }
        return new SamplingMask(space, kept);
    }

    /**
     * The points where the data of any coil are not zero.
     *
     * @param data complex, axes KX, KY, [KZ,] COIL
     */
    public static SamplingMask ofData(Image data) {
        int coil = data.space()
                .indexOf(Role.COIL)
                .orElseThrow(
                        () -> new IllegalArgumentException("the data are " + data.space() + ", but need a coil axis"));
        Space space = new Space(data.space().axes().subList(0, coil), Field.REAL);
        boolean[] kept = new boolean[space.points()];
        float[] v = data.data();
        for (int i = 0; i < v.length / 2; i++) {
            kept[i % kept.length] |= v[2 * i] != 0 || v[2 * i + 1] != 0;
        }
        return new SamplingMask(space, kept);
    }

    /** Axes KX, KY, and KZ if there is one; real. */
    public Space space() {
        return space;
    }

    /** Whether point {@code i} is measured, first axis fastest. */
    public boolean kept(int i) {
        return kept[i];
    }

    /** A copy of all entries. */
    public boolean[] toArray() {
        return kept.clone();
    }

    /** Number of points measured. */
    public int count() {
        return count;
    }

    /** R, all points over those measured. */
    public double acceleration() {
        return (double) kept.length / count;
    }

    /** 1 where a point is measured, else 0. */
    public Image image() {
        Image image = Image.zeros(space);
        for (int i = 0; i < kept.length; i++) {
            image.data()[i] = kept[i] ? 1 : 0;
        }
        return image;
    }

    /**
     * The largest box around the centre that is measured completely, as sizes along the axes; all of an axis that is
     * measured as a whole. It grows by one sample on every side that can, in turn.
     *
     * @return for each axis the number of samples; all 0 if not even the centre is measured
     */
    public int[] calibration() {
        int d = space.dimensions();
        int[] low = new int[d];
        int[] high = new int[d];
        for (int a = 0; a < d; a++) {
            low[a] = space.size(a) / 2;
            high[a] = low[a];
        }
        if (!complete(low, high)) {
            return new int[d];
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int a = 0; a < d; a++) {
                grown |= grow(low, high, a, -1);
                grown |= grow(low, high, a, 1);
            }
        }
        int[] sizes = new int[d];
        for (int a = 0; a < d; a++) {
            sizes[a] = high[a] - low[a] + 1;
        }
        return sizes;
    }

    private boolean grow(int[] low, int[] high, int axis, int step) {
        int[] side = step < 0 ? low : high;
        int next = side[axis] + step;
        if (next < 0 || next >= space.size(axis)) {
            return false;
        }
        int[] from = low.clone();
        int[] to = high.clone();
        from[axis] = next;
        to[axis] = next;
        if (!complete(from, to)) {
            return false;
        }
        side[axis] = next;
        return true;
    }

    /** Whether all points of a box, ends included, are measured. */
    private boolean complete(int[] low, int[] high) {
        int[] at = low.clone();
        while (true) {
            int index = 0;
            for (int a = at.length - 1; a >= 0; a--) {
                index = index * space.size(a) + at[a];
            }
            if (!kept[index]) {
                return false;
            }
            int a = 0;
            while (a < at.length && at[a] == high[a]) {
                at[a] = low[a];
                a++;
            }
            if (a == at.length) {
                return true;
            }
            at[a]++;
        }
    }
}
