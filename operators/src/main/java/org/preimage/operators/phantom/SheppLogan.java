package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * The head phantom of Shepp and Logan: ten ellipses on the square [-1, 1]^2.
 *
 * <p>Geometry and values: L. A. Shepp, B. F. Logan, "The Fourier reconstruction of a head section", IEEE Trans. Nucl.
 * Sci. 21 (1974). Its soft tissue differs by 1 % of the skull's value; the modified values, with contrast that the eye
 * sees, are those of P. A. Toft, "The Radon Transform - Theory and Implementation", thesis, Technical University of
 * Denmark (1996). The smallest disc stands at y = -0.606, as in the software that carries this table; some printed
 * tables say -0.605.
 */
public final class SheppLogan {
    // x, y, a, b, rotation in degrees, original value, modified value
    private static final double[][] TABLE = {
        {0, 0, 0.69, 0.92, 0, 2, 1},
        {0, -0.0184, 0.6624, 0.874, 0, -0.98, -0.8},
        {0.22, 0, 0.11, 0.31, -18, -0.02, -0.2},
        {-0.22, 0, 0.16, 0.41, 18, -0.02, -0.2},
        {0, 0.35, 0.21, 0.25, 0, 0.01, 0.1},
        {0, 0.1, 0.046, 0.046, 0, 0.01, 0.1},
        {0, -0.1, 0.046, 0.046, 0, 0.01, 0.1},
        {-0.08, -0.605, 0.046, 0.023, 0, 0.01, 0.1},
        {0, -0.606, 0.023, 0.023, 0, 0.01, 0.1},
        {0.06, -0.605, 0.023, 0.046, 0, 0.01, 0.1},
    };

    private SheppLogan() {}

    /** The values of 1974, on [-1, 1]^2 (mm). */
    public static EllipsePhantom original() {
        return phantom(5);
    }

    /** The values of 1974, on a square of this side in mm. */
    public static EllipsePhantom original(double fieldOfView) {
        return original().scaled(fieldOfView / 2);
    }

    /** The modified values, 0 to 1, on [-1, 1]^2 (mm). */
    public static EllipsePhantom modified() {
        return phantom(6);
    }

    /** The modified values, 0 to 1, on a square of this side in mm. */
    public static EllipsePhantom modified(double fieldOfView) {
        return modified().scaled(fieldOfView / 2);
    }

    private static EllipsePhantom phantom(int valueColumn) {
        List<Ellipse> ellipses = new ArrayList<>();
        for (double[] e : TABLE) {
            ellipses.add(new Ellipse(e[0], e[1], e[2], e[3], e[4], e[valueColumn]));
        }
        return new EllipsePhantom(ellipses);
    }
}
