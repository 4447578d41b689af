package org.preimage.operators.mri.simulation;

/**
 * The phase about a ball of another susceptibility, as air in a sinus: outside the ball its field along z is that of a dipole,
 * peak a<sup>3</sup> (3 cos<sup>2</sup> t - 1) / (2 r<sup>3</sup>) with the angle t from z; inside there is no change.
 *
 * @param x centre, from -1 to 1 across the image
 * @param y centre, growing with the row
 * @param z centre; a plane image lies at 0
 * @param radius a, in halves of the image
 * @param peak the phase at the ball's poles in radians
 */
public record DipolePhase(double x, double y, double z, double radius, double peak) implements ObjectPhase {
    public DipolePhase {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("the radius of the ball is " + radius + ", but must be positive");
        }
    }

    @Override
    public double at(double px, double py, double pz) {
        double dx = px - x;
        double dy = py - y;
        double dz = pz - z;
        double r2 = dx * dx + dy * dy + dz * dz;
        if (r2 <= radius * radius) {
            return 0;
        }
        double shrink = radius / Math.sqrt(r2);
        return 0.5 * peak * shrink * shrink * shrink * (3 * dz * dz / r2 - 1);
    }
}
