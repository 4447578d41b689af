package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightSearch;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Tikhonov regularisation with the gradient, min 1/2 |A x - b|<sup>2</sup> + w/2 |D x|<sup>2</sup>, by conjugate gradients
 * for the least-squares problem of A and sqrt(w) D, one above the other.
 *
 * @param weight w; empty to fit the data to the noise estimated from them ({@link Discrepancy})
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative gradient of the objective at which to stop
 */
public record Tikhonov(OptionalDouble weight, int iterations, double tolerance) implements Reconstructor {
    private static final double RANGE = 1e6;
    private static final int SEARCH_ITERATIONS = 50;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tikhonov",
            "Least squares with the squared gradient, by conjugate gradients.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit squared",
                            "Weight of the squared gradient against the squared misfit; auto fits the data to the noise found in them."),
                    Parameter.integer("iterations", 200, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-5, 0, 1, "", "Relative gradient at which the iteration stops.")),
            "Tikhonov 1963, Solution of incorrectly formulated problems and the regularization method, Soviet Math."
                    + " Dokl. 4",
            s -> new Tikhonov(s.numberOrAuto("weight"), s.integer("iterations"), s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("tikhonov");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        Gradient gradient = new Gradient(space);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.result(space, goal.leastSquares(), goal.status());
        }
        float[] x = goal.leastSquares();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            double slope = Vectors.norm(gradient.apply(x));
            double guess = goal.scale() * Math.sqrt(space.length()) / (slope > 0 ? slope : 1);
            Runner runner = new Runner("choosing the weight", Stopping.at(SEARCH_ITERATIONS, 1e-4), listeners);
            boolean[] cancelled = {false};
            float[] warm = x;
            WeightSearch found = WeightSearch.run(guess, RANGE, candidate -> {
                Outcome trial = runner.run(problem(a, gradient, goal.data(), candidate), warm);
                System.arraycopy(trial.solution(), 0, warm, 0, warm.length);
                cancelled[0] = trial.status() == Status.CANCELLED;
                return cancelled[0] ? Double.NaN : goal.reached(a, warm);
            });
            w = found.weight();
            protocol.used("weight", w).note("weight", found.describe());
            if (cancelled[0]) {
                return protocol.result(space, warm, Status.CANCELLED);
            }
        }
        Outcome outcome = new Runner("tikhonov", Stopping.at(iterations, tolerance), listeners)
                .run(problem(a, gradient, goal.data(), w), x);
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    private static Cgls problem(LinearOperator a, Gradient gradient, float[] data, double w) {
        LinearOperator both = LinearOperator.stacked(a, gradient.scaled(Math.sqrt(w)));
        return new Cgls(both, Arrays.copyOf(data, both.range().length()));
    }
}
