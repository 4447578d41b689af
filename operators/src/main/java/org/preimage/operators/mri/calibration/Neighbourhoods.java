package org.preimage.operators.mri.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.preimage.operators.mri.SamplingMask;

/**
 * Which measured points are near each missing one. Axes along which the mask keeps all or nothing are read out as a whole:
 * they count as one point here, and {@link GrappaKernels} takes neighbours along them itself.
 *
 * <p>Of one undersampled axis, the nearest lines on both sides are taken, half of the number asked for on each; of several,
 * the nearest points, all of the same distance included. What lies so far from any measured point that nothing is known of
 * it, as the corners of an elliptic mask, has no neighbours.
 */
final class Neighbourhoods {
    /** Steps along the axes from one point to another; 0 along axes that do not exist. */
    record Offset(int x, int y, int z) {
        int along(int axis) {
            return axis == 0 ? x : axis == 1 ? y : z;
        }

        Offset minus(Offset other) {
            return new Offset(x - other.x, y - other.y, z - other.z);
        }

        private static Offset of(int[] steps) {
            return new Offset(steps[0], steps.length > 1 ? steps[1] : 0, steps.length > 2 ? steps[2] : 0);
        }
    }

    private final int[] sizes;
    private final boolean[] readout;
    private final boolean[] kept;
    private final int[] strides;
    private final Map<List<Offset>, List<Integer>> points = new LinkedHashMap<>();
    private int without;

    /**
     * @param mask with points missing
     * @param lines to take along one axis
     * @param nearest points to take of several axes
     * @param room extent of the calibration along each axis; patterns around a point among several axes fill at most half
     *     of it
     */
    Neighbourhoods(SamplingMask mask, int lines, int nearest, int[] room) {
        sizes = mask.space().sizes();
        kept = mask.toArray();
        strides = new int[sizes.length];
        int stride = 1;
        for (int a = 0; a < sizes.length; a++) {
            strides[a] = stride;
            stride *= sizes[a];
        }
        readout = new boolean[sizes.length];
        List<Integer> under = new ArrayList<>();
        for (int a = 0; a < sizes.length; a++) {
            readout[a] = constantAlong(a);
            if (!readout[a]) {
                under.add(a);
            }
        }
        if (under.size() == 1) {
            alongOneAxis(under.get(0), lines, room[under.get(0)]);
        } else if (!under.isEmpty()) {
            alongSeveral(under, nearest, room, mask.acceleration());
        }
    }

    /** Whether the axis is read out as a whole. */
    boolean readout(int axis) {
        return readout[axis];
    }

    /** For each pattern of neighbours the missing points that have it, at index 0 of all axes read out. */
    Map<List<Offset>, List<Integer>> points() {
        return points;
    }

    /** Missing points without neighbours, at index 0 of all axes read out. */
    int without() {
        return without;
    }

    private boolean constantAlong(int axis) {
        for (int i = 0; i < kept.length; i++) {
            int index = i / strides[axis] % sizes[axis];
            if (kept[i] != kept[i - index * strides[axis]]) {
                return false;
            }
        }
        return true;
    }

    private void alongOneAxis(int axis, int lines, int room) {
        int n = sizes[axis];
        int stride = strides[axis];
        int[] measured = IntStream.range(0, n).filter(i -> kept[i * stride]).toArray();
        int widest = 1;
        for (int i = 1; i < measured.length; i++) {
            widest = Math.max(widest, measured[i] - measured[i - 1]);
        }
        for (int i = 0; i < n; i++) {
            if (kept[i * stride]) {
                continue;
            }
            int above = -Arrays.binarySearch(measured, i) - 1;
            int from = Math.max(0, above - lines / 2);
            int to = Math.min(measured.length, above + (lines + 1) / 2);
            boolean beyond = above == 0 && measured[0] - i >= widest
                    || above == measured.length && i - measured[above - 1] >= widest;
            if (beyond) {
                without++;
                continue;
            }
            boolean inside = above > 0 && above < measured.length;
            // The farther end is given up until the pattern leaves enough places in the calibration, but not the
            // nearest.
            int least = inside ? 2 : 1;
            while (to - from > least && extent(measured, from, to, i) > 2 * room / 3) {
                boolean low = to == above + 1 || from < above - 1 && i - measured[from] >= measured[to - 1] - i;
                boolean onlyAbove = from == above;
                from += low && !onlyAbove ? 1 : 0;
                to -= low && !onlyAbove ? 0 : 1;
            }
            if (extent(measured, from, to, i) > room) {
                int needed = inside ? measured[above] - measured[above - 1] + 1 : 2;
                throw new IllegalArgumentException("the calibration spans " + room + " lines, but the gap of "
                        + (needed - 1) + " lines around line " + i + " needs at least " + needed);
            }
            List<Offset> pattern = new ArrayList<>();
            for (int m = from; m < to; m++) {
                int[] steps = new int[sizes.length];
                steps[axis] = measured[m] - i;
                pattern.add(Offset.of(steps));
            }
            points.computeIfAbsent(pattern, p -> new ArrayList<>()).add(i * stride);
        }
    }

    private static int extent(int[] measured, int from, int to, int target) {
        return Math.max(measured[to - 1], target) - Math.min(measured[from], target) + 1;
    }

    private void alongSeveral(List<Integer> axes, int nearest, int[] room, double acceleration) {
        // A box that holds about twice the points wanted, so that those nearest are a disc within it.
        double side = Math.pow(2 * nearest * acceleration, 1.0 / axes.size());
        int[] reach = new int[sizes.length];
        for (int a : axes) {
            reach[a] = (int) Math.min(Math.ceil((side - 1) / 2), (room[a] - 1) / 4);
        }
        List<Offset> around = new ArrayList<>();
        for (int z = -reachOf(reach, 2); z <= reachOf(reach, 2); z++) {
            for (int y = -reachOf(reach, 1); y <= reachOf(reach, 1); y++) {
                for (int x = -reach[0]; x <= reach[0]; x++) {
                    around.add(new Offset(x, y, z));
                }
            }
        }
        around.sort(Comparator.comparingInt(Neighbourhoods::squared));
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] || !first(i)) {
                continue;
            }
            List<Offset> pattern = new ArrayList<>();
            int last = -1;
            for (Offset o : around) {
                if (pattern.size() >= nearest && squared(o) > last) {
                    break;
                }
                if (measured(i, o)) {
                    pattern.add(o);
                    last = squared(o);
                }
            }
            if (pattern.isEmpty()) {
                without++;
            } else {
                points.computeIfAbsent(List.copyOf(pattern), p -> new ArrayList<>())
                        .add(i);
            }
        }
    }

    private static int reachOf(int[] reach, int axis) {
        return axis < reach.length ? reach[axis] : 0;
    }

    private static int squared(Offset o) {
        return o.x * o.x + o.y * o.y + o.z * o.z;
    }

    /** Whether the index is 0 along all axes read out. */
    private boolean first(int i) {
        for (int a = 0; a < sizes.length; a++) {
            if (readout[a] && i / strides[a] % sizes[a] > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean measured(int i, Offset o) {
        int at = i;
        for (int a = 0; a < sizes.length; a++) {
            int index = i / strides[a] % sizes[a] + o.along(a);
            if (index < 0 || index >= sizes[a]) {
                return false;
            }
            at += o.along(a) * strides[a];
        }
        return kept[at];
    }
}
