package org.preimage.operators.phantom;

/**
 * An ellipse of constant value. Lengths are in mm, x to the right, y up, the origin is the image's centre.
 *
 * @param x centre
 * @param y centre
 * @param a half axis, along x before rotation; positive
 * @param b half axis, along y before rotation; positive
 * @param rotation counter-clockwise, in degrees
 * @param value what the ellipse adds to the image inside it
 */
public record Ellipse(double x, double y, double a, double b, double rotation, double value) {
    public Ellipse {
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(rotation) || !Double.isFinite(value)) {
            throw new IllegalArgumentException("centre (" + x + ", " + y + "), rotation " + rotation + " and value "
                    + value + " of an ellipse must be finite");
        }
        if (!(a > 0) || !(b > 0) || Double.isInfinite(a) || Double.isInfinite(b)) {
            throw new IllegalArgumentException(
                    "half axes of an ellipse are " + a + " and " + b + ", but must be positive and finite");
        }
    }

    /** A disc. */
    public static Ellipse disc(double x, double y, double radius, double value) {
        return new Ellipse(x, y, radius, radius, 0, value);
    }

    /** The ellipse with all lengths multiplied by a positive factor. */
    public Ellipse scaled(double factor) {
        return new Ellipse(factor * x, factor * y, factor * a, factor * b, rotation, value);
    }

    /** The ellipse with its value multiplied. */
    public Ellipse times(double factor) {
        return new Ellipse(x, y, a, b, rotation, factor * value);
    }

    /**
     * The integral along the line x cos t + y sin t = s: with r^2 = a^2 cos^2(t - rotation) + b^2 sin^2(t - rotation) and
     * d the line's distance from the centre, value 2 a b sqrt(r^2 - d^2) / r^2 where |d| &lt; r, else 0.
     *
     * @param cos cosine of t
     * @param sin sine of t
     * @param s distance of the line from the origin in mm
     * @return in units of value x mm
     */
    public double lineIntegral(double cos, double sin, double s) {
        double phi = Math.toRadians(rotation);
        double along = a * (cos * Math.cos(phi) + sin * Math.sin(phi));
        double across = b * (sin * Math.cos(phi) - cos * Math.sin(phi));
        double r2 = along * along + across * across;
        double d = s - x * cos - y * sin;
        double h = r2 - d * d;
        return h > 0 ? 2 * value * a * b * Math.sqrt(h) / r2 : 0;
    }
}
