package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.RidgeWeight;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * The elastic net, min 1/2 |A x - b|<sup>2</sup> + w |x|<sub>1</sub> + r/2 |A|<sup>2</sup> |x|<sup>2</sup>, by FISTA: a sparse image
 * whose entries share what the data cannot tell apart, and that the data determine alone.
 *
 * <p>An automatic r is chosen together with w. It begins as {@link RidgeWeight}'s, good for images that fill their frame, and is divided
 * by {@value #STEP} as long as that clearly lessens the estimated risk, which it does for sparse images; by rules without degrees of freedom
 * it stays the first.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param ridge r; empty to choose it from the data
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
public record ElasticNet(
        OptionalDouble weight,
        WeightRule rule,
        OptionalDouble ridge,
        boolean nonNegative,
        int iterations,
        double tolerance)
        implements Reconstructor {
    private static final int STEP = 10;
    private static final int MOST = 5;
    private static final double LEAST = 1e-6;
    private static final double LARGEST = 1;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "elastic-net",
            "Least squares with the sum of magnitudes and a multiple of the sum of squares, by FISTA.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the magnitudes against half the squared misfit; auto chooses it from the data by the"
                                    + " rule."),
                    Variational.RULE,
                    Parameter.auto(
                            "ridge",
                            1e-12,
                            1e6,
                            "",
                            "Weight of half the sum of squares, relative to the operator's squared norm; auto chooses it from"
                                    + " the data."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 500, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-5, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Zou and Hastie 2005, Regularization and variable selection via the elastic net, J. R. Stat. Soc. B 67",
            s -> new ElasticNet(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.numberOrAuto("ridge"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("elastic-net");
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("ridge", ridge.orElse(0))
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        DoubleFunction<Proximable> magnitudes = SparseLeastSquares.magnitudes(a.domain(), nonNegative, protocol);
        SparseLeastSquares sparse = new SparseLeastSquares(protocol, weight, rule, iterations, tolerance);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            protocol.note("ridge", "without effect, as the weight");
            return protocol.unweighted(a.domain(), goal);
        }
        double norm = a.norm();
        double r = ridge.orElse(0);
        if (ridge.isEmpty()) {
            Choice found = choose(a, goal, sparse, magnitudes, norm * norm, listeners);
            r = found.ridge;
            protocol.used("ridge", r).note("ridge", found.note);
            if (found.weights != null && found.weights.status() == Status.CANCELLED) {
                protocol.noteWeight(found.weights, goal);
                return protocol.result(a.domain(), found.weights.state(), Status.CANCELLED);
            }
        }
        return sparse.reconstruct(problem, goal, net(magnitudes, r * norm * norm), listeners);
    }

    private static DoubleFunction<Proximable> net(DoubleFunction<Proximable> magnitudes, double squares) {
        return w -> magnitudes.apply(w).plusQuadratic(squares);
    }

    /**
     * A ridge and the weights tried with it.
     *
     * @param weights null if there was no need to try any
     */
    private record Choice(double ridge, WeightChoice<float[]> weights, double risk, String note) {}

    private Choice choose(
            LinearOperator a,
            Discrepancy goal,
            SparseLeastSquares sparse,
            DoubleFunction<Proximable> magnitudes,
            double squaredNorm,
            Listener... listeners) {
        RidgeWeight first = RidgeWeight.of(goal, goal.leastSquares());
        double r = Math.min(LARGEST, Math.max(LEAST, first.weight() / squaredNorm));
        if (weight.isPresent() || !rule.or(WeightRule.SURE).needsFreedom()) {
            return new Choice(r, null, Double.NaN, first.note() + "; in units of the operator's squared norm");
        }
        // Half the standard deviation of the risk's estimate, below which a difference may be chance.
        double chance = goal.noise() * goal.noise() * Math.sqrt(goal.samples() / 2.0);
        Choice best = null;
        for (int k = 0; k < MOST; k++) {
            WeightChoice<float[]> found =
                    sparse.choose(a, goal, net(magnitudes, r * squaredNorm), goal.leastSquares(), listeners);
            double risk = Double.POSITIVE_INFINITY;
            for (WeightChoice.Trial t : found.trials()) {
                risk = Math.min(risk, t.misfit() + 2 * goal.noise() * goal.noise() * t.freedom());
            }
            boolean cancelled = found.status() == Status.CANCELLED;
            if (!cancelled && best != null && !(risk < best.risk - chance)) {
                break;
            }
            best = new Choice(
                    r,
                    found,
                    risk,
                    "chosen by Stein's unbiased estimate of the risk, going down from the noise's variance over the image's mean"
                            + " square in steps of " + STEP);
            if (cancelled || r == LEAST) {
                break;
            }
            r = Math.max(LEAST, r / STEP);
        }
        return best;
    }
}
