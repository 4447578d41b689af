package org.preimage.examples.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/** The kind of a sampling mask in words. */
final class KSpaceSampling {
    private final SamplingMask mask;
    private final Space space;
    private final int dimensions;
    private final int[] sizes;

    private KSpaceSampling(SamplingMask mask) {
        this.mask = mask;
        this.space = mask.space();
        this.dimensions = space.dimensions();
        this.sizes = space.sizes();
    }

    /**
     * As "full", "one block of 32 x 24", "uniform, every 2nd along ky", "irregular", with the acceleration and the size of the
     * calibration block.
     */
    static String words(SamplingMask mask) {
        int[] calibration = mask.calibration();
        String kind = new KSpaceSampling(mask).kind(calibration);
        if (kind.equals("full")) {
            return kind;
        }
        return String.format(
                        Locale.ROOT,
                        "%s; R = %.2f, %d of %d points",
                        kind,
                        mask.acceleration(),
                        mask.count(),
                        mask.space().points())
                + "; calibration " + (calibration[0] == 0 ? "none" : sizes(calibration));
    }

    /** As "32 x 7". */
    static String sizes(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }

    private String kind(int[] calibration) {
        if (mask.count() == space.points()) {
            return "full";
        }
        int block = Arrays.stream(calibration).reduce(1, (a, b) -> a * b);
        if (block == mask.count()) {
            return "one block of " + sizes(calibration);
        }
        int[] low = new int[dimensions];
        int[] high = new int[dimensions];
        boxOf(calibration, low, high);
        int[] step = steps(low, high);
        if (Arrays.stream(step).allMatch(s -> s <= 1) || !isLattice(step, low, high)) {
            return "irregular";
        }
        StringBuilder words = new StringBuilder("uniform");
        String[] names = {"kx", "ky", "kz"};
        for (int a = 0; a < dimensions; a++) {
            if (step[a] > 1) {
                words.append(", every ")
                        .append(ordinal(step[a]))
                        .append(" along ")
                        .append(names[a]);
            }
        }
        return words.toString();
    }

    private static String ordinal(int n) {
        return n + (n == 2 ? "nd" : n == 3 ? "rd" : "th");
    }

    /** The block of this size around the centre that is measured completely. */
    private void boxOf(int[] calibration, int[] low, int[] high) {
        if (calibration[0] == 0) {
            Arrays.fill(high, -1);
            return;
        }
        int[] shift = new int[dimensions];
        do {
            for (int a = 0; a < dimensions; a++) {
                low[a] = sizes[a] / 2 - shift[a];
                high[a] = low[a] + calibration[a] - 1;
            }
        } while (!isComplete(low, high) && next(shift, new int[dimensions], calibration));
    }

    private boolean isComplete(int[] low, int[] high) {
        for (int a = 0; a < dimensions; a++) {
            if (low[a] < 0 || high[a] >= sizes[a]) {
                return false;
            }
        }
        int[] at = low.clone();
        int[] end = Arrays.stream(high).map(h -> h + 1).toArray();
        do {
            int index = 0;
            for (int a = dimensions - 1; a >= 0; a--) {
                index = index * sizes[a] + at[a];
            }
            if (!mask.kept(index)) {
                return false;
            }
        } while (next(at, low, end));
        return true;
    }

    /** Counts on within low &lt;= at &lt; end; false after the last. */
    private static boolean next(int[] at, int[] low, int[] end) {
        for (int a = 0; a < at.length; a++) {
            if (++at[a] < end[a]) {
                return true;
            }
            at[a] = low[a];
        }
        return false;
    }

    private int coordinate(int point, int axis) {
        int rest = point;
        for (int a = 0; a < axis; a++) {
            rest /= sizes[a];
        }
        return rest % sizes[axis];
    }

    private boolean isInside(int point, int[] low, int[] high) {
        for (int a = 0; a < dimensions; a++) {
            int c = coordinate(point, a);
            if (c < low[a] || c > high[a]) {
                return false;
            }
        }
        return true;
    }

    /** The greatest common divisor of the distances between points outside the block, for each axis; 0 where all are equal. */
    private int[] steps(int[] low, int[] high) {
        int[] step = new int[dimensions];
        for (int a = 0; a < dimensions; a++) {
            TreeSet<Integer> places = new TreeSet<>();
            for (int i = 0; i < space.points(); i++) {
                if (mask.kept(i) && !isInside(i, low, high)) {
                    places.add(coordinate(i, a));
                }
            }
            int previous = places.first();
            for (int place : places) {
                step[a] = gcd(step[a], place - previous);
                previous = place;
            }
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Whether the points outside the block are all those of a lattice, and no others. */
    private boolean isLattice(int[] step, int[] low, int[] high) {
        int[] first = new int[dimensions];
        int[] last = new int[dimensions];
        Arrays.fill(first, Integer.MAX_VALUE);
        for (int i = 0; i < space.points(); i++) {
            if (mask.kept(i) && !isInside(i, low, high)) {
                for (int a = 0; a < dimensions; a++) {
                    first[a] = Math.min(first[a], coordinate(i, a));
                    last[a] = Math.max(last[a], coordinate(i, a));
                }
            }
        }
        for (int i = 0; i < space.points(); i++) {
            boolean expected = true;
            for (int a = 0; a < dimensions; a++) {
                int c = coordinate(i, a);
                expected &= c >= first[a] && c <= last[a] && (c - first[a]) % Math.max(1, step[a]) == 0;
            }
            if (!isInside(i, low, high) && mask.kept(i) != expected) {
                return false;
            }
        }
        return true;
    }
}
