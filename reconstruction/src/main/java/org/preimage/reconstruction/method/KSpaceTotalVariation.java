package org.preimage.reconstruction.method;

import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.NormalLeastSquares;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.parameter.KSpaceWeight;
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
 * @param protocol what was decided so far
 */
record KSpaceTotalVariation(
        LinearOperator forward, NormalLeastSquares fit, Term term, double weight, float[] start, Protocol protocol) {
    /** Of the dual step at which the smooth part and total variation bound the primal step alike. */
    private static final double DUAL_SHARE = 0.2;

    static KSpaceTotalVariation of(InverseProblem problem, Method method, OptionalDouble weight, boolean isotropic) {
        MriProblem mri = MriProblem.of(problem, method.name());
        LinearOperator a = mri.forward();
        Protocol protocol = new Protocol(method);
        double w;
        if (weight.isPresent()) {
            w = weight.getAsDouble();
        } else {
            KSpaceWeight found = KSpaceWeight.forTotalVariation(a, mri.data());
            w = found.weight();
            protocol.note("weight", found.note());
        }
        protocol.used("weight", w).used("type", isotropic ? "isotropic" : "anisotropic");
        Regulariser prior = new TotalVariationRegulariser(a.domain(), isotropic);
        NormalLeastSquares fit = new NormalLeastSquares(a, mri.data());
        Term term = new Term(prior.analysis(), prior.weighted(w));
        return new KSpaceTotalVariation(a, fit, term, w, fit.right().clone(), protocol);
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
        double norm = term.operator().normBound();
        return DUAL_SHARE * fit.lipschitz() / (norm * norm);
    }
}
