package org.preimage.plugins.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** ImageJ's own dialog for the inputs of a command. It starts with what was given last, and its Help button tells what each means. */
final class CommandDialog {
    /** "Pixel (mm)": the unit of a number stands behind its field. */
    private static final Pattern UNIT = Pattern.compile("(.+) \\(([^()]+)\\)");

    private static final int COLUMNS = 12;
    private static final int WIDEST = 40;

    private final List<Input> inputs;
    private final Module command;
    private final ModuleService modules;
    private final List<ImagePlus> images = openImages();

    CommandDialog(Module command, List<Input> inputs, ModuleService modules) {
        this.command = command;
        this.inputs = inputs;
        this.modules = modules;
    }

    /** The current image first, as the one that is most likely meant. */
    private static List<ImagePlus> openImages() {
        List<ImagePlus> images = new ArrayList<>();
        int[] ids = WindowManager.getIDList();
        if (ids != null) {
            ImagePlus current = WindowManager.getCurrentImage();
            for (int id : ids) {
                ImagePlus image = WindowManager.getImage(id);
                images.add(image == current ? 0 : images.size(), image);
            }
        }
        return images;
    }

    /**
     * Asks for all inputs. The only image of a command is the current one, and is not asked for.
     *
     * @return null if the user changed their mind
     * @throws IllegalArgumentException in one sentence that names the input, if an image is missing or a number is none
     */
    Map<String, Object> ask() {
        List<Input> wanted = inputs.stream().filter(Input::isImage).toList();
        if (!wanted.isEmpty() && images.isEmpty()) {
            throw new IllegalArgumentException(wanted.get(0).key() + " is missing: open an image");
        }
        boolean choose = wanted.size() > 1;
        if (!choose && wanted.size() == inputs.size()) {
            return read(null, false);
        }
        // The dialog would record keys of its own, made of the labels.
        boolean recording = Recorder.record;
        Recorder.record = false;
        try {
            GenericDialog dialog = new GenericDialog(CommandPlugIn.name(command.getInfo()));
            int image = 0;
            for (Input input : inputs) {
                if (!input.isImage()) {
                    add(dialog, input);
                } else if (choose) {
                    addImages(dialog, input, image++);
                }
            }
            dialog.addHelp(help());
            dialog.showDialog();
            return dialog.wasCanceled() ? null : read(dialog, choose);
        } finally {
            Recorder.record = recording;
        }
    }

    private void add(GenericDialog dialog, Input input) {
        Object start = remembered(input.item());
        if (start == null) {
            start = input.declared(command);
        }
        String text = input.text(start);
        int columns = Math.min(WIDEST, Math.max(COLUMNS, text.length() + 2));
        if (input.isFlag()) {
            dialog.addCheckbox(input.label(), Boolean.TRUE.equals(start));
        } else if (input.choices().length > 0) {
            dialog.addChoice(input.label(), input.choices(), text);
        } else if (input.isNumber()) {
            Matcher matcher = UNIT.matcher(input.label());
            boolean unit = matcher.matches();
            dialog.addNumericField(
                    unit ? matcher.group(1) : input.label(),
                    ((Number) start).doubleValue(),
                    decimals(start),
                    columns,
                    unit ? matcher.group(2) : "");
        } else if (input.isFile()) {
            if ("directory".equals(input.item().getWidgetStyle())) {
                dialog.addDirectoryField(input.label(), text, WIDEST);
            } else {
                dialog.addFileField(input.label(), text, WIDEST);
            }
        } else {
            dialog.addStringField(input.label(), text, columns);
        }
    }

    private <T> T remembered(ModuleItem<T> item) {
        return modules.load(item);
    }

    /** Decimals that show a number as it is; below 0 for one that is written with an exponent. */
    private static int decimals(Object number) {
        if (!(number instanceof Double value) || value.isNaN() || value.isInfinite()) {
            return 0;
        }
        int scale = BigDecimal.valueOf(value).stripTrailingZeros().scale();
        return scale > 6 ? -6 : Math.max(0, scale);
    }

    /** The first input starts with the current image, the second with the next, if there is one. */
    private void addImages(GenericDialog dialog, Input input, int number) {
        String[] titles = images.stream().map(ImagePlus::getTitle).toArray(String[]::new);
        dialog.addChoice(input.label(), titles, titles[Math.min(number, titles.length - 1)]);
    }

    private Map<String, Object> read(GenericDialog dialog, boolean choose) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Input input : inputs) {
            values.put(input.key(), input.isImage() && !choose ? images.get(0) : value(dialog, input));
        }
        return values;
    }

    private Object value(GenericDialog dialog, Input input) {
        if (input.isImage()) {
            return images.get(dialog.getNextChoiceIndex());
        }
        if (input.isFlag()) {
            return dialog.getNextBoolean();
        }
        if (input.choices().length > 0) {
            return dialog.getNextChoice();
        }
        if (input.isNumber()) {
            double number = dialog.getNextNumber();
            if (dialog.invalidNumber()) {
                throw new IllegalArgumentException(input.key() + ": " + dialog.getErrorMessage());
            }
            return input.parse(Double.toString(number));
        }
        return input.parse(dialog.getNextString());
    }

    private String help() {
        StringBuilder html = new StringBuilder("<html><p>")
                .append(escaped(command.getInfo().getDescription()))
                .append(".</p>");
        for (Input input : inputs) {
            String description = input.item().getDescription();
            html.append("<p><b>")
                    .append(escaped(input.label()))
                    .append("</b> <code>")
                    .append(input.key())
                    .append("</code>")
                    .append(description == null || description.isEmpty() ? "" : "<br>" + escaped(description))
                    .append("</p>");
        }
        return html.append("</html>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
