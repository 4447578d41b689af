package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.parameter.Discrepancy;
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
 * @param protocol of the method, which takes what is decided here
 * @param weight w; empty to fit the data to the noise estimated from them ({@link Discrepancy})
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
record Variational(Protocol protocol, OptionalDouble weight, int iterations, double tolerance) {

    /**
     * Reconstructs.
     *
     * @param prior R
     * @param g a constraint of the image, unchanged by positive factors, as x &gt;= 0
     */
    Reconstruction reconstruct(InverseProblem problem, Regulariser prior, Proximable g, Listener... listeners) {
        LinearOperator a = problem.linear(protocol.method());
        LinearOperator image = prior.image();
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.result(a.domain(), goal.leastSquares(), goal.status());
        }
        Proximable constraint = prior.ofImage(g);
        float[] start = image.adjoint(goal.leastSquares());
        double guess = weight.orElse(0.5 * goal.scale());
        double omega = primalWeight(a, prior, goal, guess);
        double w = guess;
        ChambollePock.State warm = null;
        if (weight.isEmpty()) {
            MultiplierWeight found = MultiplierWeight.find(a, goal, prior, constraint, start, omega * guess, listeners);
            w = found.weight();
            goal = found.goal();
            protocol.used("weight", w).note("weight", found.note());
            if (found.status() == Status.CANCELLED) {
                return protocol.result(a.domain(), image.apply(found.unknowns()), Status.CANCELLED);
            }
            warm = found.state();
        }
        ChambollePock method = new ChambollePock(
                        constraint,
                        List.of(
                                new Term(
                                        ofUnknowns(a, prior),
                                        new SquaredDistance(
                                                a.range(), problem.data().data())),
                                new Term(prior.analysis(), prior.weighted(w))))
                .weighted(omega, true);
        ChambollePock.State state = warm == null ? method.start(start) : method.start(warm, w);
        Outcome outcome = new Runner(
                        protocol.method(), Stopping.at(iterations, tolerance).every(20), listeners)
                .resume(method, state);
        float[] x = image.apply(outcome.solution());
        protocol.noteMisfit(a, goal, x);
        return protocol.result(a.domain(), new Outcome(x, outcome.status(), outcome.iterations(), outcome.history()));
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
