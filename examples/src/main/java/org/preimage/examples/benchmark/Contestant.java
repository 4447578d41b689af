package org.preimage.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;

/**
 * A method with settings, as it stands in a table: "fbp" is the method with its defaults, "fbp:window=hann:cutoff=0.7" the same
 * with two settings changed.
 *
 * @param text how it is written
 * @param method which method
 * @param settings what differs from the defaults
 */
public record Contestant(String text, Method method, Map<String, String> settings) {
    /** The methods that benchmarks know: those of other modules are added here. */
    public static List<Method> methods() {
        return LearnedMethods.all();
    }

    /** A method with its defaults. */
    public static Contestant of(Method method) {
        return new Contestant(method.name(), method, Map.of());
    }

    /**
     * Reads a method with settings.
     *
     * @param methods those there are
     * @param text name[:key=value]...
     * @throws IllegalArgumentException if there is no such method, it has no such parameter, or a value is not allowed
     */
    public static Contestant parse(List<Method> methods, String text) {
        String[] parts = text.split(":", -1);
        Method method = Methods.named(methods, parts[0]);
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("\"" + parts[i] + "\" in \"" + text
                        + "\" is no setting; write METHOD:KEY=VALUE, as fbp:window=hann");
            }
            settings.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        method.with(settings);
        return new Contestant(text, method, settings);
    }

    /** Whether it is a trained model. */
    boolean learned() {
        return LearnedMethods.learned().contains(method);
    }

    /** What runs. */
    public Reconstructor reconstructor() {
        return method.with(settings);
    }
}
