package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Bounds;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Sirt;
import org.preimage.reconstruction.solver.Stopping;

/**
 * SIRT from zero ({@link Sirt}): all rays correct the image together, each pixel and ray weighted with the reciprocal of
 * its sum. Stopped early it regularises.
 *
 * @param iterations iterations at most
 * @param relaxation factor on each correction, above 0 and below 2
 * @param nonNegative whether x &gt;= 0; complex images have no such constraint
 * @param upperBound largest value allowed
 * @param stop where the misfit meets the noise
 */
public record SimultaneousReconstruction(
        int iterations, double relaxation, boolean nonNegative, double upperBound, DiscrepancyStop stop)
        implements Reconstructor {
    static final Parameter RELAXATION = Parameter.number(
            "relaxation", 1, 1e-3, 1.999, "", "Factor on each correction: below 1 slower and smoother.");
    static final Parameter NON_NEGATIVE =
            Parameter.flag("nonNegative", true, "Allow no negative values; without effect on complex images.");

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "sirt",
            "Simultaneous iterative reconstruction, stopped where the misfit meets the noise found in the data.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.integer("iterations", 500, 1, 10_000_000, "Iterations at most."),
                    RELAXATION,
                    NON_NEGATIVE,
                    Parameter.number(
                            "upperBound",
                            1e30,
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "Largest value allowed; the default is no limit. Without effect on complex images."),
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Gilbert 1972, Iterative methods for the three-dimensional reconstruction of an object from projections, J."
                    + " Theor. Biol. 36; Gregor and Benson 2008, Computational analysis and improvement of SIRT, IEEE"
                    + " Trans. Med. Imaging 27",
            s -> new SimultaneousReconstruction(
                    s.integer("iterations"),
                    s.number("relaxation"),
                    s.flag("nonNegative"),
                    s.number("upperBound"),
                    DiscrepancyStop.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("sirt");
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("relaxation", relaxation)
                .used("nonNegative", nonNegative)
                .used("upperBound", upperBound);
        Bounds bounds = bounds(a.domain(), nonNegative, upperBound, protocol);
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, 0),
                false,
                (data, radius) -> new Sirt(a, data, relaxation, bounds, radius),
                listeners);
    }

    /** The bounds that were asked for, as far as the image can obey any. */
    static Bounds bounds(Space space, boolean nonNegative, double upperBound, Protocol protocol) {
        if (space.field() == Field.COMPLEX) {
            if (nonNegative) {
                protocol.note("nonNegative", "without effect: the image is complex");
            }
            return Bounds.NONE;
        }
        return new Bounds(nonNegative ? 0 : Double.NEGATIVE_INFINITY, upperBound);
    }
}
