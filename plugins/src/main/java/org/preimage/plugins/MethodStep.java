package org.preimage.plugins;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Fdk;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
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

    /** The method's name in the list. */
    public String name() {
        return method.name();
    }

    /** What {@link #estimate} gives of each plane. */
    public static final List<String> MEAN_AND_DEVIATION = List.of("mean", "standard deviation");

    /**
     * Reconstructs a plane with its uncertainty: mean and standard deviation one after the other.
     *
     * @param name of the input, for messages
     * @throws IllegalArgumentException if the method does not know its uncertainty, or diverges
     */
    public Plan.Result estimate(String name, LinearOperator operator, Image data, Listener listener) {
        PosteriorEstimate estimate = posterior(name, new InverseProblem(operator, data), listener);
        Reconstruction result = estimate.reconstruction();
        float[] mean = result.image().data();
        float[] both = Arrays.copyOf(mean, 2 * mean.length);
        System.arraycopy(estimate.standardDeviation().data(), 0, both, mean.length, mean.length);
        return new Plan.Result(both, facts(result));
    }

    /**
     * Reconstructs with uncertainty.
     *
     * @param name of the input, for messages
     * @throws IllegalArgumentException if the method does not know its uncertainty, or diverges
     */
    public PosteriorEstimate posterior(String name, InverseProblem problem, Listener listener) {
        if (!(reconstructor instanceof BayesianReconstructor bayesian)) {
            throw new IllegalArgumentException("method " + method.name() + " does not know its uncertainty");
        }
        PosteriorEstimate estimate = bayesian.estimate(problem, listener);
        converged(name, estimate.reconstruction());
        return estimate;
    }

    /**
     * Reconstructs.
     *
     * @param name of the input, for messages
     * @throws IllegalArgumentException if the method diverges
     */
    public Reconstruction reconstruction(String name, InverseProblem problem, Listener listener) {
        return converged(name, reconstructor.reconstruct(problem, listener));
    }

    private Reconstruction converged(String name, Reconstruction result) {
        if (result.status() == Status.DIVERGED) {
            throw new IllegalArgumentException(
                    name + ": " + method.name() + " " + result.status().message());
        }
        return result;
    }

    /**
     * Reconstructs a plane.
     *
     * @param name of the input, for the message if the method diverges
     */
    public Plan.Result of(String name, LinearOperator operator, Image data, Listener listener) {
        Reconstruction result = reconstruction(name, new InverseProblem(operator, data), listener);
        return new Plan.Result(result.image().data(), facts(result));
    }

    /** Feldkamp's method, if it is this, with its settings: it needs neither the whole scan nor the whole volume. */
    public Optional<Fdk> feldkamp() {
        return reconstructor instanceof Fdk fdk ? Optional.of(fdk) : Optional.empty();
    }

    /** How an image came about: parameters, notes and how the iteration ended. */
    public static Map<String, String> facts(Reconstruction result) {
        Map<String, String> facts = new LinkedHashMap<>(result.how().parameters());
        result.how().notes().forEach((name, value) -> facts.put("Note on " + name, value));
        if (result.iterations() > 0) {
            facts.put("Result", result.status().message() + " after " + result.iterations() + " iterations");
        }
        return facts;
    }
}
