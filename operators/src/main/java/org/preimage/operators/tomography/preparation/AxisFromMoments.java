package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.preimage.operators.space.Image;

/**
 * The rotation axis of a parallel-beam scan over any arc of 45 degrees or more, by the centres of mass of its projections:
 * sum_j j p(t, j) / sum_j p(t, j) = c + a cos t + b sin t, where (a, b) is the object's own centre of mass in cells, fitted by least
 * squares.
 *
 * <p>S. G. Azevedo, D. J. Schneberk, J. P. Fitch, H. E. Martz, "Calculation of the rotational centers in computed tomography
 * sinograms", IEEE Trans. Nucl. Sci. 37(4), 1525, 1990. The object must fit on the detector and the air beside it must be 0: on an
 * arc of 60 degrees an error in the centres of mass grows more than tenfold.
 */
public final class AxisFromMoments {
    private static final double SHORTEST_ARC = 45;
    private static final int FEWEST_VIEWS = 6;

    private AxisFromMoments() {}

    /**
     * Finds the axis wherever it is.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees one angle for each projection
     * @return the centre, and as its residual the squared deviations from the sinusoid relative to those from the mean
     * @throws IllegalArgumentException if the sinogram is of another kind or not finite, the arc or the number of views is too
     *     small, or a projection has no mass
     */
    public static RotationAxis find(Image sinogram, double[] anglesDegrees) {
        Layout layout = Layout.ofFinite("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, anglesDegrees);
        double arc = RotationAxis.arc(anglesDegrees);
        if (anglesDegrees.length < FEWEST_VIEWS || !(arc >= SHORTEST_ARC)) {
            throw new IllegalArgumentException("there are " + anglesDegrees.length + " angles over " + Math.round(arc)
                    + " degrees, but to find the rotation axis by centres of mass at least " + FEWEST_VIEWS + " over "
                    + Math.round(SHORTEST_ARC) + " are needed");
        }
        int n = layout.cells();
        double[][] rows = new double[layout.views()][];
        double[] centers = new double[layout.views()];
        for (int v = 0; v < rows.length; v++) {
            double mass = 0;
            double moment = 0;
            for (int j = 0; j < n; j++) {
                double p = sinogram.data()[v * n + j];
                mass += p;
                moment += j * p;
            }
            centers[v] = moment / mass;
            if (!(mass > 0) || centers[v] < 0 || centers[v] > n - 1) {
                throw new IllegalArgumentException(
                        "projection " + v + " has no mass on the detector, but its centre of mass is needed");
            }
            double t = Math.toRadians(anglesDegrees[v]);
            rows[v] = new double[] {1, Math.cos(t), Math.sin(t)};
        }
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(rows, false);
        double[] fit = new QRDecomposition(matrix)
                .getSolver()
                .solve(new ArrayRealVector(centers, false))
                .toArray();
        double[] model = matrix.operate(fit);
        double mean = Arrays.stream(centers).sum() / centers.length;
        double left = 0;
        double all = 0;
        for (int v = 0; v < centers.length; v++) {
            left += (centers[v] - model[v]) * (centers[v] - model[v]);
            all += (centers[v] - mean) * (centers[v] - mean);
        }
        return new RotationAxis(fit[0], all > 0 ? left / all : 1);
    }
}
