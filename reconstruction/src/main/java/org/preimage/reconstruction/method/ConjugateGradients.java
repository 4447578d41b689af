package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares by conjugate gradients from zero, stopped early: the number of iterations regularises.
 *
 * @param iterations iterations at most
 * @param discrepancy whether to stop where the misfit meets the noise estimated from the data
 * @param tolerance |A*(b - A x)| / |A* b| at which to stop
 */
public record ConjugateGradients(int iterations, boolean discrepancy, double tolerance) implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "cgls",
            "Least squares by conjugate gradients, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.flag(
                            "discrepancy", true, "Stop where the misfit meets the noise estimated from the data."),
                    Parameter.number("tolerance", 1e-6, 0, 1, "", "Relative gradient at which the iteration stops.")),
            "Hestenes and Stiefel 1952, Methods of conjugate gradients for solving linear systems, J. Res. Natl. Bur."
                    + " Stand. 49",
            s -> new ConjugateGradients(s.integer("iterations"), s.flag("discrepancy"), s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("cgls");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("discrepancy", discrepancy)
                .used("tolerance", tolerance);
        float[] data = problem.data().data();
        double radius = 0;
        if (discrepancy) {
            // Its own fit tells whether the goal can be reached; the run below is the one that is recorded.
            Discrepancy goal = Discrepancy.of(a, data, listeners);
            if (goal.status() == Status.CANCELLED) {
                return protocol.result(space, goal.leastSquares(), Status.CANCELLED);
            }
            data = goal.data();
            radius = goal.radius();
            protocol.note(
                    "discrepancy", String.format(Locale.ROOT, "stops at |A x - b| = %.4g: %s", radius, goal.note()));
            if (radius == 0) {
                return protocol.result(space, space.zeros(), Status.CONVERGED);
            }
        }
        Outcome outcome = new Runner("cgls", Stopping.at(iterations, tolerance).every(1), listeners)
                .run(new Cgls(a, data, radius), space.zeros());
        return protocol.result(space, outcome);
    }
}
