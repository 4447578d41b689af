package org.preimage.operators.file;

/**
 * Which of several images in one file of raw k-space, each counted from 0; or how many there are of each.
 *
 * @param slice of a stack of planes
 * @param contrast echo
 * @param phase of the heart or of breathing
 * @param repetition in time
 * @param set of different preparation, as of the encoding of flow
 */
public record KSpaceFrame(int slice, int contrast, int phase, int repetition, int set) {
    /** The first of all. */
    public static final KSpaceFrame FIRST = new KSpaceFrame(0, 0, 0, 0, 0);

    /** How many where there is one only. */
    static final KSpaceFrame ONE = new KSpaceFrame(1, 1, 1, 1, 1);

    /** @throws IllegalArgumentException if a number is negative */
    public KSpaceFrame {
        requireAtLeast("slice", slice, 0);
        requireAtLeast("contrast", contrast, 0);
        requireAtLeast("phase", phase, 0);
        requireAtLeast("repetition", repetition, 0);
        requireAtLeast("set", set, 0);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }

    /** The same with another slice. */
    public KSpaceFrame withSlice(int other) {
        return new KSpaceFrame(other, contrast, phase, repetition, set);
    }

    /** The same with another repetition. */
    public KSpaceFrame withRepetition(int other) {
        return new KSpaceFrame(slice, contrast, phase, other, set);
    }

    /**
     * Checks that this is one of those that there are.
     *
     * @throws IllegalArgumentException naming the first counter that is too large
     */
    void requireWithin(KSpaceFrame counts) {
        requireBelow("slice", slice, counts.slice);
        requireBelow("contrast", contrast, counts.contrast);
        requireBelow("phase", phase, counts.phase);
        requireBelow("repetition", repetition, counts.repetition);
        requireBelow("set", set, counts.set);
    }

    private static void requireBelow(String name, int value, int count) {
        if (value >= count) {
            throw new IllegalArgumentException(name + " is " + value + ", but the file has " + name + " 0"
                    + (count > 1 ? " to " + (count - 1) : " only"));
        }
    }
}
