package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * The head phantom in three dimensions: ten ellipsoids in the cube [-1, 1]^3. Most of what is inside shows in the plane z =
 * -0.25, two ellipsoids at 0.625.
 *
 * <p>Geometry and values: A. C. Kak, M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988, section
 * 3.6. As in the plane phantom, soft tissue differs by 1 % of the skull's value; the modified values have ten times
 * that contrast, on a skull of 1 and a brain of 0.2.
 */
public final class SheppLogan3D {
    // x, y, z, a, b, c, rotation in degrees, original value, modified value
    private static final double[][] TABLE = {
        {0, 0, 0, 0.69, 0.92, 0.9, 0, 2, 1},
        {0, 0, 0, 0.6624, 0.874, 0.88, 0, -0.98, -0.8},
        {-0.22, 0, -0.25, 0.41, 0.16, 0.21, 108, -0.02, -0.2},
        {0.22, 0, -0.25, 0.31, 0.11, 0.22, 72, -0.02, -0.2},
        {0, 0.35, -0.25, 0.21, 0.25, 0.5, 0, 0.02, 0.2},
        {0, 0.1, -0.25, 0.046, 0.046, 0.046, 0, 0.02, 0.2},
        {-0.08, -0.65, -0.25, 0.046, 0.023, 0.02, 0, 0.01, 0.1},
        {0.06, -0.65, -0.25, 0.046, 0.023, 0.02, 90, 0.01, 0.1},
        {0.06, -0.105, 0.625, 0.056, 0.04, 0.1, 90, 0.02, 0.2},
        {0, 0.1, 0.625, 0.056, 0.056, 0.1, 0, -0.02, -0.2},
    };

    private SheppLogan3D() {}

    /** The values of Kak and Slaney, on a cube of this side in mm. */
    public static EllipsoidPhantom original(double fieldOfView) {
        return phantom(7).scaled(fieldOfView / 2);
    }

    /** The modified values, 0 to 1, on a cube of this side in mm. */
    public static EllipsoidPhantom modified(double fieldOfView) {
        return phantom(8).scaled(fieldOfView / 2);
    }

    private static EllipsoidPhantom phantom(int valueColumn) {
        List<Ellipsoid> ellipsoids = new ArrayList<>();
        for (double[] e : TABLE) {
            ellipsoids.add(new Ellipsoid(e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[valueColumn]));
        }
        return new EllipsoidPhantom(ellipsoids);
    }
}
