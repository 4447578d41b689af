package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Phantoms made of discs. */
public final class Discs {
    private Discs() {}

    /**
     * A disc of constant value.
     *
     * @param x centre in mm, to the right of the image's centre
     * @param y centre in mm, upwards
     * @param radius in mm, positive
     * @param value what it adds to the image
     */
    public record Disc(double x, double y, double radius, double value) {}

    /** The sum of these discs. */
    public static EllipsePhantom of(Disc... discs) {
        return new EllipsePhantom(Arrays.stream(discs)
                .map(d -> Ellipse.disc(d.x(), d.y(), d.radius(), d.value()))
                .toList());
    }

    /**
     * A body of value 1 with a circle of inserts: contrast falls from one insert to the next, radius along each of three
     * rings. It shows at a glance what a method still resolves.
     *
     * @param fieldOfView side of the image in mm
     */
    public static EllipsePhantom inserts(double fieldOfView) {
        double unit = fieldOfView / 2;
        List<Ellipse> discs = new ArrayList<>();
        discs.add(Ellipse.disc(0, 0, 0.9 * unit, 1));
        double[] contrasts = {1, -0.5, 0.25, -0.125, 0.0625, -0.03125};
        double[][] rings = {{0.65, 0.12}, {0.38, 0.06}, {0.2, 0.03}};
        for (double[] ring : rings) {
            for (int k = 0; k < contrasts.length; k++) {
                double t = 2 * Math.PI * k / contrasts.length;
                discs.add(Ellipse.disc(
                        ring[0] * unit * Math.cos(t), ring[0] * unit * Math.sin(t), ring[1] * unit, contrasts[k]));
            }
        }
        return new EllipsePhantom(discs);
    }
}
