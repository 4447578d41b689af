package org.preimage.operators.mri;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** One image of the images of several sensitivity maps, to be looked at. */
public final class MapMagnitude {
    private MapMagnitude() {}

    /**
     * The root of the sum over maps of |x_m|<sup>2</sup>: real, without the axis {@link Role#MAP}. Without such an axis the
     * magnitude.
     *
     * @param image as a reconstruction gives it
     */
    public static Image of(Image image) {
        Space space = image.space();
        OptionalInt map = space.indexOf(Role.MAP);
        int inner = space.field().floats();
        int sets = 1;
        List<Axis> axes = new ArrayList<>(space.axes());
        if (map.isPresent()) {
            sets = space.size(map.getAsInt());
            for (int a = 0; a < map.getAsInt(); a++) {
                inner *= space.size(a);
            }
            axes.remove(map.getAsInt());
        } else {
            inner = space.length();
        }
        int parts = space.field().floats();
        Image out = Image.zeros(new Space(axes, Field.REAL));
        for (int i = 0; i < out.data().length; i++) {
            int first = i * parts / inner * inner * sets + i * parts % inner;
            double sum = 0;
            for (int m = 0; m < sets; m++) {
                for (int p = 0; p < parts; p++) {
                    double v = image.data()[first + m * inner + p];
                    sum += v * v;
                }
            }
            out.data()[i] = (float) Math.sqrt(sum);
        }
        return out;
    }
}
