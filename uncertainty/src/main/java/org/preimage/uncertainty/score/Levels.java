package org.preimage.uncertainty.score;

import java.util.List;

/** Checks of lists of levels. */
final class Levels {
    private Levels() {}

    static void requireRising(String name, List<Double> levels, double from, double to) {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty, but needs at least one level");
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double level : levels) {
            if (!(level >= from && level <= to && level > last)) {
                throw new IllegalArgumentException(
                        name + " is " + levels + ", but must rise within [" + from + ", " + to + "]");
            }
            last = level;
        }
    }
}
