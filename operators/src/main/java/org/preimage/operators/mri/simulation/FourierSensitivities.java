package org.preimage.operators.mri.simulation;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Sensitivities that are short Fourier series with a period of twice the field of view,
 *
 * <pre>s_c(r) = sum over |l_x|, |l_y| &lt;= order of a_c[l] exp(2 pi i l . r / (2 N)),</pre>
 *
 * r in samples from floor(N / 2). Behind them k-space is that of the object at k - l / 2, so that it stays exact (the
 * sinusoidal model of M. Guerquin-Kern, L. Lejeune, K. P. Pruessmann and M. Unser, Realistic analytical phantoms for parallel
 * magnetic resonance imaging, IEEE Trans. Med. Imaging 31, 626-636, 2012).
 */
public final class FourierSensitivities {
    /** Places along each axis at which the series is fitted. */
    private static final int PLACES = 40;

    private final Space image;
    private final int order;
    private final int coils;

    /** Complex interleaved, coil after coil, l_x fastest. */
    private final double[] coefficients;

    private FourierSensitivities(Space image, int order, int coils, double[] coefficients) {
        this.image = image;
        this.order = order;
        this.coils = coils;
        this.coefficients = coefficients;
    }

    /** A single coil that sees everything alike. */
    public static FourierSensitivities one(Space image) {
        return new FourierSensitivities(new PixelFrame(image).space(), 0, 1, new double[] {1, 0});
    }

    /**
     * The series nearest to given maps in the least squares over the image, with a little damping.
     *
     * @param maps axes X, Y, COIL
     * @param order highest frequency along each axis, 3 or 4 for smooth maps
     */
    public static FourierSensitivities fit(Sensitivities maps, int order) {
        Space image = maps.image();
        if (image.dimensions() != 2 || maps.sets() != 1) {
            throw new IllegalArgumentException(
                    "the sensitivity maps are " + maps.maps().space() + ", but a series needs axes X, Y, COIL");
        }
        if (order < 0 || order > 6) {
            throw new IllegalArgumentException("the order of the series is " + order + ", but must be 0 to 6");
        }
        int nx = image.size(0);
        int ny = image.size(1);
        int terms = (2 * order + 1) * (2 * order + 1);
        int coils = maps.coils();
        double[][] normal = new double[2 * terms][2 * terms];
        double[][] right = new double[2 * terms][coils];
        double[] cos = new double[terms];
        double[] sin = new double[terms];
        float[] v = maps.maps().data();
        for (int j = 0; j < PLACES; j++) {
            int y = (int) Math.round((double) j * (ny - 1) / (PLACES - 1));
            for (int i = 0; i < PLACES; i++) {
                int x = (int) Math.round((double) i * (nx - 1) / (PLACES - 1));
                waves(order, (double) (x - nx / 2) / nx, (double) (y - ny / 2) / ny, cos, sin);
                addPlace(cos, sin, v, y * nx + x, nx * ny, normal, right);
            }
        }
        for (int k = 0; k < 2 * terms; k++) {
            normal[k][k] += 1e-6 * PLACES * PLACES;
        }
        DecompositionSolver solver = new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false)).getSolver();
        RealMatrix solution = solver.solve(new Array2DRowRealMatrix(right, false));
        double[] a = new double[2 * terms * coils];
        for (int c = 0; c < coils; c++) {
            for (int k = 0; k < terms; k++) {
                a[2 * (c * terms + k)] = solution.getEntry(k, c);
                a[2 * (c * terms + k) + 1] = solution.getEntry(terms + k, c);
            }
        }
        return new FourierSensitivities(new PixelFrame(image).space(), order, coils, a);
    }

    /** Adds one place to the normal equations of the real and the imaginary parts, in this order. */
    private static void addPlace(
            double[] cos, double[] sin, float[] v, int at, int points, double[][] normal, double[][] right) {
        int terms = cos.length;
        for (int k = 0; k < terms; k++) {
            for (int l = 0; l < terms; l++) {
                double re = cos[k] * cos[l] + sin[k] * sin[l];
                double im = cos[k] * sin[l] - sin[k] * cos[l];
                normal[k][l] += re;
                normal[terms + k][terms + l] += re;
                normal[k][terms + l] -= im;
                normal[terms + k][l] += im;
            }
            for (int c = 0; c < right[0].length; c++) {
                double re = v[2 * (c * points + at)];
                double im = v[2 * (c * points + at) + 1];
                right[k][c] += cos[k] * re + sin[k] * im;
                right[terms + k][c] += cos[k] * im - sin[k] * re;
            }
        }
    }

    /** exp(2 pi i l . r / (2 N)) of all terms at a place in fields of view. */
    private static void waves(int order, double x, double y, double[] cos, double[] sin) {
        int term = 0;
        for (int ly = -order; ly <= order; ly++) {
            for (int lx = -order; lx <= order; lx++) {
                double phase = Math.PI * (lx * x + ly * y);
                cos[term] = Math.cos(phase);
                sin[term++] = Math.sin(phase);
            }
        }
    }

    public int coils() {
        return coils;
    }

    /** Highest frequency along each axis. */
    int order() {
        return order;
    }

    /** Coefficient of a coil and a term: real part at {@code part} 0, imaginary part at 1. */
    double coefficient(int coil, int term, int part) {
        int terms = (2 * order + 1) * (2 * order + 1);
        return coefficients[2 * (coil * terms + term) + part];
    }

    /** The image whose maps they are, real. */
    public Space image() {
        return image;
    }

    /** The maps on the image's pixels, exactly those behind the data. */
    public Sensitivities maps() {
        Image maps = Image.zeros(Sensitivities.space(image, coils));
        int nx = image.size(0);
        int ny = image.size(1);
        int points = image.points();
        int terms = (2 * order + 1) * (2 * order + 1);
        double[] cos = new double[terms];
        double[] sin = new double[terms];
        for (int i = 0; i < points; i++) {
            // A volume has one coil that sees everything alike only, whose waves are all 1.
            int y = i / nx % ny;
            waves(order, (double) (i % nx - nx / 2) / nx, (double) (y - ny / 2) / ny, cos, sin);
            for (int c = 0; c < coils; c++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < terms; k++) {
                    double a = coefficient(c, k, 0);
                    double b = coefficient(c, k, 1);
                    re += a * cos[k] - b * sin[k];
                    im += a * sin[k] + b * cos[k];
                }
                maps.data()[2 * (c * points + i)] = (float) re;
                maps.data()[2 * (c * points + i) + 1] = (float) im;
            }
        }
        return new Sensitivities(maps);
    }
}
