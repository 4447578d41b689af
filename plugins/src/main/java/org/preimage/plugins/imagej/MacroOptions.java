package org.preimage.plugins.imagej;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.scijava.module.Module;

/**
 * The inputs of a command as options of a macro, by the keys that Fiji uses: {@code angles=30 noise=gaussian:1% folder=[]}.
 *
 * <p>What is left out has its declared default. The only image of a command is the current one and stands in no options, so that a
 * recorded line works on others; two and more are named by their titles.
 */
final class MacroOptions {
    private MacroOptions() {}

    /**
     * The values of all inputs.
     *
     * @throws IllegalArgumentException in one sentence that names the input, if one cannot be read or an image is not there
     */
    static Map<String, Object> read(String options, List<Input> inputs, Module command) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Input input : inputs) {
            String text = Macro.getValue(options, input.key(), null);
            if (input.isImage()) {
                values.put(input.key(), image(input, text, inputs));
            } else if (text != null) {
                values.put(input.key(), input.parse(text));
            } else {
                boolean ticked = input.isFlag() && named(options, input);
                values.put(input.key(), ticked ? Boolean.TRUE : input.declared(command));
            }
        }
        return values;
    }

    /** ImageJ's own dialogs record a ticked box as its key alone. */
    private static boolean named(String options, Input flag) {
        return Pattern.compile("(^|\\s)" + Pattern.quote(flag.key()) + "(\\s|$)")
                .matcher(options.replaceAll("\\[[^]]*]", ""))
                .find();
    }

    private static ImagePlus image(Input input, String title, List<Input> inputs) {
        if (title != null && !title.isBlank()) {
            ImagePlus named = WindowManager.getImage(title);
            if (named == null) {
                throw new IllegalArgumentException(
                        input.key() + " is \"" + title + "\", but no image of this title is open");
            }
            return named;
        }
        ImagePlus current = WindowManager.getCurrentImage();
        boolean only = inputs.stream().filter(Input::isImage).count() == 1;
        if (current == null || !only) {
            throw new IllegalArgumentException(
                    only
                            ? input.key() + " is missing: open an image"
                            : input.key() + " is missing: name an open image");
        }
        return current;
    }

    /** Tells the recorder of all inputs. */
    static void record(List<Input> inputs, Map<String, Object> values) {
        boolean one = inputs.stream().filter(Input::isImage).count() == 1;
        for (Input input : inputs) {
            if (!(input.isImage() && one)) {
                Recorder.recordOption(input.key(), option(input, values.get(input.key())));
            }
        }
    }

    /** Brackets around an empty text; the recorder itself puts them around blanks. */
    private static String option(Input input, Object value) {
        String text = value instanceof ImagePlus image ? image.getTitle() : input.text(value);
        if (text.isEmpty()) {
            return "[]";
        }
        return input.isFile() ? Recorder.fixPath(text) : Recorder.fixString(text);
    }
}
