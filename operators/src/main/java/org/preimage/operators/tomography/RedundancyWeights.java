package org.preimage.operators.tomography;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Weights that count each line once in a sum over the rays of a fan beam, for any list of angles and any detector.
 *
 * <p>The ray of fan angle g at angle t and that of -g at t + 180 degrees - 2 g are the same line. With m(t, g) &gt;= 0 how far
 * inside what was measured a ray lies, and m' the same of its partner, the ray gets sin^2(pi/2 m / (m + m')): the two sum to 1, a line
 * measured once gets 1, and all changes are gradual. Here m = d b, with d the distance of t from the end of the arc of
 * angles that it lies in and b the distance of the cell from the end of the detector. So
 *
 * <ul>
 *   <li>a full turn with the axis in the middle of the detector gets 1/2;
 *   <li>one arc of at least 180 degrees and the fan, and less than 240, gets the weights of D. L. Parker (Optimal short scan
 *       convolution reconstruction for fanbeam CT, Med. Phys. 9(2), 1982), in the form for longer arcs of M. D. Silver (A
 *       method for including redundant data in computed tomography, Med. Phys. 27(4), 2000);
 *   <li>a full turn with the axis off the middle passes smoothly from cells without a partner to those with one;
 *   <li>arcs with gaps share what they have in common; lines that nobody measured are missing.
 * </ul>
 *
 * <p>Each angle stands for half of the gap to either neighbour. A gap wider than four times the median gap was not measured:
 * it ends an arc, half a median gap beyond its last angle.
 */
public final class RedundancyWeights {
    private static final double WEDGE = 4;

    /** Angles closer than this, in degrees, are equal. */
    private static final double SAME = 1e-6;

    /** From start to end in degrees; the end may be beyond 360. */
    private record Arc(double start, double end) {
        /** Distance of an angle from the nearer end, 0 outside. */
        double depth(double t) {
            double after = (t - start) % 360;
            after = after < 0 ? after + 360 : after;
            return Math.max(0, Math.min(after, end - start - after));
        }
    }

    private final FanBeam beam;
    private final double[] angles;
    private final double[] shares;
    private final double[] fan;
    private final List<Arc> arcs = new ArrayList<>();

    private RedundancyWeights(FanBeam beam) {
        this.beam = beam;
        angles = beam.angles();
        shares = new double[angles.length];
        fan = new double[beam.detectors()];
        for (int j = 0; j < fan.length; j++) {
            fan[j] = Math.toDegrees(beam.fanAngle(j));
        }
        measure();
    }

    /** The weights for this beam's rays. */
    public static RedundancyWeights of(FanBeam beam) {
        return new RedundancyWeights(beam);
    }

    /** Finds the arcs, and the share of the turn that each angle stands for. */
    private void measure() {
        int n = angles.length;
        double[] turned = new double[n];
        for (int i = 0; i < n; i++) {
            double a = angles[i] % 360;
            a = a < 0 ? a + 360 : a;
            turned[i] = a > 360 - SAME ? a - 360 : a;
        }
        double[] sorted = turned.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (double a : sorted) {
            if (count == 0 || a - sorted[count - 1] > SAME) {
                sorted[count++] = a;
            }
        }
        double[] gaps = new double[count];
        for (int g = 0; g < count; g++) {
            gaps[g] = g + 1 < count ? sorted[g + 1] - sorted[g] : sorted[0] + 360 - sorted[g];
        }
        double[] ordered = gaps.clone();
        Arrays.sort(ordered);
        double median = ordered[(count - 1) / 2];
        cut(sorted, gaps, median);
        int[] members = new int[count];
        int[] group = new int[n];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(sorted, 0, count, turned[i] + SAME);
            group[i] = at >= 0 ? at : -at - 2;
            members[group[i]]++;
        }
        for (int i = 0; i < n; i++) {
            int g = group[i];
            double before = gaps[(g + count - 1) % count];
            double after = gaps[g];
            double share = (before > WEDGE * median ? median : before) + (after > WEDGE * median ? median : after);
            shares[i] = Math.toRadians(share / 2) / members[g];
        }
    }

    private void cut(double[] sorted, double[] gaps, double median) {
        int count = gaps.length;
        for (int g = 0; g < count; g++) {
            if (gaps[g] > WEDGE * median) {
                // The arc that begins behind this gap ends at the next one.
                int first = (g + 1) % count;
                int last = first;
                double length = 0;
                while (!(gaps[last] > WEDGE * median)) {
                    length += gaps[last];
                    last = (last + 1) % count;
                }
                arcs.add(new Arc(sorted[first] - median / 2, sorted[first] + length + median / 2));
            }
        }
    }

    /** How deep inside the measured arcs an angle in degrees lies; the same everywhere in a full turn. */
    private double depth(double t) {
        if (arcs.isEmpty()) {
            return 1;
        }
        double depth = 0;
        for (Arc arc : arcs) {
            depth = Math.max(depth, arc.depth(t));
        }
        return depth;
    }

    /** Distance of a cell, fractional, from the nearer end of the detector, 0 outside. */
    private double inset(double cell) {
        return Math.max(0, Math.min(cell + 0.5, beam.detectors() - 0.5 - cell));
    }

    /**
     * The share of its line that a ray gets, between 0 and 1.
     *
     * @param degrees the angle of its view, measured or not
     * @param cell on the detector
     */
    public double share(double degrees, int cell) {
        double own = depth(degrees) * inset(cell);
        double other = depth(degrees + 180 - 2 * fan[cell]) * inset(2 * beam.center() - cell);
        double sine = own > 0 ? Math.sin(Math.PI / 2 * own / (own + other)) : 0;
        return sine * sine;
    }

    /** The weight of a measured ray in radians: its share of its line, times the part of the turn that its view stands for. */
    public double weight(int view, int cell) {
        return share(angles[view], cell) * shares[view];
    }

    /**
     * The fraction of the lines through the largest circle in the image that neither a ray nor its partner measured: 0 for
     * complete data, larger for arcs shorter than 180 degrees and the fan, gaps, and detectors that do not see all of it.
     */
    public double missing() {
        int steps = 720;
        int offsets = 101;
        double h = beam.image().spacing(0);
        double reach = 0.999 * Math.min(beam.image().size(0), beam.image().size(1)) * h / 2;
        int missing = 0;
        for (int i = 0; i < steps; i++) {
            for (int k = 0; k < offsets; k++) {
                double s = reach * ((k + 0.5) / offsets * 2 - 1);
                double g = Math.asin(s / beam.sourceToAxis());
                double t = 180.0 * i / steps + Math.toDegrees(g);
                boolean seen = depth(t) > 0 && inset(beam.cell(g)) > 0
                        || depth(t + 180 - 2 * Math.toDegrees(g)) > 0 && inset(beam.cell(-g)) > 0;
                missing += seen ? 0 : 1;
            }
        }
        return missing / (double) (steps * offsets);
    }

    /** What was measured and how it is weighted, in words, for notes beside a result. */
    public String description() {
        double total = arcs.stream().mapToDouble(a -> a.end - a.start).sum();
        String arc = arcs.isEmpty()
                ? "full turn"
                : arcs.size() == 1
                        ? String.format(Locale.ROOT, "one arc of %.1f degrees", total)
                        : String.format(Locale.ROOT, "%d arcs of together %.1f degrees", arcs.size(), total);
        double missing = missing();
        return arc + ", lines measured twice share their weight"
                + (missing > 5e-4
                        ? String.format(
                                Locale.ROOT,
                                "; incomplete: %.1f %% of the lines through the image were not measured",
                                100 * missing)
                        : "");
    }
}
