package org.preimage.operators.blur;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Straight motion of camera or object at constant speed: the length of a centred line within each pixel. For plane images.
 *
 * @param length of the line in samples along x, greater than 0
 * @param degrees from the x axis towards the top of the image
 */
public record MotionSpread(double length, double degrees) implements PointSpread {
    public MotionSpread {
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException("length is " + length + ", but must be greater than 0 and finite");
        }
        if (!Double.isFinite(degrees)) {
            throw new IllegalArgumentException("the angle is " + degrees + ", but must be finite");
        }
    }

    @Override
    public Image sample(double... spacing) {
        if (spacing.length != 2) {
            throw new IllegalArgumentException("motion blurs images of 2 axes, but the image has " + spacing.length);
        }
        // Rows count downwards, and may be further apart than columns.
        double dx = exact(Math.cos(Math.toRadians(degrees)));
        double dy = exact(-Math.sin(Math.toRadians(degrees)) * spacing[0] / spacing[1]);
        int rx = (int) Math.ceil(length / 2 * Math.abs(dx) - 0.5);
        int ry = (int) Math.ceil(length / 2 * Math.abs(dy) - 0.5);
        rx = Math.max(0, rx);
        ry = Math.max(0, ry);
        Space space = PointSpread.space(new int[] {2 * rx + 1, 2 * ry + 1}, spacing);
        double[] values = new double[space.length()];
        for (int i = 0; i < values.length; i++) {
            double[] inside = {-length / 2, length / 2};
            clip(inside, i % (2 * rx + 1) - rx, dx);
            clip(inside, i / (2 * rx + 1) - ry, dy);
            values[i] = Math.max(0, inside[1] - inside[0]);
        }
        return PointSpread.normalised(space, values);
    }

    /** Sines of multiples of 90 degrees are 0 but for rounding. */
    private static double exact(double value) {
        return Math.abs(value) < 1e-12 ? 0 : value;
    }

    /** Keeps what part of the line t -&gt; t d lies within half a sample of the centre. */
    private static void clip(double[] inside, int centre, double d) {
        if (d == 0) {
            inside[1] = centre == 0 ? inside[1] : inside[0];
            return;
        }
        double a = (centre - 0.5) / d;
        double b = (centre + 0.5) / d;
        inside[0] = Math.max(inside[0], Math.min(a, b));
        inside[1] = Math.min(inside[1], Math.max(a, b));
    }
}
