package org.preimage.operators.mri.simulation;

import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Where pixels are. MRI counts them from sample floor(N / 2); lengths are counted in mm from the middle of the image, which
 * for even N lies half a pixel before that sample. The row index and y grow together.
 *
 * @param space axes X, Y, and Z if there is one
 */
record PixelFrame(Space space) {
    /** @throws IllegalArgumentException if there are other axes than X, Y and Z, or fewer than two */
    PixelFrame {
        int d = space.dimensions();
        boolean plane = d >= 2
                && space.axes().get(0).role() == Role.X
                && space.axes().get(1).role() == Role.Y;
        if (!plane || d > 3 || d == 3 && space.axes().get(2).role() != Role.Z) {
            throw new IllegalArgumentException("the image is " + space + ", but must have axes X, Y, and Z if a third");
        }
        space = new Space(space.axes(), Field.REAL);
    }

    /** The place of a sample in mm from the middle; 0 for an axis that there is not. */
    double place(int axis, int index) {
        if (axis >= space.dimensions()) {
            return 0;
        }
        Axis a = space.axes().get(axis);
        return (index - (a.size() - 1) / 2.0) * a.spacing();
    }

    /** Index along an axis of point {@code i}; 0 for an axis that there is not. */
    int index(int axis, int i) {
        int rest = i;
        for (int a = 0; a < axis && a < space.dimensions(); a++) {
            rest /= space.size(a);
        }
        return axis < space.dimensions() ? rest % space.size(axis) : 0;
    }

    /** The middle of the image in samples from floor(N / 2): -1/2 for even N, 0 for odd N. */
    double middle(int axis) {
        int n = space.size(axis);
        return (n - 1) / 2.0 - n / 2;
    }

    /** Half of the longest side in mm. */
    double halfField() {
        double half = 0;
        for (Axis a : space.axes().subList(0, 2)) {
            half = Math.max(half, a.size() * a.spacing() / 2);
        }
        return half;
    }
}
