package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Where the values of a detector row lie in projections with axes (DETECTOR, ANGLE) or (DETECTOR, DETECTOR_ROW, ANGLE).
 *
 * @param cells in a detector row
 * @param rows 1 if there is no axis of rows
 * @param views projections
 */
record Layout(int cells, int rows, int views) {
    /** Changes the sinogram of one detector row, cell fastest, in place. */
    @FunctionalInterface
    interface RowStep {
        void apply(float[] sinogram, int row);
    }

    /** @throws IllegalArgumentException if the image is of another kind */
    static Layout of(String name, Image image) {
        int last = image.space().dimensions() - 1;
        boolean fits = (last == 1 || last == 2)
                && image.space().field() == Field.REAL
                && image.space().axes().get(0).role() == Role.DETECTOR
                && image.space().axes().get(last).role() == Role.ANGLE
                && (last == 1 || image.space().axes().get(1).role() == Role.DETECTOR_ROW);
        if (!fits) {
            throw new IllegalArgumentException(name + " are " + image.space()
                    + ", but must have the axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE");
        }
        return new Layout(
                image.space().size(0),
                last == 1 ? 1 : image.space().size(1),
                image.space().size(last));
    }

    /** As {@link #of}, and refuses values that are not finite. */
    static Layout ofFinite(String name, Image image) {
        Layout layout = of(name, image);
        image.requireFinite(name);
        return layout;
    }

    /** The sinogram of a row, cell fastest: a copy. */
    float[] sinogram(float[] data, int row) {
        float[] plane = new float[cells * views];
        for (int v = 0; v < views; v++) {
            System.arraycopy(data, (v * rows + row) * cells, plane, v * cells, cells);
        }
        return plane;
    }

    /** Rows {@code first} to {@code first + count - 1} of an image that has rows. */
    static Image rows(Image image, int first, int count) {
        Layout layout = of("projections", image);
        List<Axis> axes = new ArrayList<>(image.space().axes());
        axes.set(1, new Axis(axes.get(1).role(), count, axes.get(1).spacing()));
        Image out = Image.zeros(new Space(axes, image.space().field()));
        int length = count * layout.cells();
        for (int v = 0; v < layout.views(); v++) {
            int from = (v * layout.rows() + first) * layout.cells();
            System.arraycopy(image.data(), from, out.data(), v * length, length);
        }
        return out;
    }

    private void put(float[] plane, int row, float[] data) {
        for (int v = 0; v < views; v++) {
            System.arraycopy(plane, v * cells, data, (v * rows + row) * cells, cells);
        }
    }

    /** A copy of the image, of which each row's sinogram went through the step. */
    Image eachRow(Image image, RowStep step) {
        Image out = Image.zeros(image.space());
        Parallel.ranges(rows, 1, (from, to) -> {
            for (int row = from; row < to; row++) {
                float[] plane = sinogram(image.data(), row);
                step.apply(plane, row);
                put(plane, row, out.data());
            }
        });
        return out;
    }
}
