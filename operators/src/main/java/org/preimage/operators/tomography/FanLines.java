package org.preimage.operators.tomography;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines through the source in some views, tabulated: where each meets the image's lines, in fixed point with 32 fractional bits, so
 * that one addition moves to the next image line and a shift finds the pixel.
 *
 * <p>The lines of a view fall into runs, each of which steps over rows or over columns and turns less than 90 degrees. Within a
 * run, on any image line, positions grow or fall with the line's number.
 */
final class FanLines {
    /**
     * Lines that step alike.
     *
     * @param view its view
     * @param overRows whether they step over rows
     * @param first index of its first line
     * @param end after its last line
     * @param cell the detector cell that the first line belongs to; the next line belongs to the next cell
     */
    record Run(int view, boolean overRows, int first, int end, int cell) {}

    /** Position on image line 0. */
    long[] position;

    /** From one image line to the next. */
    long[] step;

    /** A factor for each line. */
    double[] factor;

    final List<Run> runs = new ArrayList<>();
    private int count;

    FanLines(int capacity) {
        position = new long[capacity];
        step = new long[capacity];
        factor = new double[capacity];
    }

    /** Number of lines so far. */
    int count() {
        return count;
    }

    void clear() {
        count = 0;
        runs.clear();
    }

    void add(double base, double slope, double weight) {
        if (count == position.length) {
            int more = 2 * count + 16;
            position = Arrays.copyOf(position, more);
            step = Arrays.copyOf(step, more);
            factor = Arrays.copyOf(factor, more);
        }
        position[count] = FanFrame.fixed(base);
        step[count] = FanFrame.fixed(slope);
        factor[count++] = weight;
    }

    /** Position of line {@code i} on image line {@code l}. */
    long at(int i, int l) {
        return position[i] + l * step[i];
    }

    /** Whether positions grow with the line's number on image line {@code l}. */
    boolean grows(Run run, int l) {
        return at(run.end - 1, l) >= at(run.first, l);
    }

    /**
     * The first line of a growing run that lies above {@code bound} on one of the image lines l and m, or of a falling one that
     * lies below it; the run's end if there is none.
     */
    int firstBeyond(Run run, int l, int m, boolean grows, long bound) {
        int low = run.first;
        int high = run.end;
        while (low < high) {
            int i = (low + high) >>> 1;
            long a = at(i, l);
            long b = at(i, m);
            if (grows ? Math.max(a, b) > bound : Math.min(a, b) < bound) {
                high = i;
            } else {
                low = i + 1;
            }
        }
        return low;
    }

    /** The first line of a growing run that lies above {@code bound} on both lines, or of a falling one below it on both. */
    int firstWhollyBeyond(Run run, int l, int m, boolean grows, long bound) {
        int low = run.first;
        int high = run.end;
        while (low < high) {
            int i = (low + high) >>> 1;
            long a = at(i, l);
            long b = at(i, m);
            if (grows ? Math.min(a, b) > bound : Math.max(a, b) < bound) {
                high = i;
            } else {
                low = i + 1;
            }
        }
        return low;
    }
}
