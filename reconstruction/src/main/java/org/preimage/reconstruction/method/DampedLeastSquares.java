package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.RidgeWeight;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.parameter.WeightedSolve;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Lsqr;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares, damped if asked for, by LSQR from zero ({@link Lsqr}), stopped early: min |A x - b|<sup>2</sup> +
 * d<sup>2</sup> |x|<sup>2</sup>.
 *
 * <p>There is no version without negative values: each step relies on all earlier directions being conjugate, which clipping
 * would undo. {@link SimultaneousReconstruction} and {@link TotalVariation} have one.
 *
 * <p>Of the two ways to regularise, one is enough: an automatic d is 0 where the iteration stops at the discrepancy, and else it is
 * chosen from the data, as a weight d<sup>2</sup> for 1/2 |x|<sup>2</sup>.
 *
 * @param iterations iterations at most, those that choose the damping not counted
 * @param damping d, not negative; empty to choose it
 * @param rule how the damping is chosen; {@link WeightRule#SURE} for {@link WeightRule#AUTO}
 * @param tolerance |A* r| / (|A| |r|) at which to stop
 * @param dataTolerance |r| / |b| at which to stop, to which tolerance |A| |x| / |b| is added
 * @param stop where the misfit meets the noise
 */
public record DampedLeastSquares(
        int iterations,
        OptionalDouble damping,
        WeightRule rule,
        double tolerance,
        double dataTolerance,
        DiscrepancyStop stop)
        implements Reconstructor {
    private static final double RANGE = 1e6;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "lsqr",
            "Least squares by LSQR, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.auto(
                            "damping",
                            0,
                            Double.MAX_VALUE,
                            "data unit per image unit",
                            "Factor d of the penalty d^2 |x|^2 beside |A x - b|^2; auto is 0 where the discrepancy stops the"
                                    + " iteration, else chosen from the data by the rule."),
                    Variational.RULE,
                    Parameter.number(
                            "tolerance", 1e-6, 0, 1, "", "Gradient relative to |A| |r| at which the iteration stops."),
                    Parameter.number(
                            "dataTolerance", 1e-6, 0, 1, "", "Misfit relative to |b| at which the iteration stops."),
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Paige and Saunders 1982, LSQR: an algorithm for sparse linear equations and sparse least squares, ACM Trans."
                    + " Math. Softw. 8",
            s -> new DampedLeastSquares(
                    s.integer("iterations"),
                    s.numberOrAuto("damping"),
                    WeightRule.labelled(s.choice("rule")),
                    s.number("tolerance"),
                    s.number("dataTolerance"),
                    DiscrepancyStop.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("lsqr");
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("damping", damping.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("tolerance", tolerance)
                .used("dataTolerance", dataTolerance);
        double d = damping.orElse(0);
        if (damping.isEmpty() && stop.active()) {
            protocol.note(
                    "damping",
                    "0, as the number of iterations regularises: they stop where the misfit meets the noise");
        } else if (damping.isEmpty()) {
            Discrepancy goal = Discrepancy.estimate(a, problem.data().data(), stop.noise());
            if (goal.radius() == 0) {
                protocol.note("damping", "without effect: " + goal.note());
                return protocol.used("discrepancy", false)
                        .used("noise", stop.noise().orElse(0))
                        .result(a.domain(), a.domain().zeros(), Status.CONVERGED);
            }
            WeightChoice<float[]> found = choose(a, goal, listeners);
            d = Math.sqrt(found.weight());
            protocol.used("damping", d)
                    .note(
                            "damping",
                            String.format(
                                    Locale.ROOT,
                                    "squared %.4g, chosen %s; %s",
                                    found.weight(),
                                    found.note(),
                                    goal.note()));
            if (found.status() == Status.CANCELLED) {
                return protocol.used("discrepancy", false)
                        .used("noise", stop.noise().orElse(0))
                        .result(a.domain(), found.state(), Status.CANCELLED);
            }
        }
        double used = d;
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, 0).every(1),
                used == 0,
                (data, radius) -> new Lsqr(a, data, used, tolerance, dataTolerance, radius),
                listeners);
    }

    private WeightChoice<float[]> choose(LinearOperator a, Discrepancy goal, Listener... listeners) {
        IterativeSolve solve = new IterativeSolve(
                a,
                (b, w) -> new Lsqr(a, b, Math.sqrt(w), tolerance, 0, 0),
                x -> 0.5 * Vectors.normSquared(x),
                a.domain().zeros(),
                true,
                new Runner("choosing the weight", Stopping.at(iterations, 0), listeners));
        // Each solve begins at zero, as the damping pulls towards the start.
        return WeightChoice.of(
                rule.or(WeightRule.SURE),
                fromZero(solve),
                a,
                goal,
                RidgeWeight.of(a, goal).weight(),
                RANGE);
    }

    private static WeightedSolve<float[]> fromZero(IterativeSolve solve) {
        return new WeightedSolve<>() {
            @Override
            public Result<float[]> solve(float[] data, double weight, float[] from) {
                return solve.solve(data, weight, null);
            }

            @Override
            public boolean linear() {
                return true;
            }
        };
    }
}
