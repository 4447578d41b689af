package org.preimage.reconstruction.method;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Iterations from zero that regularise by their number: they stop where the misfit meets the noise and the error of the
 * operator's grid ({@link Discrepancy}).
 *
 * @param active whether they stop there; else only by iterations and tolerance
 * @param noise standard deviation of the noise; empty to estimate it
 */
public record DiscrepancyStop(boolean active, OptionalDouble noise) {
    static final Parameter FLAG = Parameter.flag(
            "discrepancy", true, "Stop where the misfit meets the noise and the error of the operator's grid.");
    static final Parameter NOISE = Parameter.auto(
            "noise",
            0,
            Double.MAX_VALUE,
            "data unit",
            "Standard deviation of the noise, for the discrepancy; auto estimates it from the data.");

    /** Fewer iterations may simply have been too few to say that a goal is out of reach. */
    private static final int ENOUGH = 100;

    static DiscrepancyStop of(Settings s) {
        return new DiscrepancyStop(s.flag("discrepancy"), s.numberOrAuto("noise"));
    }

    /**
     * Runs an iteration from zero.
     *
     * @param method makes it from data and discrepancy, which is 0 to go on
     * @param raises whether a run that ends above the goal shows that the data hold errors of no image: then the goal is
     *     raised by what is left, and the run repeated
     */
    <S> Reconstruction run(
            Protocol protocol,
            InverseProblem problem,
            LinearOperator a,
            Stopping stopping,
            boolean raises,
            BiFunction<float[], Double, Iteration<S>> method,
            Listener... listeners) {
        Runner runner = new Runner(protocol.method(), stopping, listeners);
        float[] zero = a.domain().zeros();
        protocol.used("discrepancy", active).used("noise", noise.orElse(0));
        if (!active) {
            Iteration<S> iteration = method.apply(problem.data().data(), 0.0);
            return protocol.result(a.domain(), runner.run(iteration, zero));
        }
        Discrepancy goal = Discrepancy.estimate(a, problem.data().data(), noise);
        protocol.used("noise", Double.isNaN(goal.sigma()) ? 0 : goal.sigma());
        if (goal.radius() == 0) {
            protocol.note("discrepancy", goal.note());
            return protocol.result(a.domain(), zero, Status.CONVERGED);
        }
        Outcome outcome = runner.run(method.apply(goal.data(), goal.radius()), zero);
        boolean above = outcome.status() == Status.CONVERGED || outcome.iterations() >= ENOUGH;
        double misfit = misfit(a, goal, outcome);
        if (raises && above && outcome.status() != Status.CANCELLED && misfit > 1.001 * goal.radius()) {
            goal = goal.raised(misfit, "least squares");
            outcome = runner.run(method.apply(goal.data(), goal.radius()), zero);
            misfit = misfit(a, goal, outcome);
        }
        protocol.note(
                "discrepancy",
                String.format(
                        Locale.ROOT,
                        "stops at |A x - b| = %.4g, reached %.4g: %s",
                        goal.radius(),
                        misfit,
                        goal.note()));
        return protocol.result(a.domain(), outcome);
    }

    private static double misfit(LinearOperator a, Discrepancy goal, Outcome outcome) {
        return Math.sqrt(Vectors.distanceSquared(a.apply(outcome.solution()), goal.data()));
    }
}
