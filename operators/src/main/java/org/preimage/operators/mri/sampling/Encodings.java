package org.preimage.operators.mri.sampling;

import java.util.List;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The k-space of an image as patterns see it.
 *
 * @param kspace axes KX, KY, and KZ if there is one; real
 */
record Encodings(Space kspace) {
    /** Of an image or a k-space, whatever other axes it has. */
    static Encodings of(Space space) {
        List<Axis> axes = space.axes().stream()
                .filter(a -> a.role() == Role.KX || a.role() == Role.KY || a.role() == Role.KZ)
                .toList();
        Space kspace = axes.isEmpty() ? SamplingMask.frequencies(space) : new Space(axes, Field.REAL);
        if (kspace.dimensions() < 2) {
            throw new IllegalArgumentException("the image is " + space + ", but must have two or three directions");
        }
        return new Encodings(kspace);
    }

    /** Position of an axis. */
    int indexOf(Role axis) {
        return kspace.indexOf(axis)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the axis is " + axis + ", but the k-space is " + kspace + " and has no such axis"));
    }

    /** Samples along an axis. */
    int size(Role axis) {
        return kspace.size(indexOf(axis));
    }

    /** All lines at the places kept along an axis. */
    SamplingMask lines(Role axis, boolean[] places) {
        int at = indexOf(axis);
        int inner = 1;
        for (int i = 0; i < at; i++) {
            inner *= kspace.size(i);
        }
        boolean[] kept = new boolean[kspace.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = places[i / inner % places.length];
        }
        return new SamplingMask(kspace, kept);
    }

    /** Columns of the plane of phase encodings, which is spanned by the last two axes. */
    int columns() {
        return kspace.size(kspace.dimensions() - 2);
    }

    /** Rows of the plane of phase encodings. */
    int rows() {
        return kspace.size(kspace.dimensions() - 1);
    }

    /** All of the readout at the points kept in the plane of phase encodings. */
    SamplingMask points(boolean[] plane) {
        int readout = kspace.points() / plane.length;
        boolean[] kept = new boolean[kspace.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = plane[i / readout];
        }
        return new SamplingMask(kspace, kept);
    }

    /** The points of a block of {@code side} x {@code side} about the centre, cut where the plane is smaller. */
    boolean[] block(int side) {
        boolean[] plane = new boolean[columns() * rows()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = central(i % columns(), columns(), side) && central(i / columns(), rows(), side);
        }
        return plane;
    }

    /** Whether sample {@code i} of {@code n} is one of the {@code count} about the centre floor(n / 2). */
    static boolean central(int i, int n, int count) {
        int first = n / 2 - Math.min(count, n) / 2;
        return i >= first && i < first + Math.min(count, n);
    }

    /** The distance of a point of the plane from the centre; 1 on the ellipse that touches the edges. */
    double radius(int point) {
        return Math.hypot(offset(point % columns(), columns()), offset(point / columns(), rows()));
    }

    /** Sample {@code i} of {@code n}, from the centre, in halves of the axis. */
    static double offset(int i, int n) {
        return (i - n / 2) / Math.max(1, n / 2.0);
    }

    static int count(boolean[] kept) {
        int count = 0;
        for (boolean k : kept) {
            count += k ? 1 : 0;
        }
        return count;
    }
}
