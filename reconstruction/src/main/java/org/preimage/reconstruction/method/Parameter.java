package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;

/**
 * A parameter of a method: what menus, the command line and provenance know of it.
 *
 * @param name lower camel case
 * @param kind type of its values
 * @param defaultValue as text; "auto" where the method can choose
 * @param unit unit in words, empty where there is none
 * @param help one sentence
 * @param choices the words allowed, for {@link Kind#CHOICE}
 * @param min smallest number allowed
 * @param max largest number allowed
 */
public record Parameter(
        String name,
        Kind kind,
        String defaultValue,
        String unit,
        String help,
        List<String> choices,
        double min,
        double max) {
    /** Type of a parameter's values. */
    public enum Kind {
        INTEGER,
        NUMBER,
        /** A number, or "auto" to let the method choose. */
        NUMBER_OR_AUTO,
        CHOICE,
        FLAG,
        /** Any text that is not blank, as the name of a file. */
        TEXT
    }

    /** A whole number. */
    public static Parameter integer(String name, int value, int min, int max, String help) {
        return new Parameter(name, Kind.INTEGER, Integer.toString(value), "", help, List.of(), min, max);
    }

    /** A number. */
    public static Parameter number(String name, double value, double min, double max, String unit, String help) {
        return new Parameter(name, Kind.NUMBER, Double.toString(value), unit, help, List.of(), min, max);
    }

    /** A number that the method chooses unless it is given. */
    public static Parameter auto(String name, double min, double max, String unit, String help) {
        return new Parameter(name, Kind.NUMBER_OR_AUTO, "auto", unit, help, List.of(), min, max);
    }

    /** One of several words, the first being the default. */
    public static Parameter choice(String name, List<String> choices, String help) {
        return new Parameter(name, Kind.CHOICE, choices.get(0), "", help, List.copyOf(choices), 0, 0);
    }

    /** Yes or no. */
    public static Parameter flag(String name, boolean value, String help) {
        return new Parameter(name, Kind.FLAG, Boolean.toString(value), "", help, List.of(), 0, 0);
    }

    /** Text, as the name of a file. */
    public static Parameter text(String name, String value, String help) {
        return new Parameter(name, Kind.TEXT, value, "", help, List.of(), 0, 0);
    }

    /**
     * Checks a value.
     *
     * @param text the value as text
     * @return the value in its normal form
     * @throws IllegalArgumentException naming the parameter, what was found, what is needed
     */
    String check(String text) {
        String value = text.strip();
        switch (kind) {
            case INTEGER -> {
                try {
                    int i = Integer.parseInt(value);
                    if (i >= min && i <= max) {
                        return value;
                    }
                } catch (NumberFormatException e) {
                    // falls through to the message
                }
                throw refuse(value, String.format(Locale.ROOT, "a whole number from %.0f to %.0f", min, max));
            }
            case NUMBER, NUMBER_OR_AUTO -> {
                boolean auto = kind == Kind.NUMBER_OR_AUTO;
                if (auto && value.equalsIgnoreCase("auto")) {
                    return "auto";
                }
                try {
                    double d = Double.parseDouble(value);
                    if (d >= min && d <= max && Double.isFinite(d)) {
                        return value;
                    }
                } catch (NumberFormatException e) {
                    // falls through to the message
                }
                String most = Double.isInfinite(max) || max == Double.MAX_VALUE ? "" : " and at most " + max;
                String least = min == Double.MIN_NORMAL ? "a number above 0" : "a number of at least " + min;
                throw refuse(value, (auto ? "\"auto\" or " : "") + least + most);
            }
            case CHOICE -> {
                if (choices.contains(value)) {
                    return value;
                }
                throw refuse(value, "one of " + String.join(", ", choices));
            }
            case FLAG -> {
                if (value.equals("true") || value.equals("false")) {
                    return value;
                }
                throw refuse(value, "true or false");
            }
            case TEXT -> {
                if (!value.isEmpty()) {
                    return value;
                }
                throw refuse(value, "some text");
            }
            default -> throw new AssertionError(kind);
        }
    }

    private IllegalArgumentException refuse(String value, String needed) {
        return new IllegalArgumentException("parameter " + name + " is \"" + value + "\", but must be " + needed);
    }
}
