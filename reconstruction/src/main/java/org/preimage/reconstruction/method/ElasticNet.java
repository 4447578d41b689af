package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;

/**
 * The elastic net, min 1/2 |A x - b|<sup>2</sup> + w |x|<sub>1</sub> + r/2 |A|<sup>2</sup> |x|<sup>2</sup>, by FISTA: a sparse image
 * whose entries share what the data cannot tell apart, and that the data determine alone.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param ridge r
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
public record ElasticNet(
        OptionalDouble weight, WeightRule rule, double ridge, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
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
                    Parameter.number(
                            "ridge",
                            0.01,
                            1e-12,
                            1e6,
                            "",
                            "Weight of half the sum of squares, relative to the operator's squared norm."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 500, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-5, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Zou and Hastie 2005, Regularization and variable selection via the elastic net, J. R. Stat. Soc. B 67",
            s -> new ElasticNet(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.number("ridge"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("elastic-net");
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("ridge", ridge)
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        double norm = a.norm();
        DoubleFunction<Proximable> magnitudes = SparseLeastSquares.magnitudes(a.domain(), nonNegative, protocol);
        double squares = ridge * norm * norm;
        return new SparseLeastSquares(protocol, weight, rule, iterations, tolerance)
                .reconstruct(
                        problem,
                        w -> squares > 0 ? magnitudes.apply(w).plusQuadratic(squares) : magnitudes.apply(w),
                        listeners);
    }
}
