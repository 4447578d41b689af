package org.preimage.operators.phantom;

import java.util.Optional;

/**
 * An ellipsoid of constant value, upright: one of its axes is parallel to z. Lengths are in mm, x to the right, y up in
 * a slice, z along the rotation axis, the origin is the volume's centre.
 *
 * @param x centre
 * @param y centre
 * @param z centre
 * @param a half axis, along x before rotation; positive
 * @param b half axis, along y before rotation; positive
 * @param c half axis, along z; positive
 * @param rotation about z, counter-clockwise, in degrees
 * @param value what the ellipsoid adds to the volume inside it
 */
public record Ellipsoid(double x, double y, double z, double a, double b, double c, double rotation, double value) {
    /** @throws IllegalArgumentException if a number is not finite or a half axis not positive */
    public Ellipsoid {
        // An ellipse checks and names all but two of the numbers.
        new Ellipse(x, y, a, b, rotation, value);
        if (!Double.isFinite(z)) {
            throw new IllegalArgumentException("the height of an ellipsoid is " + z + ", but must be finite");
        }
        if (!(c > 0) || Double.isInfinite(c)) {
            throw new IllegalArgumentException(
                    "the third half axis of an ellipsoid is " + c + ", but must be positive and finite");
        }
    }

    /** A ball. */
    public static Ellipsoid ball(double x, double y, double z, double radius, double value) {
        return new Ellipsoid(x, y, z, radius, radius, radius, 0, value);
    }

    /** The ellipsoid with all lengths multiplied by a positive factor. */
    public Ellipsoid scaled(double factor) {
        return new Ellipsoid(factor * x, factor * y, factor * z, factor * a, factor * b, factor * c, rotation, value);
    }

    /** The ellipsoid with its value multiplied. */
    public Ellipsoid times(double factor) {
        return new Ellipsoid(x, y, z, a, b, c, rotation, factor * value);
    }

    /** What the plane at this height cuts out, if it meets the inside. */
    public Optional<Ellipse> section(double height) {
        double d = (height - z) / c;
        double shrink = Math.sqrt(1 - d * d);
        return shrink > 0 ? Optional.of(new Ellipse(x, y, a * shrink, b * shrink, rotation, value)) : Optional.empty();
    }

    /**
     * The integral along the whole line through a point.
     *
     * <p>In coordinates in which the ellipsoid is the unit ball, point p and direction d, the chord is 2 sqrt((p d)<sup>2</sup> - d
     * d (p p - 1)) / (d d) times the length of the direction, or 0 where the root is not real.
     *
     * @param px a point of the line
     * @param py a point of the line
     * @param pz a point of the line
     * @param dx its direction, of any length but 0
     * @param dy its direction
     * @param dz its direction
     * @return in units of value x mm
     */
    public double lineIntegral(double px, double py, double pz, double dx, double dy, double dz) {
        double phi = Math.toRadians(rotation);
        double cos = Math.cos(phi);
        double sin = Math.sin(phi);
        double x0 = ((px - x) * cos + (py - y) * sin) / a;
        double y0 = ((py - y) * cos - (px - x) * sin) / b;
        double z0 = (pz - z) / c;
        double x1 = (dx * cos + dy * sin) / a;
        double y1 = (dy * cos - dx * sin) / b;
        double z1 = dz / c;
        double dd = x1 * x1 + y1 * y1 + z1 * z1;
        double pd = x0 * x1 + y0 * y1 + z0 * z1;
        // The point of the line nearest to the centre, so that a far source costs no digits.
        double nx = x0 - pd / dd * x1;
        double ny = y0 - pd / dd * y1;
        double nz = z0 - pd / dd * z1;
        double h = 1 - (nx * nx + ny * ny + nz * nz);
        return h > 0 ? 2 * value * Math.sqrt(h / dd * (dx * dx + dy * dy + dz * dz)) : 0;
    }
}
