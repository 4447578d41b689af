package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Lsqr;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Least squares, damped if asked for, by LSQR from zero ({@link Lsqr}), stopped early: min |A x - b|<sup>2</sup> +
 * d<sup>2</sup> |x|<sup>2</sup>.
 *
 * <p>There is no version without negative values: each step relies on all earlier directions being conjugate, which clipping
 * would undo. {@link SimultaneousReconstruction} and {@link TotalVariation} have one.
 *
 * @param iterations iterations at most
 * @param damping d, not negative
 * @param tolerance |A* r| / (|A| |r|) at which to stop
 * @param dataTolerance |r| / |b| at which to stop, to which tolerance |A| |x| / |b| is added
 * @param stop where the misfit meets the noise
 */
public record DampedLeastSquares(
        int iterations, double damping, double tolerance, double dataTolerance, DiscrepancyStop stop)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "lsqr",
            "Least squares by LSQR, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "damping",
                            0,
                            0,
                            Double.MAX_VALUE,
                            "data unit per image unit",
                            "Factor d of the penalty d^2 |x|^2 beside |A x - b|^2."),
                    Parameter.number(
                            "tolerance", 1e-6, 0, 1, "", "Gradient relative to |A| |r| at which the iteration stops."),
                    Parameter.number(
                            "dataTolerance", 1e-6, 0, 1, "", "Misfit relative to |b| at which the iteration stops."),
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Paige and Saunders 1982, LSQR: an algorithm for sparse linear equations and sparse least squares, ACM Trans."
                    + " Math. Softw. 8",
            s -> new DampedLeastSquares(
                    s.integer("iterations"),
                    s.number("damping"),
                    s.number("tolerance"),
                    s.number("dataTolerance"),
                    DiscrepancyStop.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("lsqr");
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("damping", damping)
                .used("tolerance", tolerance)
                .used("dataTolerance", dataTolerance);
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, 0).every(1),
                damping == 0,
                (data, radius) -> new Lsqr(a, data, damping, tolerance, dataTolerance, radius),
                listeners);
    }
}
