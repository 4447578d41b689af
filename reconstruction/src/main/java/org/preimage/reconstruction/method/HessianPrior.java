package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.HessianSchatten;
import org.preimage.reconstruction.functional.SchattenNorm;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;

/**
 * Schatten norms of the Hessian, min 1/2 |A x - b|<sup>2</sup> + w sum_i |(H x)[i]|<sub>p</sub>, by the primal-dual method.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param order p
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record HessianPrior(
        OptionalDouble weight,
        WeightRule rule,
        SchattenNorm.Order order,
        boolean nonNegative,
        int iterations,
        double tolerance)
        implements Reconstructor {
    private static final List<String> ORDERS = List.of("1", "2", "inf");

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "hessian-schatten",
            "Least squares with a Schatten norm of the Hessian, for images of slopes and ridges, by the primal-dual method.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the Hessian against half the squared misfit; auto chooses it from the data by the"
                                    + " rule."),
                    Variational.RULE,
                    Parameter.choice(
                            "order", ORDERS, "p of the Schatten norm: of the Hessian's eigenvalues, the p-norm."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative duality gap at which the iteration stops.")),
            "Lefkimmiatis, Ward and Unser 2013, Hessian Schatten-norm regularization for linear inverse problems, IEEE Trans."
                    + " Image Process. 22",
            s -> new HessianPrior(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    SchattenNorm.Order.values()[ORDERS.indexOf(s.choice("order"))],
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("hessian-schatten");
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("order", ORDERS.get(order.ordinal()))
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        return new Variational(protocol, weight, rule, iterations, tolerance)
                .reconstruct(
                        problem,
                        new HessianSchatten(a.domain(), order),
                        TotalVariation.constraint(a.domain(), nonNegative, protocol),
                        listeners);
    }
}
