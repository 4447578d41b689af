package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.RampFilter;

/**
 * Linearisation against beam hardening: a beam of many energies grows harder on its way, so that line integrals grow less than
 * in proportion to the path and uniform objects look hollow. A polynomial without constant term, p' = c_1 p + c_2 p^2 + ...,
 * straightens them for objects of one material (G. T. Herman, "Correction for beam hardening in computed tomography", Phys.
 * Med. Biol. 24(1), 1979).
 *
 * @param coefficients c_1, c_2, ...; copied
 */
public record BeamHardening(List<Double> coefficients) {
    private static final int SAMPLES = 200;

    /** @throws IllegalArgumentException if there is no coefficient or one is not finite */
    public BeamHardening {
        if (coefficients.isEmpty() || coefficients.stream().anyMatch(c -> !Double.isFinite(c))) {
            throw new IllegalArgumentException(
                    "the coefficients are " + coefficients + ", but at least one is needed, and all finite");
        }
        coefficients = List.copyOf(coefficients);
    }

    public static BeamHardening of(double... coefficients) {
        return new BeamHardening(DoubleStream.of(coefficients).boxed().toList());
    }

    /**
     * Fits the polynomial to a material of known attenuation in a beam of known spectrum, by least squares over path lengths
     * from 0 to the longest. The corrected line integrals are those of a beam of the reference energy only.
     *
     * @param spectrum the beam
     * @param attenuations of the material at its energies in 1/mm, as {@link Water#attenuations}
     * @param reference the attenuation in 1/mm that the material shall have in the result
     * @param longest path through the material in mm
     * @param degree of the polynomial, at least 1
     */
    public static BeamHardening ofSpectrum(
            Spectrum spectrum, double[] attenuations, double reference, double longest, int degree) {
        if (!(reference > 0 && longest > 0 && Double.isFinite(reference) && Double.isFinite(longest))) {
            throw new IllegalArgumentException("the reference attenuation is " + reference
                    + " 1/mm and the longest path " + longest + " mm, but both must be greater than 0 and finite");
        }
        requireDegree(degree);
        double[] measured = new double[SAMPLES];
        double[] wanted = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double length = longest * (i + 1) / SAMPLES;
            measured[i] = spectrum.lineIntegral(attenuations, length);
            wanted[i] = reference * length;
        }
        return fit(measured, wanted, degree);
    }

    /**
     * Fits the polynomial to measured pairs, as of a step wedge.
     *
     * @param measured line integrals in the polychromatic beam
     * @param wanted what they should be
     * @param degree of the polynomial, at least 1
     */
    public static BeamHardening fit(double[] measured, double[] wanted, int degree) {
        requireDegree(degree);
        if (measured.length != wanted.length || measured.length < degree) {
            throw new IllegalArgumentException("there are " + measured.length + " measured and " + wanted.length
                    + " wanted line integrals, but as many of both and at least " + degree + " are needed");
        }
        double scale = Arrays.stream(measured).map(Math::abs).max().orElse(1);
        double[][] rows = new double[measured.length][degree];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < degree; k++) {
                rows[i][k] = Math.pow(measured[i] / scale, k + 1);
            }
        }
        double[] solution = solve(rows, wanted);
        for (int k = 0; k < degree; k++) {
            solution[k] /= Math.pow(scale, k + 1);
        }
        return of(solution);
    }

    /**
     * Finds the polynomial that makes a uniform object uniform, from its scan alone: the reconstruction is linear in the
     * coefficients, so those that make it closest to a constant inside the object and to 0 outside, in the least-squares sense,
     * solve a small system. Inside is where the uncorrected slice exceeds half of its 90 % quantile, and pixels next to the
     * border count for neither side. (M. Kachelrieß, K. Sourbelle, W. A. Kalender, "Empirical cupping correction: A
     * first-order raw data precorrection for cone-beam computed tomography", Med. Phys. 33(5), 2006.) The mean inside stays
     * what it was.
     *
     * @param sinogram line integrals in the space of the beam
     * @param beam the geometry of one slice
     * @param degree of the polynomial, at least 2
     * @throws IllegalArgumentException if shapes do not fit or there is no object
     */
    public static BeamHardening ofUniformObject(Image sinogram, ParallelBeam beam, int degree) {
        requireDegree(degree);
        beam.sinogram().requireShape("the sinogram", sinogram.space());
        RampFilter filter = new RampFilter(beam.sinogram(), RampFilter.Window.HANN, 1);
        PixelBackprojection back = new PixelBackprojection(beam, AngularWeights.of(beam));
        float[][] slices = new float[degree][];
        float[] power = sinogram.data().clone();
        for (int k = 0; k < degree; k++) {
            slices[k] = beam.image().zeros();
            back.apply(filter.apply(power), slices[k]);
            for (int i = 0; i < power.length; i++) {
                power[i] *= sinogram.data()[i];
            }
        }
        int nx = beam.image().size(0);
        int ny = beam.image().size(1);
        boolean[] inside = inside(slices[0]);
        double mean = 0;
        int n = 0;
        for (int i = 0; i < inside.length; i++) {
            mean += inside[i] ? slices[0][i] : 0;
            n += inside[i] ? 1 : 0;
        }
        if (n == 0 || !(mean > 0)) {
            throw new IllegalArgumentException("the slice holds no object, but a uniform one is needed");
        }
        mean /= n;
        double[][] normal = new double[degree][degree];
        double[] right = new double[degree];
        for (int y = 2; y < ny - 2; y++) {
            for (int x = 2; x < nx - 2; x++) {
                int i = y * nx + x;
                if (isBorder(inside, i, nx) || !seen(x, y, beam)) {
                    continue;
                }
                for (int k = 0; k < degree; k++) {
                    right[k] += inside[i] ? mean * slices[k][i] : 0;
                    for (int l = 0; l < degree; l++) {
                        normal[k][l] += (double) slices[k][i] * slices[l][i];
                    }
                }
            }
        }
        return of(solve(normal, right));
    }

    private static boolean[] inside(float[] slice) {
        float[] sorted = slice.clone();
        Arrays.sort(sorted);
        float limit = sorted[(int) (0.9 * (sorted.length - 1))] / 2;
        boolean[] inside = new boolean[slice.length];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = slice[i] > limit;
        }
        return inside;
    }

    private static boolean isBorder(boolean[] inside, int i, int nx) {
        boolean all = true;
        boolean any = false;
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                boolean b = inside[i + dy * nx + dx];
                all &= b;
                any |= b;
            }
        }
        return any && !all;
    }

    private static boolean seen(int x, int y, ParallelBeam beam) {
        double pixel = beam.image().spacing(0);
        double dx = (x - (beam.image().size(0) - 1) / 2.0) * pixel;
        double dy = (y - (beam.image().size(1) - 1) / 2.0) * pixel;
        double reach = Math.min(beam.center(), beam.detectors() - 1 - beam.center()) * beam.spacing();
        return Math.hypot(dx, dy) < reach;
    }

    private static void requireDegree(int degree) {
        if (degree < 1 || degree > 8) {
            throw new IllegalArgumentException("the degree is " + degree + ", but must lie between 1 and 8");
        }
    }

    private static double[] solve(double[][] rows, double[] right) {
        try {
            return new QRDecomposition(new Array2DRowRealMatrix(rows, false))
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
        } catch (SingularMatrixException e) {
            throw new IllegalArgumentException(
                    "the line integrals do not determine a polynomial of degree " + rows[0].length, e);
        }
    }

    /** The polynomial at one line integral. */
    public double at(double p) {
        double value = 0;
        for (int k = coefficients.size() - 1; k >= 0; k--) {
            value = (value + coefficients.get(k)) * p;
        }
        return value;
    }

    /** A new image of corrected line integrals; no axes are required. */
    public Image apply(Image lineIntegrals) {
        double[] c = coefficients.stream().mapToDouble(Double::doubleValue).toArray();
        Image out = Image.zeros(lineIntegrals.space());
        Parallel.ranges(out.data().length, 1 << 14, (from, to) -> {
            for (int i = from; i < to; i++) {
                double p = lineIntegrals.data()[i];
                double value = 0;
                for (int k = c.length - 1; k >= 0; k--) {
                    value = (value + c[k]) * p;
                }
                out.data()[i] = (float) value;
            }
        });
        return out;
    }

    /** The polynomial in words. */
    public String description() {
        return "p' = c1 p + c2 p^2 + ... with the coefficients "
                + coefficients.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
