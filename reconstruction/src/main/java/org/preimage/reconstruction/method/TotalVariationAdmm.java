package org.preimage.reconstruction.method;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Admm;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Total variation, min 1/2 |A x - b|<sup>2</sup> + w TV(x), by ADMM: fewer iterations than the primal-dual method, each with
 * several applications of A. The result is clipped at 0 where x &gt;= 0 is asked for, which the iterates meet only in the
 * limit. An automatic weight is that of {@link TotalVariation}.
 *
 * @param weight w; empty to choose it from the data, as {@link TotalVariation} does
 * @param rule how the weight is chosen; for {@link WeightRule#AUTO} it is {@link WeightRule#SURE}, for k-space {@link WeightRule#NOISE}
 * @param isotropic whether TV sums the gradient's lengths, else the magnitudes of its components
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most
 * @param tolerance relative primal and dual residual at which to stop
 */
public record TotalVariationAdmm(
        OptionalDouble weight,
        WeightRule rule,
        boolean isotropic,
        boolean nonNegative,
        int iterations,
        double tolerance)
        implements Reconstructor {
    private static final int INNER_ITERATIONS = 5;

    /** For operators whose normal operator is cheap to apply a few times more. */
    private static final double INNER_TOLERANCE = 0.2;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tv-admm",
            "Least squares with total variation, by the alternating direction method of multipliers.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    TotalVariation.WEIGHT,
                    Variational.RULE,
                    TotalVariation.TYPE,
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 300, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance",
                            3e-4,
                            0,
                            1,
                            "",
                            "Relative primal and dual residual at which the iteration stops.")),
            "Boyd, Parikh, Chu, Peleato and Eckstein 2011, Distributed optimization and statistical learning via the"
                    + " alternating direction method of multipliers, Found. Trends Mach. Learn. 3",
            s -> new TotalVariationAdmm(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.choice("type").equals("isotropic"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        if (MriProblem.fits(problem.forward())) {
            return mri(problem, listeners);
        }
        LinearOperator a = problem.linear("tv-admm");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("type", isotropic ? "isotropic" : "anisotropic")
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        Proximable g = TotalVariation.constraint(space, nonNegative, protocol);
        Regulariser prior = new TotalVariationRegulariser(space, isotropic);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.unweighted(space, goal);
        }
        float[] start = goal.leastSquares();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            WeightChoice<ChambollePock.State> found =
                    Variational.chooseWeight(a, prior, g, goal, rule.or(WeightRule.SURE), listeners);
            w = found.weight();
            start = found.state() == null ? start : found.state().image().clone();
            protocol.noteWeight(found, goal);
            if (found.status() == Status.CANCELLED) {
                return protocol.result(space, start, Status.CANCELLED);
            }
        }
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(prior.analysis(), prior.weighted(w)));
        if (nonNegative && space.field() == Field.REAL) {
            terms.add(new Term(new Identity(space), g));
        }
        // The threshold w / rho is then of the size of the image's typical difference.
        double slope = Vectors.norm(prior.analysis().apply(start)) / Math.sqrt(space.points());
        Admm admm = new Admm(
                new LeastSquares(a, problem.data().data()), terms, slope > 0 ? w / slope : w, INNER_ITERATIONS);
        Outcome outcome = new Runner("tv-admm", Stopping.at(iterations, tolerance), listeners).run(admm, start);
        g.prox(outcome.solution(), 1, outcome.solution());
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    /** With the normal operator as one, and no fit for a goal that a given weight does not need. */
    private Reconstruction mri(InverseProblem problem, Listener... listeners) {
        KSpaceTotalVariation tv = KSpaceTotalVariation.of(problem, METHOD, weight, rule, isotropic, listeners);
        tv.protocol()
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        TotalVariation.constraint(tv.space(), nonNegative, tv.protocol());
        Admm admm = new Admm(
                new LeastSquares(tv.forward(), problem.data().data()),
                List.of(tv.term()),
                tv.penalty(),
                INNER_ITERATIONS,
                INNER_TOLERANCE);
        if (tv.status() == Status.CANCELLED) {
            return tv.protocol().result(tv.space(), tv.start(), Status.CANCELLED);
        }
        return tv.protocol()
                .result(
                        tv.space(),
                        new Runner("tv-admm", Stopping.at(iterations, tolerance), listeners).run(admm, tv.start()));
    }
}
