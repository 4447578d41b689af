package org.preimage.operators.blur;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;

/** The values of a point spread function around its origin, the sample floor(n / 2) along each axis. */
final class Kernel {
    /** Entries that differ by less than this part of the largest count as equal. */
    private static final double EQUAL = 1e-6;

    final float[] values;
    final int[] sizes;

    /** @throws IllegalArgumentException if it is complex, not finite, all zero, or has another number of axes */
    Kernel(Image psf, int axes) {
        if (psf.space().field() != Field.REAL) {
            throw new IllegalArgumentException("the point spread function is complex, but must be real");
        }
        if (psf.space().dimensions() != axes) {
            throw new IllegalArgumentException("the point spread function is " + psf.space() + ", but needs " + axes
                    + (axes == 1 ? " axis" : " axes") + " as the image has spatial ones");
        }
        psf.requireFinite("the point spread function");
        this.values = psf.data().clone();
        this.sizes = psf.space().sizes();
        if (largest() == 0) {
            throw new IllegalArgumentException("the point spread function is zero everywhere");
        }
    }

    private Kernel(float[] values, int[] sizes) {
        this.values = values;
        this.sizes = sizes;
    }

    /** Only the entries that connect two samples of an image of these sizes. */
    Kernel within(int... image) {
        int axes = sizes.length;
        int[] cut = new int[axes];
        int[] skip = new int[axes];
        int points = 1;
        for (int a = 0; a < axes; a++) {
            int before = Math.min(before(a), image[a] - 1);
            int after = Math.min(after(a), image[a] - 1);
            // As many entries behind the origin as in front of it, so that it is in the middle again.
            cut[a] = 2 * Math.max(before, after) + 1;
            skip[a] = before(a) - Math.max(before, after);
            points *= cut[a];
        }
        float[] inside = new float[points];
        for (int i = 0; i < points; i++) {
            int rest = i;
            int from = 0;
            int step = 1;
            boolean there = true;
            for (int a = 0; a < axes; a++) {
                int k = rest % cut[a] + skip[a];
                there &= k >= 0 && k < sizes[a];
                from += k * step;
                rest /= cut[a];
                step *= sizes[a];
            }
            inside[i] = there ? values[from] : 0;
        }
        return new Kernel(inside, cut);
    }

    /** Samples before the origin. */
    int before(int axis) {
        return sizes[axis] / 2;
    }

    /** Samples after the origin. */
    int after(int axis) {
        return sizes[axis] - 1 - sizes[axis] / 2;
    }

    private double largest() {
        double max = 0;
        for (float v : values) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    /** Whether it is even along each axis: then the cosine transform makes it diagonal with reflecting boundaries. */
    boolean even() {
        double tolerance = EQUAL * largest();
        int step = 1;
        for (int size : sizes) {
            for (int i = 0; i < values.length; i++) {
                int k = i / step % size;
                int mirrored = 2 * (size / 2) - k;
                float other = mirrored < size ? values[i + (mirrored - k) * step] : 0;
                if (Math.abs(values[i] - other) > tolerance) {
                    return false;
                }
            }
            step *= size;
        }
        return true;
    }
}
