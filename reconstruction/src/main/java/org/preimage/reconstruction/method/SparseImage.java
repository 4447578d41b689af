package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;

/**
 * A sparse image: min 1/2 |A x - b|<sup>2</sup> + w |x|<sub>1</sub>, by FISTA.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen; for {@link WeightRule#AUTO} it is {@link WeightRule#SURE}
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
public record SparseImage(OptionalDouble weight, WeightRule rule, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
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
        Space space = problem.linear("l1").domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        return new SparseLeastSquares(protocol, weight, rule, iterations, tolerance)
                .reconstruct(problem, SparseLeastSquares.magnitudes(space, nonNegative, protocol), listeners);
    }
}
