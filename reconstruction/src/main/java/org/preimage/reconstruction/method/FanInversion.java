package org.preimage.reconstruction.method;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
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
        int before = lacking(beam, -1);
        int cells = before + beam.detectors() + lacking(beam, 1);
        FanBeam wide = beam.with(beam.image(), Detector.line(cells, beam.spacing(), beam.center() + before));
        // The filter of a curved detector works on angles: 1 / rad becomes 1 / mm on the axis.
        double factor = flat ? 1 : 1 / beam.sourceToAxis();
        float[] weighted = weigh(beam, redundancy, factor, sinogram, before, cells);
        Space onAxis = Space.of(
                new Axis(Role.DETECTOR, cells, beam.resolution()),
                beam.sinogram().axes().get(1));
        RampFilter ramp = flat
                ? new RampFilter(onAxis, window, cutoff)
                : RampFilter.equiangular(onAxis, beam.spacing() / beam.sourceToDetector(), window, cutoff);
        float[] image = beam.image().zeros();
        new FanBackprojection(wide).apply(ramp.apply(weighted), image);
        return image;
    }

    /**
     * Cells that the shorter side of a detector lacks to be as long as the other, or to see all of the image. Filtered
     * projections are not zero there, though the weighted ones are.
     *
     * @param side -1 for the side of low cells, 1 for the other
     */
    private static int lacking(FanBeam beam, int side) {
        double low = beam.center() + 0.5;
        double high = beam.detectors() - 0.5 - beam.center();
        Space image = beam.image();
        double corner = Math.hypot(image.size(0), image.size(1)) * image.spacing(0) / 2;
        double needed = beam.cell(Math.asin(corner / beam.sourceToAxis())) - beam.center() + 1;
        double target = Math.min(needed, Math.max(low, high));
        return (int) Math.max(0, Math.ceil(target - (side < 0 ? low : high) - 1e-9));
    }

    private static float[] weigh(
            FanBeam beam, RedundancyWeights redundancy, double factor, float[] sinogram, int before, int wide) {
        int cells = beam.detectors();
        double[] cosine = new double[cells];
        for (int j = 0; j < cells; j++) {
            cosine[j] = factor * Math.cos(beam.fanAngle(j));
        }
        float[] out = new float[beam.views() * wide];
        Parallel.ranges(beam.views(), 8, (from, to) -> {
            for (int a = from; a < to; a++) {
                for (int j = 0; j < cells; j++) {
                    out[a * wide + before + j] =
                            (float) (sinogram[a * cells + j] * cosine[j] * redundancy.weight(a, j));
                }
            }
        });
        return out;
    }
}
