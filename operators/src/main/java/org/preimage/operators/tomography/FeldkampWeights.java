package org.preimage.operators.tomography;

import org.preimage.operators.parallel.Parallel;

/**
 * What Feldkamp's method multiplies the projections of a cone beam with before the ramp filter: the cosine D / sqrt(D<sup>2</sup> +
 * u<sup>2</sup> + v<sup>2</sup>) of the ray's angle with the central ray, and the view's share of the turn, lines measured
 * twice in the plane of the orbit sharing their weight ({@link RedundancyWeights}).
 *
 * <p>L. A. Feldkamp, L. C. Davis, J. W. Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1(6), 1984.
 */
public final class FeldkampWeights {
    private final ConeBeam beam;
    private final double[][] shares;
    private final String coverage;

    public FeldkampWeights(ConeBeam beam) {
        this.beam = beam;
        RedundancyWeights redundancy = RedundancyWeights.of(beam.centralPlane());
        coverage = redundancy.description();
        shares = new double[beam.views()][beam.detectors()];
        for (int view = 0; view < shares.length; view++) {
            for (int cell = 0; cell < shares[view].length; cell++) {
                shares[view][cell] = redundancy.weight(view, cell);
            }
        }
    }

    /** What the views cover in the plane of the orbit, in words. */
    public String coverage() {
        return coverage;
    }

    /**
     * Weights consecutive views.
     *
     * @param projections of all views
     * @param first the first view
     * @param count their number
     * @param out receives the weighted views, from its start on
     */
    public void apply(float[] projections, int first, int count, float[] out) {
        Detector panel = beam.detector();
        double distance = beam.sourceToDetector();
        int size = panel.rows() * panel.cells();
        Parallel.ranges(count * panel.rows(), 16, (from, to) -> {
            for (int n = from; n < to; n++) {
                double[] share = shares[first + n / panel.rows()];
                double v = (n % panel.rows() - panel.rowCenter()) * panel.rowSpacing();
                int row = n * panel.cells();
                for (int j = 0; j < panel.cells(); j++) {
                    double u = (j - panel.center()) * panel.spacing();
                    double cosine = distance / Math.sqrt(distance * distance + u * u + v * v);
                    out[row + j] = (float) (projections[first * size + row + j] * cosine * share[j]);
                }
            }
        });
    }

    /**
     * Weights one row of the panel.
     *
     * @param height of the row above the orbit, at the detector, in mm
     * @param sinogram the row in all views, cells fastest
     * @param out receives the weighted row; may be the same array
     */
    public void applyToRow(double height, float[] sinogram, float[] out) {
        Detector panel = beam.detector();
        double distance = beam.sourceToDetector();
        for (int view = 0; view < beam.views(); view++) {
            int row = view * panel.cells();
            for (int j = 0; j < panel.cells(); j++) {
                double u = (j - panel.center()) * panel.spacing();
                double cosine = distance / Math.sqrt(distance * distance + u * u + height * height);
                out[row + j] = (float) (sinogram[row + j] * cosine * shares[view][j]);
            }
        }
    }
}
