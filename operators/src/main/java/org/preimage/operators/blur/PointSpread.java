package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A model of a point spread function: what {@link #sample} gives is a kernel for {@link Blur}, with sum 1 and its origin at
 * sample floor(n / 2) along each axis.
 */
@FunctionalInterface
public interface PointSpread {
    /**
     * The function on a grid.
     *
     * @param spacing of the samples along each axis in mm, as many as the model has axes
     * @throws IllegalArgumentException if the model has another number of axes
     */
    Image sample(double... spacing);

    /** The function for the spatial axes of an image. */
    default Image forImage(Space image) {
        return sample(Arrays.stream(SpatialParts.axes(image))
                .mapToDouble(image::spacing)
                .toArray());
    }

    /** Axes X, Y, Z of these sizes and spacings. */
    static Space space(int[] sizes, double[] spacing) {
        Role[] roles = {Role.X, Role.Y, Role.Z};
        if (sizes.length < 1 || sizes.length > 3 || sizes.length != spacing.length) {
            throw new IllegalArgumentException("the point spread function has " + sizes.length
                    + " axes, but the image has " + spacing.length + ", and one to three are needed");
        }
        Axis[] axes = new Axis[sizes.length];
        for (int a = 0; a < axes.length; a++) {
            axes[a] = new Axis(roles[a], sizes[a], spacing[a]);
        }
        return Space.of(axes);
    }

    /** Values with sum 1, as an image. */
    static Image normalised(Space space, double[] values) {
        double sum = Arrays.stream(values).sum();
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / sum);
        }
        return new Image(space, unit);
    }
}
