package org.preimage.reconstruction;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a result was made, complete enough to make it again.
 *
 * @param method name of the method in the list of methods
 * @param reference the paper to cite
 * @param parameters every parameter with the value used, in order; a value chosen automatically stands as the number
 * @param notes what was decided on the way and why, in order: "weight", "chosen by the discrepancy principle for ..."
 */
public record Provenance(String method, String reference, Map<String, String> parameters, Map<String, String> notes) {
    public Provenance {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }
}
