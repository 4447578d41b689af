package org.preimage.operators.blur;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A disc, as geometrical optics sees a point out of focus: the part of each pixel that the disc covers. For plane images.
 *
 * @param radius in samples along x, greater than 0
 */
public record DiscSpread(double radius) implements PointSpread {
    /** Strips of a pixel; along each the covered length is exact. */
    private static final int STRIPS = 64;

    public DiscSpread {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("radius is " + radius + ", but must be greater than 0 and finite");
        }
    }

    @Override
    public Image sample(double... spacing) {
        if (spacing.length != 2) {
            throw new IllegalArgumentException("a disc blurs images of 2 axes, but the image has " + spacing.length);
        }
        double aspect = spacing[1] / spacing[0];
        int rx = (int) Math.ceil(radius - 0.5);
        int ry = (int) Math.ceil(radius / aspect - 0.5);
        Space space = PointSpread.space(new int[] {2 * rx + 1, 2 * ry + 1}, spacing);
        double[] values = new double[space.length()];
        for (int i = 0; i < values.length; i++) {
            int x = i % (2 * rx + 1) - rx;
            int y = i / (2 * rx + 1) - ry;
            for (int k = 0; k < STRIPS; k++) {
                double v = (y - 0.5 + (k + 0.5) / STRIPS) * aspect;
                double half = Math.sqrt(Math.max(0, radius * radius - v * v));
                values[i] += Math.max(0, Math.min(x + 0.5, half) - Math.max(x - 0.5, -half));
            }
        }
        return PointSpread.normalised(space, values);
    }
}
