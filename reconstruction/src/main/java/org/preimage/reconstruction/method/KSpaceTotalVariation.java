package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.NormalLeastSquares;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.KSpaceWeight;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.CondatVu;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Total variation of k-space data, as far as its methods share it: each map and each frame has a total variation of its own, and
 * real and imaginary parts one together.
 *
 * @param forward A
 * @param fit the data fidelity
 * @param term total variation, weighted
 * @param weight w
 * @param start A* b
 * @param status {@link Status#CANCELLED} if a listener ended the search of the weight; the start is then where it ended
 * @param protocol what was decided so far
 */
record KSpaceTotalVariation(
        LinearOperator forward,
        NormalLeastSquares fit,
        Term term,
        double weight,
        float[] start,
        Status status,
        Protocol protocol) {
    /** Of the dual step at which the smooth part and total variation bound the primal step alike. */
    private static final double DUAL_SHARE = 0.2;

    private static final int SEARCH_ITERATIONS = 60;
    private static final double RANGE = 1e3;

    static KSpaceTotalVariation of(
            InverseProblem problem,
            Method method,
            OptionalDouble weight,
            WeightRule rule,
            boolean isotropic,
            Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, method.name());
        LinearOperator a = mri.forward();
        WeightRule chosen = rule.or(WeightRule.NOISE);
        Protocol protocol = new Protocol(method);
        Regulariser prior = new TotalVariationRegulariser(a.domain(), isotropic);
        NormalLeastSquares fit = new NormalLeastSquares(a, mri.data());
        float[] start = fit.right().clone();
        Status status = Status.CONVERGED;
        double w;
        if (weight.isPresent()) {
            w = weight.getAsDouble();
        } else {
            KSpaceWeight noise = KSpaceWeight.forTotalVariation(a, mri.data());
            w = noise.weight();
            protocol.note("weight", noise.note());
            if (chosen != WeightRule.NOISE && w > 0) {
                WeightChoice<float[]> found = choose(a, mri.data(), prior, chosen, w, start, listeners);
                w = found.weight();
                start = found.state();
                status = found.status();
                protocol.noteWeight(found, Discrepancy.estimate(a, mri.data()));
            }
        }
        protocol.used("weight", w).used("rule", chosen.label()).used("type", isotropic ? "isotropic" : "anisotropic");
        Term term = new Term(prior.analysis(), prior.weighted(w));
        return new KSpaceTotalVariation(a, fit, term, w, start, status, protocol);
    }

    private static WeightChoice<float[]> choose(
            LinearOperator a,
            float[] data,
            Regulariser prior,
            WeightRule rule,
            double guess,
            float[] start,
            Listener... listeners) {
        Runner runner = new Runner(
                "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0).every(SEARCH_ITERATIONS), listeners);
        IterativeSolve solve = new IterativeSolve(
                a,
                (b, w) -> {
                    NormalLeastSquares fit = new NormalLeastSquares(a, b);
                    Term term = new Term(prior.analysis(), prior.weighted(w));
                    return new CondatVu(fit, List.of(term), dualStep(fit, term));
                },
                x -> prior.weighted(1).value(prior.analysis().apply(x)),
                start,
                false,
                runner);
        return WeightChoice.of(rule, solve, a, Discrepancy.estimate(a, data), guess, RANGE);
    }

    Space space() {
        return forward.domain();
    }

    /** The penalty at which the threshold w / rho is of the size of the image's typical difference. */
    double penalty() {
        double slope = Vectors.norm(term.operator().apply(start)) / Math.sqrt(space().points());
        return (slope > 0 ? weight / slope : weight);
    }

    /** A dual step that hardly shortens the primal one. */
    double dualStep() {
        return dualStep(fit, term);
    }

    private static double dualStep(NormalLeastSquares fit, Term term) {
        double norm = term.operator().normBound();
        return DUAL_SHARE * fit.lipschitz() / (norm * norm);
    }
}
