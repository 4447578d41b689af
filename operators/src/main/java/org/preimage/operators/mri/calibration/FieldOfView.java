package org.preimage.operators.mri.calibration;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Another field of view or another matrix for k-space on a grid: from the matrix that was encoded to that of the image.
 *
 * <p>Cropping and padding keep the centre, sample N / 2. Transforms are unitary and nothing else is scaled: pixel values of
 * {@link #resize} stay, and so does the level of white noise in k-space; in {@link #resample} the k-space values stay.
 */
public final class FieldOfView {
    private FieldOfView() {}

    /**
     * Removes the oversampling of a readout: only the middle 1 / factor of the field of view is kept. K-space has as many
     * times fewer samples along this axis.
     *
     * @param kspace complex, of any axes
     * @param axis the readout's: KX, KY or KZ. Each line along it is measured completely or not at all, since its samples mix
     * @param factor 2 or more; the number of samples must be a multiple
     * @throws IllegalArgumentException if there is no such axis or the number of samples is not a multiple
     */
    public static Image removeOversampling(Image kspace, Role axis, int factor) {
        int at = require(kspace, axis);
        int size = kspace.space().size(at);
        if (factor < 2 || size % factor != 0) {
            throw new IllegalArgumentException("the oversampling is " + factor
                    + ", but must be at least 2 and divide the " + size + " samples along " + axis);
        }
        return resize(kspace, axis, size / factor);
    }

    /**
     * Another field of view with the same pixels, by cropping the image, or padding it with zeros, along an axis.
     *
     * @param kspace complex, of any axes
     * @param axis KX, KY or KZ; each line along it is measured completely or not at all
     * @param size pixels of the new field of view
     * @return k-space of as many samples, whose spacing is that of the new field of view
     * @throws IllegalArgumentException if there is no such axis or the size is not positive
     */
    public static Image resize(Image kspace, Role axis, int size) {
        int at = require(kspace, axis);
        Axis old = kspace.space().axes().get(at);
        float[] image = new float[kspace.data().length];
        new CentredFft(kspace.space().sizes(), at).inverse(kspace.data(), image);
        Image out = centred(new Image(kspace.space(), image), at, size, old.spacing() * old.size() / size);
        new CentredFft(out.space().sizes(), at).forward(out.data(), out.data());
        return out;
    }

    /**
     * Another number of pixels in the same field of view, by cropping k-space, or padding it with zeros, along an axis.
     *
     * @param kspace complex, of any axes
     * @param axis KX, KY or KZ
     * @param size samples of the new k-space. Pixel values change by sqrt(old / new) under unitary transforms
     * @throws IllegalArgumentException if there is no such axis or the size is not positive
     */
    public static Image resample(Image kspace, Role axis, int size) {
        int at = require(kspace, axis);
        return centred(kspace, at, size, kspace.space().spacing(at));
    }

    private static int require(Image kspace, Role axis) {
        Space space = kspace.space();
        boolean frequency = axis == Role.KX || axis == Role.KY || axis == Role.KZ;
        if (!frequency || space.field() != Field.COMPLEX || space.indexOf(axis).isEmpty()) {
            throw new IllegalArgumentException("the k-space is " + space + " and the axis " + axis
                    + ", but the k-space must be complex and the axis one of its frequencies KX, KY, KZ");
        }
        return space.indexOf(axis).getAsInt();
    }

    /** Crops or pads an axis around its centre. */
    private static Image centred(Image image, int axis, int size, double spacing) {
        Space space = image.space();
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", but must be at least 1");
        }
        List<Axis> axes = new ArrayList<>(space.axes());
        int old = axes.get(axis).size();
        axes.set(axis, new Axis(axes.get(axis).role(), size, spacing));
        Image out = Image.zeros(new Space(axes, space.field()));
        int inner = 2;
        for (int a = 0; a < axis; a++) {
            inner *= space.size(a);
        }
        int shift = old / 2 - size / 2;
        int first = Math.max(0, -shift);
        int count = Math.min(old, size);
        for (int o = 0; o * inner * size < out.data().length; o++) {
            System.arraycopy(
                    image.data(),
                    (o * old + first + shift) * inner,
                    out.data(),
                    (o * size + first) * inner,
                    count * inner);
        }
        return out;
    }
}
