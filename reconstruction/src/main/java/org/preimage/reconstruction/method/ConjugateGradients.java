package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares by conjugate gradients from zero, stopped early: the number of iterations regularises.
 *
 * <p>There is no version without negative values: conjugate directions rely on every earlier step, which clipping would
 * undo. {@link SimultaneousReconstruction} and {@link TotalVariation} have one.
 *
 * @param iterations iterations at most
 * @param stop where the misfit meets the noise
 * @param tolerance |A*(b - A x)| / |A* b| at which to stop
 */
public record ConjugateGradients(int iterations, DiscrepancyStop stop, double tolerance) implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "cgls",
            "Least squares by conjugate gradients, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-6, 0, 1, "", "Relative gradient at which the iteration stops."),
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Hestenes and Stiefel 1952, Methods of conjugate gradients for solving linear systems, J. Res. Natl. Bur."
                    + " Stand. 49",
            s -> new ConjugateGradients(s.integer("iterations"), DiscrepancyStop.of(s), s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("cgls");
        Protocol protocol = new Protocol(METHOD).used("iterations", iterations).used("tolerance", tolerance);
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, tolerance).every(1),
                true,
                (data, radius) -> new Cgls(a, data, radius),
                listeners);
    }
}
