package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;

/**
 * Continues projections of an object that is wider than the detector smoothly beyond it, as a change of the geometry: the
 * result has {@code cells} more cells on both sides. Without it the ramp filter sees a step at the detector's ends, which
 * makes a bright rim about the field of view and a bowl within.
 *
 * <p>Beyond an end the projection is mirrored at its last value, 2 p(end) - p(mirrored), not above that value nor below 0 if it is
 * positive, and led to 0 by cos^2(pi k / (2 cells + 2)), k cells beyond the end. (B. Ohnesorge, T. Flohr, K. Schwarz, J. P.
 * Heiken, K. T. Bae, "Efficient correction for CT image artifacts caused by objects extending outside the scan field of
 * view", Med. Phys. 27(1), 2000.) The end is the mean of the four outermost cells. What was not measured is made up: values
 * in the field of view keep an offset that varies slowly.
 *
 * @param cells on each side, at least 1; half the detector serves objects up to twice as wide
 */
public record Padding(int cells) {
    private static final int END = 4;

    public Padding {
        if (cells < 1) {
            throw new IllegalArgumentException("the padding is " + cells + " cells, but must be at least 1");
        }
    }

    /** The geometry with the wider detector; the image stays. */
    public Beam beam(Beam beam) {
        Detector d = beam.detector();
        return beam.withDetector(new Detector(
                d.cells() + 2 * cells, d.spacing(), d.center() + cells, d.rows(), d.rowSpacing(), d.rowCenter()));
    }

    /**
     * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     * @return the same with a longer first axis
     * @throws IllegalArgumentException if the axes are others
     */
    public Image sinogram(Image lineIntegrals) {
        Layout layout = Layout.of("line integrals", lineIntegrals);
        int n = layout.cells();
        int wide = n + 2 * cells;
        List<Axis> axes = new ArrayList<>(lineIntegrals.space().axes());
        axes.set(0, new Axis(axes.get(0).role(), wide, axes.get(0).spacing()));
        Image out = Image.zeros(new Space(axes, lineIntegrals.space().field()));
        double[] taper = new double[cells];
        for (int k = 0; k < cells; k++) {
            double c = Math.cos(Math.PI * (k + 1) / (2.0 * cells + 2));
            taper[k] = c * c;
        }
        float[] p = lineIntegrals.data();
        Parallel.ranges(layout.rows() * layout.views(), 16, (from, to) -> {
            for (int line = from; line < to; line++) {
                int in = line * n;
                int at = line * wide + cells;
                System.arraycopy(p, in, out.data(), at, n);
                double left = mean(p, in, 1, n);
                double right = mean(p, in + n - 1, -1, n);
                for (int k = 0; k < cells; k++) {
                    int inward = Math.min(n - 1, k + 1);
                    out.data()[at - 1 - k] = (float) (taper[k] * beyond(left, p[in + inward]));
                    out.data()[at + n + k] = (float) (taper[k] * beyond(right, p[in + n - 1 - inward]));
                }
            }
        });
        return out;
    }

    private static double mean(float[] p, int at, int step, int n) {
        double sum = 0;
        int m = Math.min(END, n);
        for (int k = 0; k < m; k++) {
            sum += p[at + k * step];
        }
        return sum / m;
    }

    private static double beyond(double end, double mirrored) {
        return end > 0 ? Math.min(end, Math.max(0, 2 * end - mirrored)) : end;
    }
}
