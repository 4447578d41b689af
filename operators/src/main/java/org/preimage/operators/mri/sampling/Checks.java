package org.preimage.operators.mri.sampling;

import org.preimage.operators.space.Role;

/** What all patterns ask of their parameters. */
final class Checks {
    private Checks() {}

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }

    static void acceleration(double acceleration) {
        if (!(acceleration >= 1) || Double.isInfinite(acceleration)) {
            throw new IllegalArgumentException(
                    "the acceleration is " + acceleration + ", but must be finite and at least 1");
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be finite and not negative");
        }
    }

    static void frequency(Role axis) {
        if (axis != Role.KX && axis != Role.KY && axis != Role.KZ) {
            throw new IllegalArgumentException("the axis is " + axis + ", but must be KX, KY or KZ");
        }
    }

    /** How many of {@code all} to measure for an acceleration, and that the calibration block leaves room for it. */
    static int wanted(String what, int all, double acceleration, int calibration) {
        int wanted = (int) Math.max(1, Math.round(all / acceleration));
        if (calibration > wanted) {
            throw new IllegalArgumentException("the calibration block has " + calibration + " " + what
                    + ", but an acceleration of " + acceleration + " leaves " + wanted + " of " + all + " in all");
        }
        return wanted;
    }
}
