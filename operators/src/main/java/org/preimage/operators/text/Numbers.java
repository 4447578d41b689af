package org.preimage.operators.text;

import java.util.Locale;

/** Numbers as text, the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** Four significant digits, without needless zeros. */
    public static String of(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value + 0.0);
        }
        double size = Math.abs(value);
        if (size >= 1e5 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** A number with this many decimals, or "-" where there is none. */
    public static String fixed(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
