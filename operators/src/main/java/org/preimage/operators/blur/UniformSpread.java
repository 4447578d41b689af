package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.space.Image;

/**
 * The average over a box of samples.
 *
 * @param sizes of the box, one for all axes or one for each; an even box reaches one sample further in front of its origin
 */
public record UniformSpread(int... sizes) implements PointSpread {
    public UniformSpread {
        sizes = sizes.clone();
        if (sizes.length == 0) {
            throw new IllegalArgumentException("there is no size of the box, but at least one is needed");
        }
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("size of the box is " + size + ", but must be at least 1");
            }
        }
    }

    /** The sizes: a copy. */
    @Override
    public int[] sizes() {
        return sizes.clone();
    }

    @Override
    public Image sample(double... spacing) {
        if (sizes.length != 1 && sizes.length != spacing.length) {
            throw new IllegalArgumentException(
                    "the box has " + sizes.length + " sizes, but the image has " + spacing.length + " axes");
        }
        double[][] lines = new double[spacing.length][];
        for (int a = 0; a < lines.length; a++) {
            lines[a] = new double[sizes[sizes.length == 1 ? 0 : a]];
            Arrays.fill(lines[a], 1);
        }
        return GaussianSpread.product(lines, spacing);
    }
}
