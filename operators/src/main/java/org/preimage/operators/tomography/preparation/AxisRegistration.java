package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * The rotation axis of a parallel-beam scan by registering projections half a turn apart: p(t + 180, s) = p(t, -s), so the
 * mirrored one of a pair is the other one shifted by twice the axis' place.
 *
 * <p>For each pair the centre c makes 1 - (correlation of p(t, j) and p(t + 180, 2 c - j) over the cells j that both have)
 * smallest; cells between are interpolated linearly where the search is coarse, by cubic convolution where it is fine (R. G.
 * Keys, IEEE Trans. Acoust. Speech Signal Process. 29, 1981). Only the overlap counts, so the object may be wider than the
 * detector.
 *
 * <p>Where no two views are half a turn apart, as in a half turn that leaves its end out, a pair whose angles differ by 180 +
 * d gives a centre that is off by d times how far the object lies from the axis along the beam. So all pairs with |d| up to
 * three steps are registered and a straight line through their centres is read at d = 0. At most 48 pairs are used, spread
 * over the scan; of full turns the median is taken, which single bad projections do not move.
 */
public final class AxisRegistration {
    private static final int MOST_PAIRS = 48;
    private static final double NEAR = 6.2;
    private static final double FINEST = 0.005;

    private AxisRegistration() {}

    /** Two views and by how many degrees their difference misses half a turn. */
    private record Pair(int first, int second, double miss) {}

    /**
     * Finds the axis in the middle half of the detector.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees one angle for each projection
     * @return the centre, and as its residual the mean of 1 - correlation
     * @throws IllegalArgumentException if the sinogram is of another kind or not finite, no two angles lie half a turn apart
     *     within three steps, or the projections are flat
     */
    public static RotationAxis find(Image sinogram, double[] anglesDegrees) {
        Layout layout = Layout.ofFinite("line integrals", sinogram);
        requireOneRow(layout, anglesDegrees);
        List<Pair> pairs = pairs(anglesDegrees);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("no two of the angles lie half a turn apart, which registration needs");
        }
        int n = layout.cells();
        double[][] found = new double[pairs.size()][];
        Parallel.ranges(found.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                Pair pair = pairs.get(i);
                found[i] = register(
                        Arrays.copyOfRange(sinogram.data(), pair.first() * n, (pair.first() + 1) * n),
                        Arrays.copyOfRange(sinogram.data(), pair.second() * n, (pair.second() + 1) * n));
            }
        });
        double residual = Arrays.stream(found).mapToDouble(f -> f[1]).average().orElseThrow();
        if (!(residual < 1)) {
            throw new IllegalArgumentException("projections half a turn apart have nothing in common, but registration"
                    + " needs an object that casts a shadow");
        }
        double[] centers = Arrays.stream(found).mapToDouble(f -> f[0]).toArray();
        double[] misses = pairs.stream().mapToDouble(Pair::miss).toArray();
        return new RotationAxis(atZero(misses, centers), residual);
    }

    static void requireOneRow(Layout layout, double[] anglesDegrees) {
        if (layout.rows() != 1) {
            throw new IllegalArgumentException(
                    "there are " + layout.rows() + " detector rows, but the rotation axis is found from one");
        }
        if (anglesDegrees.length != layout.views()) {
            throw new IllegalArgumentException("there are " + anglesDegrees.length + " angles, but the sinogram has "
                    + layout.views() + " projections");
        }
    }

    private static List<Pair> pairs(double[] angles) {
        double[] sorted = angles.clone();
        Arrays.sort(sorted);
        double step = (sorted[sorted.length - 1] - sorted[0]) / Math.max(1, sorted.length - 1);
        List<Pair> near = new ArrayList<>();
        for (int i = 0; i < angles.length; i++) {
            for (int j = 0; j < angles.length; j++) {
                double miss = angles[j] - angles[i] - 180;
                if (Math.abs(miss) < NEAR * step) {
                    near.add(new Pair(i, j, miss));
                }
            }
        }
        List<Pair> exact =
                near.stream().filter(p -> Math.abs(p.miss()) < 0.05 * step).toList();
        List<Pair> chosen = exact.isEmpty() ? near : exact;
        if (chosen.size() <= MOST_PAIRS) {
            return chosen;
        }
        return IntStream.range(0, MOST_PAIRS)
                .mapToObj(i -> chosen.get((int) ((long) i * chosen.size() / MOST_PAIRS)))
                .toList();
    }

    /** The median where the misses are alike, otherwise the least-squares line at 0. */
    private static double atZero(double[] misses, double[] centers) {
        int n = misses.length;
        double mean = Arrays.stream(misses).sum() / n;
        double spread = 0;
        double slope = 0;
        double middle = Arrays.stream(centers).sum() / n;
        for (int i = 0; i < n; i++) {
            spread += (misses[i] - mean) * (misses[i] - mean);
            slope += (misses[i] - mean) * (centers[i] - middle);
        }
        double typical = Arrays.stream(misses).map(Math::abs).max().orElseThrow();
        if (spread <= 1e-4 * n * typical * typical || Math.abs(mean) < 0.05 * typical) {
            return Statistics.median(centers);
        }
        return middle - slope / spread * mean;
    }

    /** Centre and 1 - correlation of one pair. */
    private static double[] register(float[] p, float[] q) {
        int n = p.length;
        // In half cells, so that 2 c is a whole number.
        double best = Double.POSITIVE_INFINITY;
        double center = 0;
        for (int twice = (n - 1) / 2; twice <= 3 * (n - 1) / 2; twice++) {
            double value = mismatch(p, q, twice / 2.0);
            if (value < best) {
                best = value;
                center = twice / 2.0;
            }
        }
        for (double step = 0.25; step >= FINEST; step /= 2) {
            for (double c : new double[] {center - step, center + step}) {
                double value = mismatch(p, q, c);
                if (value < best) {
                    best = value;
                    center = c;
                }
            }
        }
        return new double[] {center, best};
    }

    /** 1 - the correlation of p(j) and q(2 c - j). */
    static double mismatch(float[] p, float[] q, double c) {
        int n = p.length;
        double shift = 2 * c;
        int whole = (int) Math.floor(shift);
        double f = shift - whole;
        double[] w = Keys.weights(f);
        // q(whole + f - j) needs the cells whole - j - 1 .. whole - j + 2, or one only if f = 0.
        int margin = f == 0 ? 0 : 2;
        int from = Math.max(0, whole - (n - 1) + margin);
        int to = Math.min(n - 1, whole - (f == 0 ? 0 : 1));
        double sp = 0;
        double sq = 0;
        double spp = 0;
        double sqq = 0;
        double spq = 0;
        for (int j = from; j <= to; j++) {
            int k = whole - j;
            double v = f == 0 ? q[k] : w[0] * q[k - 1] + w[1] * q[k] + w[2] * q[k + 1] + w[3] * q[k + 2];
            double u = p[j];
            sp += u;
            sq += v;
            spp += u * u;
            sqq += v * v;
            spq += u * v;
        }
        int m = to - from + 1;
        if (m < 4) {
            return 2;
        }
        double vp = spp - sp * sp / m;
        double vq = sqq - sq * sq / m;
        double limit = 1e-10 * (spp + sqq);
        return vp > limit && vq > limit ? 1 - (spq - sp * sq / m) / Math.sqrt(vp * vq) : 2;
    }
}
