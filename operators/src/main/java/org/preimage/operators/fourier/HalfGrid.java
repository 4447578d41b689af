package org.preimage.operators.fourier;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The half of the discrete Fourier transform of a real array that determines the other half: along the slowest axis only the
 * frequencies 0 to floor(m / 2) are kept.
 *
 * <p>The numbers are ordered with the second axis running fastest, then the third, then the first: index k0 L + k2 m1 + k1, with
 * L lines of m1 in each plane. An array of two axes has index k0 (floor(m1 / 2) + 1) + k1, one of one axis k0.
 */
public final class HalfGrid {
    private final int[] sizes;
    private final int[] three;

    /** @param sizes of the grid, fastest axis first: one to three */
    public HalfGrid(int... sizes) {
        if (sizes.length < 1 || sizes.length > 3) {
            throw new IllegalArgumentException(
                    "a transform has " + sizes.length + " axes, but must have one, two or three");
        }
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("a size is " + size + ", but must be at least 1");
            }
        }
        this.sizes = sizes.clone();
        this.three = inThree(sizes, 1);
        long points = (long) three[0] * three[1] * half();
        if (points > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a grid of " + this + " has more than 2^31 frequencies");
        }
    }

    /** Values of one to three axes as of three, of which the middle one is missing if there are two. */
    static int[] inThree(int[] values, int missing) {
        return switch (values.length) {
            case 1 -> new int[] {values[0], missing, missing};
            case 2 -> new int[] {values[0], missing, values[1]};
            default -> values.clone();
        };
    }

    /** Sizes of the grid, fastest axis first. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** Size of one of three axes. */
    int size(int axis) {
        return three[axis];
    }

    /** Frequencies kept along the slowest axis. */
    int half() {
        return three[2] / 2 + 1;
    }

    /** Numbers in the half spectrum. */
    public int points() {
        return three[0] * three[1] * half();
    }

    /** Numbers in the whole spectrum. */
    public long all() {
        return (long) three[0] * three[1] * three[2];
    }

    /**
     * The frequency of one number of the half spectrum.
     *
     * @param index of the number
     * @param cycles is overwritten with the cycles per sample along each axis, from -1/2 to 1/2
     */
    public void frequency(int index, double[] cycles) {
        int lines = three[1] * half();
        int[] k = {index / lines, index % lines % three[1], index % lines / three[1]};
        int last = sizes.length - 1;
        for (int a = 0; a <= last; a++) {
            int b = a > 0 && a == last ? 2 : a;
            cycles[a] = (2 * k[b] > three[b] ? k[b] - three[b] : k[b]) / (double) three[b];
        }
    }

    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }
}
