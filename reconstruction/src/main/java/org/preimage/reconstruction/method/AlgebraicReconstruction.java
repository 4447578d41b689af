package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.preimage.operators.Operator;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Sart;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.ViewOrder;
import org.preimage.reconstruction.solver.ViewSubsets;

/**
 * SART and OS-SART from zero ({@link Sart}): one view, or one subset of views, corrects the image after the other.
 *
 * @param iterations sweeps over all views, at most
 * @param subsets number of subsets; empty for one of each view
 * @param relaxation factor on each correction, above 0 and below 2
 * @param decay the factor is divided by 1 + decay k after k sweeps
 * @param order in which the subsets are taken
 * @param nonNegative whether x &gt;= 0
 * @param upperBound largest value allowed
 * @param stop where the misfit meets the noise
 */
public record AlgebraicReconstruction(
        int iterations,
        OptionalInt subsets,
        double relaxation,
        double decay,
        ViewOrder order,
        boolean nonNegative,
        double upperBound,
        DiscrepancyStop stop)
        implements Reconstructor {
    /** Names of the operators that are projectors. */
    static final List<String> BEAMS = List.of("parallel-beam", "fan-beam", "cone-beam");

    static final Parameter SUBSETS = Parameter.integer(
            "subsets", 10, 1, 1_000_000, "Number of subsets; as many as there are views where that is fewer.");
    static final Parameter ORDER = Parameter.choice(
            "order",
            Stream.of(ViewOrder.values()).map(ViewOrder::label).toList(),
            "Order of views or subsets: steps of the golden section of the arc, or by angle.");

    private static final Parameter SWEEPS =
            Parameter.integer("iterations", 50, 1, 10_000_000, "Sweeps over all views, at most.");

    private static Parameter relaxation(double value) {
        return Parameter.number(
                "relaxation", value, 1e-3, 1.999, "", "Factor on each correction: below 1 slower and smoother.");
    }

    private static final Parameter DECAY = Parameter.number(
            "decay", 0.05, 0, 1e6, "", "The relaxation is divided by 1 + decay times the number of sweeps done.");
    private static final Parameter UPPER = Parameter.number(
            "upperBound",
            1e30,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "image unit",
            "Largest value allowed; the default is no limit.");

    /** The entry of SART in the list of methods. */
    public static final Method SART = new Method(
            "sart",
            "Simultaneous algebraic reconstruction view by view, stopped where the misfit meets the noise.",
            BEAMS,
            List.of(
                    SWEEPS,
                    relaxation(0.2),
                    DECAY,
                    ORDER,
                    SimultaneousReconstruction.NON_NEGATIVE,
                    UPPER,
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Andersen and Kak 1984, Simultaneous algebraic reconstruction technique (SART): a superior implementation of"
                    + " the ART algorithm, Ultrason. Imaging 6",
            s -> of(s, OptionalInt.empty()));

    /** The entry of OS-SART in the list of methods. */
    public static final Method OS_SART = new Method(
            "os-sart",
            "Simultaneous algebraic reconstruction by subsets of views, stopped where the misfit meets the noise.",
            BEAMS,
            List.of(
                    SWEEPS,
                    SUBSETS,
                    relaxation(0.5),
                    DECAY,
                    ORDER,
                    SimultaneousReconstruction.NON_NEGATIVE,
                    UPPER,
                    DiscrepancyStop.FLAG,
                    DiscrepancyStop.NOISE),
            "Wang and Jiang 2004, Ordered-subset simultaneous algebraic reconstruction techniques (OS-SART), J. X-Ray"
                    + " Sci. Technol. 12",
            s -> of(s, OptionalInt.of(s.integer("subsets"))));

    private static AlgebraicReconstruction of(Settings s, OptionalInt subsets) {
        return new AlgebraicReconstruction(
                s.integer("iterations"),
                subsets,
                s.number("relaxation"),
                s.number("decay"),
                order(s),
                s.flag("nonNegative"),
                s.number("upperBound"),
                DiscrepancyStop.of(s));
    }

    static ViewOrder order(Settings s) {
        return Stream.of(ViewOrder.values())
                .filter(o -> o.label().equals(s.choice("order")))
                .findFirst()
                .orElseThrow();
    }

    /** @throws IllegalArgumentException if the operator is no projector */
    static Projector projector(String method, Operator forward) {
        if (forward instanceof Projector projector) {
            return projector;
        }
        throw new IllegalArgumentException("method " + method + " needs a projector of a parallel, fan or cone beam,"
                + " but the forward operator is of another kind ("
                + forward.getClass().getSimpleName() + ")");
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Method method = subsets.isPresent() ? OS_SART : SART;
        Projector a = projector(method.name(), problem.forward());
        int views = a.beam().views();
        int count = Math.min(views, subsets.orElse(views));
        Protocol protocol = new Protocol(method).used("iterations", iterations);
        if (subsets.isPresent()) {
            protocol.used("subsets", count);
        }
        protocol.used("relaxation", relaxation)
                .used("decay", decay)
                .used("order", order.label())
                .used("nonNegative", nonNegative)
                .used("upperBound", upperBound);
        ViewSubsets parts = new ViewSubsets(a, count, order);
        return stop.run(
                protocol,
                problem,
                a,
                Stopping.at(iterations, 0).every(1),
                false,
                (data, radius) -> new Sart(
                        parts,
                        data,
                        relaxation,
                        decay,
                        SimultaneousReconstruction.bounds(a.domain(), nonNegative, upperBound, protocol),
                        radius),
                listeners);
    }
}
