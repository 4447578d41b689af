package org.preimage.reconstruction.method;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.FanBackprojection;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.operators.tomography.RedundancyWeights;

/**
 * The inversion formula of a fan beam: projections times the cosine of the fan angle and their {@link RedundancyWeights},
 * ramp-filtered along the detector as scaled to the rotation axis, and smeared back with (R / L)^2.
 *
 * <p>A. C. Kak, M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988, section 3.4. There a full turn
 * is weighted with 1/2; here the weights come before the filter, as short scans need (Parker 1982).
 */
final class FanInversion {
    private FanInversion() {}

    static float[] invert(
            FanBeam beam, RedundancyWeights redundancy, RampFilter.Window window, double cutoff, float[] sinogram) {
        boolean flat = beam.shape() == FanBeam.Shape.FLAT;
        // The filter of a curved detector works on angles: 1 / rad becomes 1 / mm on the axis.
        float[] weighted = weigh(beam, redundancy, flat ? 1 : 1 / beam.sourceToAxis(), sinogram);
        Space onAxis = Space.of(
                new Axis(Role.DETECTOR, beam.detectors(), beam.resolution()),
                beam.sinogram().axes().get(1));
        RampFilter ramp = flat
                ? new RampFilter(onAxis, window, cutoff)
                : RampFilter.equiangular(onAxis, beam.spacing() / beam.sourceToDetector(), window, cutoff);
        float[] image = beam.image().zeros();
        new FanBackprojection(beam).apply(ramp.apply(weighted), image);
        return image;
    }

    private static float[] weigh(FanBeam beam, RedundancyWeights redundancy, double factor, float[] sinogram) {
        int cells = beam.detectors();
        double[] cosine = new double[cells];
        for (int j = 0; j < cells; j++) {
            cosine[j] = factor * Math.cos(beam.fanAngle(j));
        }
        float[] out = new float[sinogram.length];
        Parallel.ranges(beam.views(), 8, (from, to) -> {
            for (int a = from; a < to; a++) {
                for (int j = 0; j < cells; j++) {
                    out[a * cells + j] = (float) (sinogram[a * cells + j] * cosine[j] * redundancy.weight(a, j));
                }
            }
        });
        return out;
    }
}
