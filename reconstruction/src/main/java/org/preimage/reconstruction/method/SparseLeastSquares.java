package org.preimage.reconstruction.method;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.NonNegativeL1;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Fista;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares with a prior that has a proximal map, min 1/2 |A x - b|<sup>2</sup> + R_w(x), by FISTA: what all methods of this
 * form share.
 *
 * @param protocol of the method, which takes what is decided here
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
record SparseLeastSquares(Protocol protocol, OptionalDouble weight, WeightRule rule, int iterations, double tolerance) {
    private static final double RANGE = 1e4;
    private static final int SEARCH_ITERATIONS = 60;

    /** w |x|<sub>1</sub>, with x &gt;= 0 where it is asked for and the image is real. */
    static DoubleFunction<Proximable> magnitudes(Space space, boolean nonNegative, Protocol protocol) {
        if (nonNegative && space.field() == Field.COMPLEX) {
            protocol.note("nonNegative", "without effect: the image is complex");
        }
        return nonNegative && space.field() == Field.REAL ? w -> new NonNegativeL1(space, w) : w -> new L1(space, w);
    }

    /**
     * Reconstructs.
     *
     * @param prior R_w for each weight w
     */
    Reconstruction reconstruct(InverseProblem problem, DoubleFunction<Proximable> prior, Listener... listeners) {
        LinearOperator a = problem.linear(protocol.method());
        return reconstruct(problem, Discrepancy.of(a, problem.data().data(), listeners), prior, listeners);
    }

    /** The same where the goal is known. */
    Reconstruction reconstruct(
            InverseProblem problem, Discrepancy goal, DoubleFunction<Proximable> prior, Listener... listeners) {
        LinearOperator a = problem.linear(protocol.method());
        Space space = a.domain();
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.unweighted(space, goal);
        }
        float[] x = goal.leastSquares();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            WeightChoice<float[]> found = choose(a, goal, prior, x, listeners);
            w = found.weight();
            protocol.noteWeight(found, goal);
            if (found.status() == Status.CANCELLED) {
                return protocol.result(space, found.state(), Status.CANCELLED);
            }
        }
        Outcome outcome = new Runner(protocol.method(), Stopping.at(iterations, tolerance), listeners)
                .run(new Fista(new LeastSquares(a, problem.data().data()), prior.apply(w)), x);
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    /** The weight by the rule. */
    WeightChoice<float[]> choose(
            LinearOperator a,
            Discrepancy goal,
            DoubleFunction<Proximable> prior,
            float[] start,
            Listener... listeners) {
        Runner runner = new Runner(
                "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0).every(SEARCH_ITERATIONS), listeners);
        // Restarts would make the solution jump with the data.
        double step = 1 / new LeastSquares(a, goal.data()).lipschitz();
        IterativeSolve solve = new IterativeSolve(
                a,
                (b, v) -> new Fista(new LeastSquares(a, b), prior.apply(v), step, false),
                prior.apply(1)::value,
                start,
                false,
                runner);
        return WeightChoice.of(rule.or(WeightRule.SURE), solve, a, goal, goal.scale(), RANGE);
    }
}
