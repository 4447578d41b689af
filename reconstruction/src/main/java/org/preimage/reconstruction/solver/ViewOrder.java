package org.preimage.reconstruction.solver;

import java.util.Locale;

/**
 * In which order sequential methods take views, or subsets of them. Neighbours tell nearly the same, so that an order that
 * jumps converges faster.
 */
public enum ViewOrder {
    /**
     * Steps of the golden section of the arc, each to the nearest view not yet taken (T. Kohler 2004, A projection access
     * scheme for iterative reconstruction based on the golden section, IEEE Nuclear Science Symposium).
     */
    GOLDEN,
    /** By growing angle. */
    SEQUENTIAL;

    private static final double SECTION = (Math.sqrt(5) - 1) / 2;

    /** Lower case, as in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The numbers 0 to n - 1 in this order. */
    public int[] of(int n) {
        int[] order = new int[n];
        boolean[] taken = new boolean[n];
        for (int k = 0; k < n; k++) {
            int i = k;
            if (this == GOLDEN) {
                double turn = k * SECTION;
                i = nearestFree((int) ((turn - Math.floor(turn)) * n), taken);
            }
            taken[i] = true;
            order[k] = i;
        }
        return order;
    }

    private static int nearestFree(int i, boolean[] taken) {
        int n = taken.length;
        for (int d = 0; ; d++) {
            if (!taken[(i + d) % n]) {
                return (i + d) % n;
            }
            if (!taken[(i - d + n) % n]) {
                return (i - d + n) % n;
            }
        }
    }
}
