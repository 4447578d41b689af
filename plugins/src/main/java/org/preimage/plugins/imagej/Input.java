package org.preimage.plugins.imagej;

import ij.ImagePlus;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;
import org.scijava.util.Types;

/** One of the things that a command asks the user for; its name is its key in macros, its label is what people read. */
final class Input {
    private final ModuleItem<?> item;

    private Input(ModuleItem<?> item) {
        this.item = item;
    }

    /** What a command asks for, in order: all of its inputs but services and the context. */
    static List<Input> of(ModuleInfo command) {
        List<Input> inputs = new ArrayList<>();
        for (ModuleItem<?> item : command.inputs()) {
            if (!Service.class.isAssignableFrom(item.getType()) && item.getType() != Context.class) {
                inputs.add(new Input(item));
            }
        }
        return inputs;
    }

    ModuleItem<?> item() {
        return item;
    }

    String key() {
        return item.getName();
    }

    String label() {
        return item.getLabel();
    }

    Class<?> type() {
        return Types.box(item.getType());
    }

    boolean isImage() {
        return item.getType() == ImagePlus.class;
    }

    boolean isNumber() {
        return Number.class.isAssignableFrom(type());
    }

    boolean isFlag() {
        return type() == Boolean.class;
    }

    boolean isFile() {
        return item.getType() == File.class;
    }

    /** The texts to choose from; empty if any is allowed. */
    String[] choices() {
        List<?> choices = item.getChoices();
        return choices == null
                ? new String[0]
                : choices.stream().map(Object::toString).toArray(String[]::new);
    }

    /** What a new command has. */
    Object declared(Module command) {
        return command.getInput(key());
    }

    /**
     * Reads what was typed or stands in a macro.
     *
     * @throws IllegalArgumentException in one sentence that names the input, if the text is no value of its type
     */
    Object parse(String text) {
        String given = text.strip();
        if (isFile()) {
            return given.isEmpty() ? null : new File(given);
        }
        if (isFlag()) {
            return switch (given.toLowerCase(Locale.ROOT)) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw wrong(given, "true or false");
            };
        }
        return isNumber() ? number(given) : text;
    }

    private Object number(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            if (type() == Integer.class) {
                return value.intValueExact();
            }
            if (type() == Long.class) {
                return value.longValueExact();
            }
            return type() == Float.class ? (Object) value.floatValue() : (Object) value.doubleValue();
        } catch (NumberFormatException e) {
            throw wrong(text, "a number");
        } catch (ArithmeticException e) {
            throw wrong(
                    text, "a whole number of at most " + (type() == Integer.class ? "nine" : "eighteen") + " digits");
        }
    }

    private IllegalArgumentException wrong(String text, String rule) {
        return new IllegalArgumentException(key() + " is \"" + text + "\", but must be " + rule);
    }

    /** What {@link #parse} reads as the same value. */
    String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof File file) {
            return file.getPath();
        }
        // 1.0 reads 1, and 1.0E-7 stays what it is.
        return value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e9
                ? Long.toString(d.longValue())
                : value.toString();
    }
}
