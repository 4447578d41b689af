package org.preimage.plugins;

import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/** One of the methods of the list at work on planes: what it makes of each, and how, in words. */
public final class MethodStep {
    private final Method method;
    private final Reconstructor reconstructor;

    /** @throws IllegalArgumentException if a setting is unknown or not allowed */
    public MethodStep(Method method, Map<String, String> settings) {
        this.method = method;
        reconstructor = method.with(settings);
    }

    /**
     * Reconstructs a plane.
     *
     * @param name of the input, for the message if the method diverges
     */
    public Plan.Result of(String name, LinearOperator operator, Image data, Listener listener) {
        Reconstruction result = reconstructor.reconstruct(new InverseProblem(operator, data), listener);
        if (result.status() == Status.DIVERGED) {
            throw new IllegalArgumentException(name + ": " + method.name() + " "
                    + result.status().message());
        }
        return new Plan.Result(result.image().data(), facts(result));
    }

    private static Map<String, String> facts(Reconstruction result) {
        Map<String, String> facts = new LinkedHashMap<>(result.how().parameters());
        result.how().notes().forEach((name, value) -> facts.put("Note on " + name, value));
        if (result.iterations() > 0) {
            facts.put("Result", result.status().message() + " after " + result.iterations() + " iterations");
        }
        return facts;
    }
}
