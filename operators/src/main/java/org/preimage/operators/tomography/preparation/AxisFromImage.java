package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.RampFilter;

/**
 * The rotation axis of a parallel-beam scan over any arc, by what the slice looks like: a wrong axis makes arcs of points and
 * double edges, which a measure of the filtered back-projection tells.
 *
 * <p>T. Donath, F. Beckmann, A. Schreyer, "Automated determination of the center of rotation in tomography data", J. Opt.
 * Soc. Am. A 23(5), 1048, 2006. The search goes from coarse to fine: binned to some 100 cells, to some 200, and to some 400,
 * each time around the best place of the time before, at last with a parabola through the smallest three values. The
 * projections are filtered once for each size, and their ends are continued smoothly, so that an object may be wider than the
 * detector.
 */
public final class AxisFromImage {
    /** What is made smallest over the disc that the detector sees. */
    public enum Metric {
        /** The mean of |f|: wrong axes give negative values. For objects that fit on the detector, over half a turn or more. */
        ABSOLUTE,
        /** The entropy of the histogram of 256 grey values: right axes give few grey values. */
        ENTROPY
    }

    private static final int[] SIZES = {100, 200, 400};
    private static final int GREYS = 256;

    private AxisFromImage() {}

    /**
     * Finds the axis between {@code around - reach} and {@code around + reach}. Far from the axis the object leaves the disc, and
     * a short arc hardly tells a wrong axis from a moved object: a start from other knowledge, and a reach of some cells, make the
     * search sure as well as fast.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees one angle for each projection
     * @param metric what to make smallest
     * @param around cell where to look
     * @param reach in cells, at least 1 and at most a quarter of the detector
     * @return the centre, and as its residual the smallest value over the mean of all
     * @throws IllegalArgumentException if the sinogram is of another kind, not finite or the same everywhere, or the range is
     *     not on the detector
     */
    public static RotationAxis find(
            Image sinogram, double[] anglesDegrees, Metric metric, double around, double reach) {
        Layout layout = Layout.ofFinite("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, anglesDegrees);
        float first = sinogram.data()[0];
        boolean flat = true;
        for (float v : sinogram.data()) {
            flat &= v == first;
        }
        if (flat) {
            throw new IllegalArgumentException(
                    "the sinogram is the same everywhere, but to find the rotation axis an object must be in it");
        }
        int n = layout.cells();
        if (!(reach >= 1 && reach <= n / 4.0 && around >= 0 && around <= n - 1)) {
            throw new IllegalArgumentException("the rotation axis is looked for " + reach + " cells around cell "
                    + around + ", but the reach must lie between 1 and a quarter of the " + n
                    + " cells, and the cell among them");
        }
        double center = around;
        double range = reach;
        double residual = 1;
        for (int size : SIZES) {
            int factor = Math.max(1, Math.round((float) n / size));
            if (2 * factor > range && size != SIZES[SIZES.length - 1] && factor > 1) {
                continue;
            }
            boolean last = size == SIZES[SIZES.length - 1] || factor == 1;
            double step = last ? Math.max(0.25, factor / 4.0) : factor;
            Level level = new Level(sinogram, anglesDegrees, factor, metric);
            int half = (int) Math.ceil(range / step);
            double[] values = new double[2 * half + 1];
            int best = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = level.value(center + (i - half) * step);
                best = values[i] < values[best] ? i : best;
            }
            residual = values[best] / (Arrays.stream(values).sum() / values.length);
            double offset = 0;
            if (last && best > 0 && best < values.length - 1) {
                double bend = values[best - 1] - 2 * values[best] + values[best + 1];
                offset = bend > 0 ? (values[best - 1] - values[best + 1]) / (2 * bend) : 0;
            }
            center += (best - half + offset) * step;
            range = 2.0 * factor;
            if (factor == 1) {
                break;
            }
        }
        return new RotationAxis(center, residual);
    }

    /** The filtered projections at one size, ready to be back-projected with any axis. */
    private static final class Level {
        private final int factor;
        private final int cells;
        private final int margin;
        private final double[] angles;
        private final Metric metric;
        private final float[] filtered;
        private final double low;
        private final double high;

        Level(Image sinogram, double[] angles, int factor, Metric metric) {
            this.factor = factor;
            this.angles = angles;
            this.metric = metric;
            int n = sinogram.space().size(0);
            cells = n / factor;
            margin = cells / 2;
            float[] binned = new float[cells * angles.length];
            for (int v = 0; v < angles.length; v++) {
                for (int c = 0; c < cells; c++) {
                    for (int k = 0; k < factor; k++) {
                        binned[v * cells + c] += sinogram.data()[v * n + c * factor + k] / factor;
                    }
                }
            }
            Space space = Space.of(new Axis(Role.DETECTOR, cells), new Axis(Role.ANGLE, angles.length));
            Image wide = new Padding(margin).sinogram(new Image(space, binned));
            filtered = new RampFilter(wide.space(), RampFilter.Window.HANN, 1).apply(wide.data());
            float[] f = slice((cells - 1) / 2.0);
            Arrays.sort(f);
            low = f[(int) (0.005 * (f.length - 1))];
            high = f[(int) (0.995 * (f.length - 1))];
        }

        private float[] slice(double center) {
            ParallelBeam beam =
                    new ParallelBeam(Space.image(cells, cells, 1), cells + 2 * margin, 1, center + margin, angles);
            float[] out = beam.image().zeros();
            new PixelBackprojection(beam, AngularWeights.of(beam)).apply(filtered, out);
            return out;
        }

        double value(double fineCenter) {
            float[] f = slice((fineCenter - (factor - 1) / 2.0) / factor);
            double[] histogram = new double[GREYS];
            double sum = 0;
            int n = 0;
            double middle = (cells - 1) / 2.0;
            double radius = 0.95 * cells / 2.0;
            for (int y = 0; y < cells; y++) {
                for (int x = 0; x < cells; x++) {
                    if ((x - middle) * (x - middle) + (y - middle) * (y - middle) < radius * radius) {
                        double v = f[y * cells + x];
                        sum += Math.abs(v);
                        n++;
                        // Shared by two neighbours, so that the entropy is continuous.
                        double g = Math.min(1, Math.max(0, (v - low) / (high - low))) * (GREYS - 1);
                        int i = Math.min(GREYS - 2, (int) g);
                        histogram[i] += 1 - (g - i);
                        histogram[i + 1] += g - i;
                    }
                }
            }
            if (metric == Metric.ABSOLUTE) {
                return sum / n;
            }
            double entropy = 0;
            for (double h : histogram) {
                entropy -= h > 0 ? h / n * Math.log(h / n) : 0;
            }
            return entropy;
        }
    }
}
