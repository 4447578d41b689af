package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A full turn with the rotation axis near one end of the detector, so that each projection sees a little more than half of an
 * object that may be almost twice as wide as the detector, and its half turn: each projection joined with the mirrored one
 * of the other side.
 *
 * <p>In the overlap of both, which lies about the axis, one fades into the other linearly. The mirrored side is read between its
 * cells by cubic convolution, and between its views linearly.
 *
 * @param sinogram axes DETECTOR, ANGLE: half a turn on the wider detector
 * @param center of the rotation on the wider detector
 * @param angles in degrees
 */
public record OffsetScan(Image sinogram, double center, double[] angles) {
    private static final int MOST_VIEWS = 90;
    private static final double FINEST = 0.01;

    /**
     * Finds the axis anywhere on the detector: where p(t, c + s) and p(t + 180, c - s) correlate best over their overlap in all
     * views. The slopes along the cells are correlated, since any two parts of a smooth shadow are alike. (N. T. Vo, R. C.
     * Atwood, M. Drakopoulos, M. Connolley, "Data processing methods and data acquisition for samples larger than the field of
     * view in parallel-beam tomography", Optics Express 29(12), 17849, 2021.)
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees over a full turn
     * @param overlap fewest cells that both sides see, at least 8
     * @return the centre, and as its residual 1 - correlation
     * @throws IllegalArgumentException if the sinogram is of another kind, the angles span less than a full turn, or the
     *     overlap does not fit
     */
    public static RotationAxis find(Image sinogram, double[] anglesDegrees, int overlap) {
        Layout layout = Layout.ofFinite("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, anglesDegrees);
        int n = layout.cells();
        if (overlap < 8 || overlap > n / 2) {
            throw new IllegalArgumentException(
                    "the overlap is " + overlap + " cells, but must lie between 8 and half of " + n);
        }
        Opposite opposite = new Opposite(sinogram, anglesDegrees);
        int views = Math.min(MOST_VIEWS, opposite.firstHalf.length);
        float[][] own = new float[views][];
        float[][] other = new float[views][];
        for (int i = 0; i < views; i++) {
            int v = opposite.firstHalf[(int) ((long) i * opposite.firstHalf.length / views)];
            own[i] = slopes(Arrays.copyOfRange(sinogram.data(), v * n, (v + 1) * n));
            other[i] = slopes(opposite.of(v));
        }
        int first = overlap;
        int last = 2 * (n - 1) - overlap;
        double[] values = new double[last - first + 1];
        Parallel.ranges(values.length, 8, (from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = mismatch(own, other, (first + i) / 2.0);
            }
        });
        int at = IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] < values[a] ? b : a)
                .orElseThrow();
        double center = (first + at) / 2.0;
        double best = values[at];
        for (double step = 0.25; step >= FINEST; step /= 2) {
            for (double c : new double[] {center - step, center + step}) {
                double value = mismatch(own, other, c);
                if (value < best) {
                    best = value;
                    center = c;
                }
            }
        }
        return new RotationAxis(center, best);
    }

    /** p(j + 1) - p(j - 1), whose sign the mirror turns. */
    private static float[] slopes(float[] p) {
        float[] slopes = new float[p.length];
        for (int j = 1; j < p.length - 1; j++) {
            slopes[j] = p[j + 1] - p[j - 1];
        }
        return slopes;
    }

    private static double mismatch(float[][] own, float[][] other, double c) {
        int n = own[0].length;
        int whole = (int) Math.floor(2 * c);
        double[] w = Keys.weights(2 * c - whole);
        int from = Math.max(1, whole - (n - 1) + 3);
        int to = Math.min(n - 2, whole - 2);
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int v = 0; v < own.length; v++) {
            float[] p = own[v];
            float[] q = other[v];
            for (int j = from; j <= to; j++) {
                int k = whole - j;
                double b = -(w[0] * q[k - 1] + w[1] * q[k] + w[2] * q[k + 1] + w[3] * q[k + 2]);
                aa += (double) p[j] * p[j];
                bb += b * b;
                ab += p[j] * b;
            }
        }
        return aa > 0 && bb > 0 ? 1 - ab / Math.sqrt(aa * bb) : 2;
    }

    /**
     * Joins both sides.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees over a full turn
     * @param center of the rotation in cells, on the detector
     * @throws IllegalArgumentException if the sinogram is of another kind, the angles span less than a full turn, or the axis is
     *     not on the detector
     */
    public static OffsetScan stitch(Image sinogram, double[] anglesDegrees, double center) {
        Layout layout = Layout.ofFinite("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, anglesDegrees);
        int n = layout.cells();
        if (!(center > 0 && center < n - 1)) {
            throw new IllegalArgumentException(
                    "the rotation axis is at cell " + center + ", but must lie on the detector of " + n + " cells");
        }
        Opposite opposite = new Opposite(sinogram, anglesDegrees);
        boolean axisLeft = center < (n - 1) / 2.0;
        int more = (int) Math.floor(Math.abs(n - 1 - 2 * center));
        int before = axisLeft ? more : 0;
        double overlap = Math.min(center, n - 1 - center);
        int wide = n + more;
        double c = center + before;
        int views = opposite.firstHalf.length;
        double[] angles = Arrays.stream(opposite.firstHalf)
                .mapToDouble(v -> anglesDegrees[v])
                .toArray();
        Image out = Image.zeros(Space.of(
                new Axis(Role.DETECTOR, wide, sinogram.space().spacing(0)),
                new Axis(Role.ANGLE, views, sinogram.space().spacing(1))));
        Parallel.ranges(views, 8, (from, to) -> {
            for (int i = from; i < to; i++) {
                int v = opposite.firstHalf[i];
                float[] other = opposite.of(v);
                for (int j = 0; j < wide; j++) {
                    double s = j - c;
                    double fade = Math.min(1, Math.max(0, (s + overlap) / (2 * overlap)));
                    double weight = axisLeft ? fade : 1 - fade;
                    int own = j - before;
                    double value = 0;
                    if (weight > 0) {
                        value += weight * sinogram.data()[v * n + own];
                    }
                    if (weight < 1) {
                        value += (1 - weight) * Keys.at(other, 0, n, center - s);
                    }
                    out.data()[i * wide + j] = (float) value;
                }
            }
        });
        return new OffsetScan(out, c, angles);
    }

    /** Projections half a turn on, linearly between the two nearest views. */
    private static final class Opposite {
        private final Image sinogram;
        private final double[] turned;
        private final Integer[] order;
        /** The views of the first half of the turn. */
        private final int[] firstHalf;

        Opposite(Image sinogram, double[] angles) {
            this.sinogram = sinogram;
            double min = Arrays.stream(angles).min().orElse(0);
            double max = Arrays.stream(angles).max().orElse(0);
            double arc = (max - min) * angles.length / Math.max(1, angles.length - 1);
            if (arc < 360 - 1e-6) {
                throw new IllegalArgumentException("the angles span " + Math.round(arc)
                        + " degrees, but a scan with an offset axis needs a full turn");
            }
            turned = Arrays.stream(angles).map(a -> (a - min) % 360).toArray();
            order = IntStream.range(0, angles.length)
                    .filter(v -> angles[v] - min < 360 - 1e-9)
                    .boxed()
                    .sorted((a, b) -> Double.compare(turned[a], turned[b]))
                    .toArray(Integer[]::new);
            firstHalf = IntStream.range(0, angles.length)
                    .filter(v -> angles[v] - min < 180 - 1e-6)
                    .toArray();
        }

        float[] of(int view) {
            int n = sinogram.space().size(0);
            double wanted = turned[view] + 180;
            int next = 0;
            while (next < order.length && turned[order[next]] < wanted) {
                next++;
            }
            int before = order[(next + order.length - 1) % order.length];
            int after = order[next % order.length];
            double gap = (turned[after] - turned[before] + 360) % 360;
            double t = gap > 0 ? (wanted - turned[before]) / gap : 0;
            float[] out = new float[n];
            for (int j = 0; j < n; j++) {
                out[j] = (float) ((1 - t) * sinogram.data()[before * n + j] + t * sinogram.data()[after * n + j]);
            }
            return out;
        }
    }
}
