package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Least squares with a regulariser,
 *
 * <pre>min 1/2 |A x - b|<sup>2</sup> + w R(x) + g(x),</pre>
 *
 * by the primal-dual method: what all methods of this form share.
 *
 * <p>An automatic weight is found from solves of {@value #SEARCH_ITERATIONS} iterations each, as {@link WeightChoice} describes.
 *
 * @param protocol of the method, which takes what is decided here
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen; {@link WeightRule#SURE} for {@link WeightRule#AUTO}
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
record Variational(Protocol protocol, OptionalDouble weight, WeightRule rule, int iterations, double tolerance) {
    /** The setting of the rule, for every method with an automatic weight. */
    static final Parameter RULE = Parameter.choice(
            "rule",
            Stream.of(WeightRule.values()).map(WeightRule::label).toList(),
            "How an automatic weight is chosen: the discrepancy principle, generalised cross-validation, least risk by"
                    + " Stein's estimate (sure), the corner of the L-curve, or a multiple of the noise; auto is noise for k-space and"
                    + " sure for all else.");

    private static final int SEARCH_ITERATIONS = 60;
    private static final double RANGE = 1e3;

    /** Good weights of total variation lie within a few times this share of the noise's force. */
    private static final double GUESS = 0.8;

    /** With the rule that suits most problems. */
    Variational(Protocol protocol, OptionalDouble weight, int iterations, double tolerance) {
        this(protocol, weight, WeightRule.AUTO, iterations, tolerance);
    }

    /**
     * Reconstructs.
     *
     * @param prior R
     * @param g a constraint of the image, unchanged by positive factors, as x &gt;= 0
     */
    Reconstruction reconstruct(InverseProblem problem, Regulariser prior, Proximable g, Listener... listeners) {
        LinearOperator a = problem.linear(protocol.method());
        LinearOperator image = prior.image();
        WeightRule chosen = rule.or(WeightRule.SURE);
        protocol.used("rule", chosen.label());
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.unweighted(a.domain(), goal);
        }
        float[] start = image.adjoint(goal.leastSquares());
        double w = weight.orElse(GUESS * goal.scale());
        ChambollePock method = method(a, problem.data().data(), prior, g, goal, w);
        ChambollePock.State state;
        if (weight.isEmpty()) {
            WeightChoice<ChambollePock.State> found = choose(a, method, prior, goal, start, chosen, w, listeners);
            protocol.noteWeight(found, goal);
            w = found.weight();
            state = found.state();
            if (found.status() == Status.CANCELLED) {
                return protocol.result(a.domain(), image.apply(state.image()), Status.CANCELLED);
            }
            method = method.with(List.of(method.terms().get(0).functional(), prior.weighted(w)));
            state = state == null ? method.start(start) : method.start(state, 1);
        } else {
            state = method.start(start);
        }
        Outcome outcome = new Runner(
                        protocol.method(), Stopping.at(iterations, tolerance).every(20), listeners)
                .resume(method, state);
        float[] x = image.apply(outcome.solution());
        protocol.noteMisfit(a, goal, x);
        return protocol.result(a.domain(), new Outcome(x, outcome.status(), outcome.iterations(), outcome.history()));
    }

    /** The primal-dual method of the problem, with a primal weight for this weight. */
    private static ChambollePock method(
            LinearOperator a, float[] data, Regulariser prior, Proximable g, Discrepancy goal, double w) {
        return new ChambollePock(
                        prior.ofImage(g),
                        List.of(
                                new Term(ofUnknowns(a, prior), new SquaredDistance(a.range(), data)),
                                new Term(prior.analysis(), prior.weighted(w))))
                .weighted(primalWeight(a, prior, goal, w), true);
    }

    /** The weight for the regulariser, which other methods that minimise the same take from here. */
    static WeightChoice<ChambollePock.State> chooseWeight(
            LinearOperator a,
            Regulariser prior,
            Proximable g,
            Discrepancy goal,
            WeightRule rule,
            Listener... listeners) {
        double guess = GUESS * goal.scale();
        ChambollePock method = method(a, goal.data(), prior, g, goal, guess);
        return choose(a, method, prior, goal, prior.image().adjoint(goal.leastSquares()), rule, guess, listeners);
    }

    private static WeightChoice<ChambollePock.State> choose(
            LinearOperator a,
            ChambollePock method,
            Regulariser prior,
            Discrepancy goal,
            float[] start,
            WeightRule rule,
            double guess,
            Listener... listeners) {
        Runner runner = new Runner(
                "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0).every(SEARCH_ITERATIONS), listeners);
        PrimalDualSolve solve = new PrimalDualSolve(method, a.range(), prior, start, runner);
        return WeightChoice.of(rule, solve, a, goal, guess, RANGE);
    }

    /** A P, on the unknowns of the regulariser. */
    static LinearOperator ofUnknowns(LinearOperator a, Regulariser prior) {
        return prior.image() instanceof Identity ? a : a.after(prior.image());
    }

    /** A guess of |x* - x_0| / |y*|: part of the image over a residual at the noise level and full dual variables. */
    static double primalWeight(LinearOperator a, Regulariser prior, Discrepancy goal, double weight) {
        double fit = a.norm() * goal.radius();
        double full = prior.analysis().norm() * weight * Math.sqrt(a.domain().points());
        double omega = 0.25 * Vectors.norm(goal.leastSquares()) / Math.hypot(fit, full);
        return omega > 0 && Double.isFinite(omega) ? omega : 1;
    }
}
