package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Fista;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares with any prior that has a proximal map, min 1/2 |A x - b|<sup>2</sup> + w R(x), on wish with x &gt;= 0, by {@link Fista}
 * with restarts. Proximal maps without closed form are iterations themselves ({@link ImagePrior}).
 *
 * <p>Without a prior it is least squares with x &gt;= 0 at most, from zero to where the misfit meets the noise.
 *
 * @param prior R
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen; for {@link WeightRule#AUTO} it is {@link WeightRule#SURE}, for k-space {@link WeightRule#NOISE}
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 */
public record ProximalGradient(
        ImagePrior prior, OptionalDouble weight, WeightRule rule, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "fista",
            "Least squares with any prior that has a proximal map, by FISTA.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.choice(
                            "prior",
                            ImagePrior.names(),
                            "What images are taken to be like: total variation, sparse details of wavelets (orthogonal,"
                                    + " symmetric at the boundaries, undecimated) or shearlets, the Hessian's nuclear norm,"
                                    + " sparse values, or nothing but the sign."),
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the prior against half the squared misfit; auto chooses it from the data by the rule."),
                    Variational.RULE,
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 500, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-5, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, SIAM"
                    + " J. Imaging Sci. 2; the same 2009, Fast gradient-based algorithms for constrained total variation image"
                    + " denoising and deblurring problems, IEEE Trans. Image Process. 18",
            s -> new ProximalGradient(
                    ImagePrior.named(s.choice("prior")),
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(METHOD.name());
        Space space = a.domain();
        WeightRule chosen = rule.or(MriProblem.fits(a) ? WeightRule.NOISE : WeightRule.SURE);
        Protocol protocol = new Protocol(METHOD)
                .used("prior", prior.name())
                .used("weight", weight.orElse(1))
                .used("rule", chosen.label())
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        Proximable constraint = TotalVariation.constraint(space, nonNegative, protocol);
        Stopping stopping = Stopping.at(iterations, tolerance);
        if (prior.regulariser() == null) {
            return withoutPrior(a, problem.data().data(), protocol, new Runner(METHOD.name(), stopping, listeners));
        }
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.result(space, goal.leastSquares(), goal.status());
        }
        float[] start = goal.leastSquares();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            WeightChoice<ChambollePock.State> found =
                    Variational.chooseWeight(a, prior.regulariser().apply(space), constraint, goal, chosen, listeners);
            w = found.weight();
            start = found.state() == null ? start : found.state().image().clone();
            protocol.noteWeight(found, goal);
            if (found.status() == Status.CANCELLED) {
                return protocol.result(space, start, Status.CANCELLED);
            }
        }
        boolean constrained = nonNegative && space.field() == Field.REAL;
        Fista fista =
                new Fista(new LeastSquares(a, goal.data()), prior.proximal().of(space, w, constrained));
        Outcome outcome = new Runner(METHOD.name(), stopping, listeners).run(fista, start);
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    /** From zero, where noise comes last. */
    private Reconstruction withoutPrior(LinearOperator a, float[] data, Protocol protocol, Runner runner) {
        protocol.note("weight", "without effect: there is no prior, and where the iteration stops regularises");
        Discrepancy goal = Discrepancy.estimate(a, data);
        float[] zero = a.domain().zeros();
        if (goal.radius() == 0) {
            return protocol.result(a.domain(), zero, Status.CONVERGED);
        }
        boolean constrained = nonNegative && a.domain().field() == Field.REAL;
        Fista fista =
                new Fista(new LeastSquares(a, goal.data()), prior.proximal().of(a.domain(), 1, constrained));
        DevianceStop<Fista.State> stopped = new DevianceStop<>(
                fista,
                state -> Vectors.distanceSquared(a.apply(fista.solution(state)), goal.data()),
                goal.radius() * goal.radius());
        Outcome outcome = runner.run(stopped, zero);
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(a.domain(), outcome);
    }
}
