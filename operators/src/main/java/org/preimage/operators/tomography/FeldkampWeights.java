package org.preimage.operators.tomography;

import java.util.Locale;
import org.preimage.operators.parallel.Parallel;

/**
 * What Feldkamp's method multiplies the projections of a cone beam with before the ramp filter: the cosine D / sqrt(D<sup>2</sup> +
 * u<sup>2</sup> + v<sup>2</sup>) of the ray's angle with the central ray, and the view's share of the turn, for arcs shorter than a
 * full turn with Parker's weights for lines measured twice.
 *
 * <p>L. A. Feldkamp, L. C. Davis, J. W. Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1(6), 1984.
 */
public final class FeldkampWeights {
    private final ConeBeam beam;
    private final double[][] shares;
    private final double arc;
    private final double fan;

    public FeldkampWeights(ConeBeam beam) {
        this.beam = beam;
        double[] angles = beam.angles();
        double[] fans = new double[beam.detectors()];
        double widest = 0;
        for (int j = 0; j < fans.length; j++) {
            fans[j] = Math.toDegrees(Math.atan2((j - beam.center()) * beam.spacing(), beam.sourceToDetector()));
            widest = Math.max(widest, Math.abs(fans[j]));
        }
        shares = ShortScanWeights.of(angles, fans);
        arc = ShortScanWeights.Arc.of(angles).length();
        fan = 2 * widest;
    }

    /** What the views cover, in words. */
    public String coverage() {
        if (arc == 360) {
            return "a full turn";
        }
        String what = String.format(Locale.ROOT, "an arc of %.1f degrees, weighted after Parker", arc);
        double needed = 180 + fan;
        return arc < needed - 1e-6
                ? what
                        + String.format(
                                Locale.ROOT,
                                "; some lines are not measured: a fan of %.1f degrees needs %.1f",
                                fan,
                                needed)
                : what;
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
}
