package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.preimage.reconstruction.Reconstructor;

/**
 * An entry of the list of methods: what menus, the command line and benchmarks need to know in order to offer it.
 *
 * @param name lower case with hyphens
 * @param summary one sentence
 * @param operators names of the operators it takes, as in a SPEC ("parallel-beam"); "any linear" for all linear ones
 * @param parameters what can be set
 * @param reference the paper
 * @param factory makes the reconstructor from checked settings
 */
public record Method(
        String name,
        String summary,
        List<String> operators,
        List<Parameter> parameters,
        String reference,
        Function<Settings, Reconstructor> factory) {
    /** The word that stands for every linear operator. */
    public static final String ANY_LINEAR = "any linear";

    public Method {
        operators = List.copyOf(operators);
        parameters = List.copyOf(parameters);
    }

    /** Whether it takes operators of this name. */
    public boolean takes(String operator) {
        return operators.contains(operator) || operators.contains(ANY_LINEAR);
    }

    /**
     * The reconstructor with these parameters and the defaults of all others.
     *
     * @throws IllegalArgumentException if a name is unknown or a value is not allowed
     */
    public Reconstructor with(Map<String, String> given) {
        return factory.apply(new Settings(name, parameters, given));
    }

    /** The reconstructor with all defaults. */
    public Reconstructor withDefaults() {
        return with(Map.of());
    }
}
