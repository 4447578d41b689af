package org.preimage.operators.blur;

import java.util.function.DoubleBinaryOperator;
import org.apache.commons.math3.special.BesselJ;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The scalar diffraction integral of a round pupil,
 *
 * <pre>h(r, z) = | integral over 0 &lt; p &lt; a of J_0(k NA r p) exp(i k W(p, z)) p dp |<sup>2</sup>,  k = 2 pi / wavelength,</pre>
 *
 * with the path difference W, by Gauss-Legendre quadrature with as many nodes as the phase needs. Integrated over the pixels of
 * a plane, not over the distance of the planes.
 */
final class PupilIntegral {
    /** Points of a pixel along x and y, by Gauss-Legendre quadrature. */
    private static final int POINTS = 4;

    /** Samples of the radial function in a pixel. */
    private static final int FINE = 10;

    private final double aperture;
    private final double wavelength;
    private final double edge;
    private final DoubleBinaryOperator path;

    /**
     * @param aperture NA
     * @param wavelength in mm
     * @param edge a, the radius of the pupil that light passes, in units of NA: at most 1
     * @param path W(p, z) in mm
     */
    PupilIntegral(double aperture, double wavelength, double edge, DoubleBinaryOperator path) {
        this.aperture = aperture;
        this.wavelength = wavelength;
        this.edge = edge;
        this.path = path;
    }

    /** Nodes and weights of Gauss-Legendre quadrature on [0, edge]. */
    private static double[][] quadrature(int n, double edge) {
        double[][] q = new double[2][n];
        for (int i = 0; i < (n + 1) / 2; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int step = 0; step < 10; step++) {
                double p = 1;
                double before = 0;
                for (int k = 1; k <= n; k++) {
                    double older = before;
                    before = p;
                    p = ((2 * k - 1) * x * before - (k - 1) * older) / k;
                }
                slope = n * (x * p - before) / (x * x - 1);
                x -= p / slope;
            }
            double weight = edge / ((1 - x * x) * slope * slope);
            q[0][i] = edge * (1 - x) / 2;
            q[0][n - 1 - i] = edge * (1 + x) / 2;
            q[1][i] = weight;
            q[1][n - 1 - i] = weight;
        }
        return q;
    }

    /** Nodes that resolve the phase up to a radius and for the planes given. */
    private int nodes(double radius, double[] planes) {
        double k = 2 * Math.PI / wavelength;
        double phase = k * aperture * radius * edge;
        double most = 0;
        for (double z : planes) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i <= 64; i++) {
                double w = k * path.applyAsDouble(edge * i / 64, z);
                low = Math.min(low, w);
                high = Math.max(high, w);
            }
            most = Math.max(most, high - low);
        }
        // Half a node for a radian at least; spherical aberration is steep at the edge.
        return 48 + (int) (0.75 * phase + 1.5 * most);
    }

    /**
     * h at some radii, plane by plane.
     *
     * @param radii in mm
     * @param planes z in mm
     */
    double[][] profile(double[] radii, double[] planes) {
        double largest = 0;
        for (double r : radii) {
            largest = Math.max(largest, r);
        }
        int n = nodes(largest, planes);
        double[][] q = quadrature(n, edge);
        double k = 2 * Math.PI / wavelength;
        double[][] bessel = new double[radii.length][n];
        Parallel.ranges(radii.length, 4, (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int i = 0; i < n; i++) {
                    double x = k * aperture * radii[r] * q[0][i];
                    bessel[r][i] = BesselJ.value(0, x) * q[0][i] * q[1][i];
                }
            }
        });
        double[][] h = new double[planes.length][radii.length];
        Parallel.ranges(planes.length, 1, (from, to) -> {
            for (int z = from; z < to; z++) {
                double[] cos = new double[n];
                double[] sin = new double[n];
                for (int i = 0; i < n; i++) {
                    double phase = k * path.applyAsDouble(q[0][i], planes[z]);
                    cos[i] = Math.cos(phase);
                    sin[i] = Math.sin(phase);
                }
                for (int r = 0; r < radii.length; r++) {
                    double re = 0;
                    double im = 0;
                    for (int i = 0; i < n; i++) {
                        re += bessel[r][i] * cos[i];
                        im += bessel[r][i] * sin[i];
                    }
                    h[z][r] = re * re + im * im;
                }
            }
        });
        return h;
    }

    /** The function on a grid, whose sample floor(n / 2) along z is the plane z = 0. */
    Image sample(int[] sizes, double[] spacing) {
        Space space = PointSpread.space(sizes, spacing);
        int nx = sizes[0];
        int ny = sizes[1];
        int nz = sizes.length > 2 ? sizes[2] : 1;
        double fine = Math.min(spacing[0], spacing[1]) / FINE;
        double reach = Math.hypot((nx / 2 + 0.5) * spacing[0], (ny / 2 + 0.5) * spacing[1]);
        double[] radii = new double[(int) Math.ceil(reach / fine) + 3];
        for (int r = 0; r < radii.length; r++) {
            radii[r] = r * fine;
        }
        double[] planes = new double[nz];
        for (int z = 0; z < nz; z++) {
            planes[z] = nz > 1 ? (z - nz / 2) * spacing[2] : 0;
        }
        double[][] h = profile(radii, planes);
        double[][] q = quadrature(POINTS, 1);
        double[] values = new double[space.length()];
        Parallel.ranges(ny, 4, (from, to) -> {
            for (int i = from * nx; i < to * nx; i++) {
                for (int j = 0; j < POINTS * POINTS; j++) {
                    double x = (i % nx - nx / 2 + q[0][j % POINTS] - 0.5) * spacing[0];
                    double y = (i / nx - ny / 2 + q[0][j / POINTS] - 0.5) * spacing[1];
                    double at = Math.hypot(x, y) / fine;
                    int r = (int) at;
                    double t = at - r;
                    double weight = q[1][j % POINTS] * q[1][j / POINTS];
                    for (int z = 0; z < nz; z++) {
                        values[z * nx * ny + i] += weight * cubic(h[z], r, t);
                    }
                }
            }
        });
        return PointSpread.normalised(space, values);
    }

    /** Cubic interpolation of an even function. */
    private static double cubic(double[] h, int r, double t) {
        double a = h[Math.abs(r - 1)];
        double b = h[r];
        double c = h[r + 1];
        double d = h[r + 2];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}
