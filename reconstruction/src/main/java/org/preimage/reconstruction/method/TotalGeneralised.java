package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.TotalGeneralisedVariation;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;

/**
 * Second-order total generalised variation, min 1/2 |A x - b|<sup>2</sup> + w TGV(x), by the primal-dual method.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen
 * @param ratio weight of the second derivative over that of the first
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record TotalGeneralised(
        OptionalDouble weight, WeightRule rule, double ratio, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tgv",
            "Least squares with second-order total generalised variation, which keeps edges and slopes, by the primal-dual"
                    + " method.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the first derivative's part against half the squared misfit; auto chooses it from"
                                    + " the data by the rule."),
                    Variational.RULE,
                    Parameter.number(
                            "ratio",
                            2,
                            1e-3,
                            1e3,
                            "samples",
                            "Weight of the second derivative over that of the first; large values make it total variation"
                                    + " but for an affine part."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance",
                            5e-4,
                            0,
                            1,
                            "",
                            "Relative duality gap at which the iteration stops; the objective is about ten times closer.")),
            "Bredies, Kunisch and Pock 2010, Total generalized variation, SIAM J. Imaging Sci. 3; Knoll, Bredies, Pock and"
                    + " Stollberger 2011, Second order total generalized variation (TGV) for MRI, Magn. Reson. Med. 65",
            s -> new TotalGeneralised(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.number("ratio"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("tgv");
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("ratio", ratio)
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        return new Variational(protocol, weight, rule, iterations, tolerance)
                .reconstruct(
                        problem,
                        new TotalGeneralisedVariation(a.domain(), ratio),
                        TotalVariation.constraint(a.domain(), nonNegative, protocol),
                        listeners);
    }
}
