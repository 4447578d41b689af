package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
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
 * A sparse image: min 1/2 |A x - b|<sup>2</sup> + w |x|<sub>1</sub>, by FISTA.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
public record SparseImage(OptionalDouble weight, WeightRule rule, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
    private static final double RANGE = 1e4;
    private static final int SEARCH_ITERATIONS = 60;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "l1",
            "Least squares with the sum of magnitudes, for images that are zero almost everywhere, by FISTA.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the magnitudes against half the squared misfit; auto chooses it from the data by the rule."),
                    Variational.RULE,
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 500, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-5, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, SIAM"
                    + " J. Imaging Sci. 2",
            s -> new SparseImage(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("l1");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.label())
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        if (nonNegative && space.field() == Field.COMPLEX) {
            protocol.note("nonNegative", "without effect: the image is complex");
        }
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.result(space, goal.leastSquares(), goal.status());
        }
        float[] x = goal.leastSquares();
        LeastSquares fit = new LeastSquares(a, goal.data());
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            Runner runner = new Runner(
                    "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0).every(SEARCH_ITERATIONS), listeners);
            // Restarts would make the solution jump with the data.
            double step = 1 / fit.lipschitz();
            IterativeSolve solve = new IterativeSolve(
                    a,
                    (b, v) -> new Fista(new LeastSquares(a, b), prior(space, v), step, false),
                    prior(space, 1)::value,
                    x,
                    false,
                    runner);
            WeightChoice<float[]> found = WeightChoice.of(rule, solve, a, goal, goal.scale(), RANGE);
            w = found.weight();
            x = found.state();
            protocol.noteWeight(found, goal);
            if (found.status() == Status.CANCELLED) {
                return protocol.result(space, x, Status.CANCELLED);
            }
        }
        Outcome outcome = new Runner("l1", Stopping.at(iterations, tolerance), listeners)
                .run(new Fista(new LeastSquares(a, problem.data().data()), prior(space, w)), x);
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    private Proximable prior(Space space, double w) {
        return nonNegative && space.field() == Field.REAL ? new NonNegativeL1(space, w) : new L1(space, w);
    }
}
