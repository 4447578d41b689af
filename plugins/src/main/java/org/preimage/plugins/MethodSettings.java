package org.preimage.plugins;

import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.reconstruction.method.Method;

/** Settings of a method as a dialog takes them: the weight by itself, all others in a line of text. */
public final class MethodSettings {
    /** Label of the input that is the weight. */
    public static final String WEIGHT_LABEL = "Weight (number, or auto)";

    /** Its description. */
    public static final String WEIGHT_HELP =
            "How much the prior counts against the data, of methods that have one; auto chooses it from the data";

    /** Label of the input that names a trained model. */
    public static final String MODEL_LABEL = "Trained model (auto, a name, or a card's file)";

    /** Its description. */
    public static final String MODEL_HELP = "auto takes the one of those that come with Preimage that fits the data";

    /** Label of the input for all other settings. */
    public static final String MORE_LABEL = "More settings (name=value, ...)";

    /** Its description. */
    public static final String MORE_HELP = "Parameters of the method by their names, as iterations=50 or device=cpu";

    private static final String WEIGHT = "weight";
    private static final String AUTO = "auto";
    private static final String BUNDLE = "bundle";

    private MethodSettings() {}

    /**
     * Puts both together.
     *
     * @param weight "auto" or a number; "auto" of methods that have no weight
     * @param text "name=value" with commas or spaces between, or empty
     * @throws IllegalArgumentException in one sentence, if the text is none, names something twice, or the method has no weight
     */
    public static Map<String, String> of(Method method, String weight, String text) {
        Map<String, String> settings = parse(text);
        String given = weight == null || weight.isBlank() ? AUTO : weight.strip();
        boolean weighs = method.parameters().stream().anyMatch(p -> p.name().equals(WEIGHT));
        if (!given.equalsIgnoreCase(AUTO)) {
            if (!weighs) {
                throw new IllegalArgumentException(
                        "weight is " + given + ", but method " + method.name() + " has none: leave it at auto");
            }
            if (settings.put(WEIGHT, given) != null) {
                throw new IllegalArgumentException("weight is given twice, by itself and among the settings");
            }
        }
        return settings;
    }

    /**
     * The same for methods that take a trained model.
     *
     * @param model "auto", the name of a model or the file of its card; "auto" of methods that take none
     * @param text "name=value" with commas or spaces between, or empty
     * @throws IllegalArgumentException in one sentence, if the text is none, or the method takes no model
     */
    public static Map<String, String> trained(Method method, String model, String text) {
        Map<String, String> settings = parse(text);
        String given = model == null || model.isBlank() ? AUTO : model.strip();
        if (given.equals(AUTO)) {
            // What a method takes by itself: some have a model of their own.
            return settings;
        }
        if (method.parameters().stream().noneMatch(p -> p.name().equals(BUNDLE))) {
            throw new IllegalArgumentException(
                    "trained model is " + given + ", but method " + method.name() + " takes none: leave it at auto");
        }
        settings.putIfAbsent(BUNDLE, given);
        return settings;
    }

    /**
     * Reads "name=value, name=value".
     *
     * @throws IllegalArgumentException in one sentence, if a part has no "=" or a name comes twice
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (text == null || text.isBlank()) {
            return settings;
        }
        for (String part : text.strip().split("[,;\\s]+")) {
            int at = part.indexOf('=');
            if (at < 1 || at == part.length() - 1) {
                throw new IllegalArgumentException(
                        "settings have \"" + part + "\", but must be name=value, with commas between");
            }
            if (settings.put(part.substring(0, at), part.substring(at + 1)) != null) {
                throw new IllegalArgumentException("settings have \"" + part.substring(0, at) + "\" twice");
            }
        }
        return settings;
    }
}
