package org.preimage.operators.blur;

import java.util.Arrays;

/** Extends an image of one to three axes by half-sample symmetric reflection, and its adjoint, which folds the margins back. */
final class Reflection {
    private final int[] sizes;
    private final int[] extended;
    private final int[][] source;

    /**
     * @param sizes of the image
     * @param before samples to add in front, along each axis
     * @param after samples to add behind
     */
    Reflection(int[] sizes, int[] before, int[] after) {
        this.sizes = inThree(sizes);
        this.extended = this.sizes.clone();
        this.source = new int[3][];
        for (int a = 0; a < 3; a++) {
            boolean there = a < sizes.length;
            int first = there ? before[a] : 0;
            extended[a] += first + (there ? after[a] : 0);
            source[a] = new int[extended[a]];
            int period = 2 * this.sizes[a];
            for (int i = 0; i < extended[a]; i++) {
                int at = Math.floorMod(i - first, period);
                source[a][i] = Math.min(at, period - 1 - at);
            }
        }
    }

    private static int[] inThree(int[] sizes) {
        int[] three = Arrays.copyOf(sizes, 3);
        Arrays.fill(three, sizes.length, 3, 1);
        return three;
    }

    /** Values of the extended image. */
    int points() {
        return extended[0] * extended[1] * extended[2];
    }

    void extend(float[] x, int from, float[] out) {
        int at = 0;
        for (int z : source[2]) {
            for (int y : source[1]) {
                int line = from + (z * sizes[1] + y) * sizes[0];
                for (int i : source[0]) {
                    out[at] = x[line + i];
                    at++;
                }
            }
        }
    }

    /** The adjoint: adds each sample to the one of which it is a mirror image. */
    void fold(float[] y, float[] x, int from) {
        Arrays.fill(x, from, from + sizes[0] * sizes[1] * sizes[2], 0);
        int at = 0;
        for (int z : source[2]) {
            for (int row : source[1]) {
                int line = from + (z * sizes[1] + row) * sizes[0];
                for (int i : source[0]) {
                    x[line + i] += y[at];
                    at++;
                }
            }
        }
    }
}
