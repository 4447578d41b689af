package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Bounds;
import org.preimage.reconstruction.solver.Landweber;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Landweber's method from zero ({@link Landweber}), for any linear operator, whatever the signs of its entries: large structures
 * come first and noise last, so that stopping early regularises.
 *
 * @param iterations iterations at most
 * @param relaxation step in units of 1 / |A|<sup>2</sup>, above 0 and below 2
 * @param nonNegative whether x &gt;= 0; complex images have no such constraint
 * @param stop where the misfit meets the noise
 */
public record LandweberIteration(int iterations, double relaxation, boolean nonNegative, DiscrepancyStop stop)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "landweber",
            "Gradient descent for least squares, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 1000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "relaxation",
                            1.8,
                            1e-3,
                            1.999,
                            "",
                            "Step in units of the inverse square of the operator's norm."),
                    SimultaneousReconstruction.NON_NEGATIVE,
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Landweber 1951, An iteration formula for Fredholm integral equations of the first kind, Am. J. Math. 73",
            s -> new LandweberIteration(
                    s.integer("iterations"), s.number("relaxation"), s.flag("nonNegative"), DiscrepancyStop.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("landweber");
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("relaxation", relaxation)
                .used("nonNegative", nonNegative);
        Bounds bounds = SimultaneousReconstruction.bounds(a.domain(), nonNegative, Double.POSITIVE_INFINITY, protocol);
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, 0),
                false,
                (data, radius) -> new Landweber(a, data, relaxation, bounds, radius),
                listeners);
    }
}
