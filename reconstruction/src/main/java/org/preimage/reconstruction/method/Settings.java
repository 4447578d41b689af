package org.preimage.reconstruction.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Checked values for all parameters of a method: those given, and the defaults of the others. */
public final class Settings {
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param method name of the method, for messages
     * @param parameters its parameters
     * @param given values by name
     * @throws IllegalArgumentException if a name is unknown or a value is not allowed
     */
    public Settings(String method, List<Parameter> parameters, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (parameters.stream().noneMatch(p -> p.name().equals(name))) {
                throw new IllegalArgumentException("method " + method + " has no parameter \"" + name + "\"; it has "
                        + (parameters.isEmpty()
                                ? "none"
                                : parameters.stream().map(Parameter::name).collect(Collectors.joining(", "))));
            }
        }
        for (Parameter p : parameters) {
            values.put(p.name(), p.check(given.getOrDefault(p.name(), p.defaultValue())));
        }
    }

    private String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the method asks for a parameter that it does not declare: " + name);
        }
        return value;
    }

    public int integer(String name) {
        return Integer.parseInt(get(name));
    }

    public double number(String name) {
        return Double.parseDouble(get(name));
    }

    /** The number given, or empty for "auto". */
    public OptionalDouble numberOrAuto(String name) {
        String value = get(name);
        return value.equals("auto") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
    }

    public String choice(String name) {
        return get(name);
    }

    public String text(String name) {
        return get(name);
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(get(name));
    }

    /** All values as text, in the order of the parameters. */
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(values);
    }
}
