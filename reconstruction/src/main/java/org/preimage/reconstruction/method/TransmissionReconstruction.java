package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.TransmissionSubsets;
import org.preimage.reconstruction.solver.ViewOrder;
import org.preimage.reconstruction.solver.ViewSubsets;

/**
 * Maximum likelihood of photon counts by ordered subsets ({@link TransmissionSubsets}), x &gt;= 0; with smoothing the maximum a
 * posteriori of
 *
 * <pre>L(A x) + w sum h(D x),</pre>
 *
 * h(t) = t<sup>2</sup>/2 up to an edge delta and linear beyond. Without smoothing the number of sweeps regularises.
 *
 * @param iterations sweeps over all views, at most
 * @param subsets number of subsets of views
 * @param relaxation factor on each correction, above 0 and below 2
 * @param decay the factor is divided by 1 + decay k after k sweeps
 * @param order in which the subsets are taken
 * @param photons N; empty to estimate it from the noise
 * @param attenuation in 1/mm, that image value 1 stands for
 * @param smoothing w, 0 for none
 * @param edge delta in image units
 * @param discrepancy whether to stop where half the deviance meets what noise makes
 */
public record TransmissionReconstruction(
        int iterations,
        int subsets,
        double relaxation,
        double decay,
        ViewOrder order,
        OptionalDouble photons,
        double attenuation,
        double smoothing,
        double edge,
        boolean discrepancy)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "os-mltr",
            "Maximum likelihood of photon counts by ordered subsets, stopped where the deviance meets the noise.",
            AlgebraicReconstruction.BEAMS,
            List.of(
                    Parameter.integer("iterations", 40, 1, 10_000_000, "Sweeps over all views, at most."),
                    AlgebraicReconstruction.SUBSETS,
                    SimultaneousReconstruction.RELAXATION,
                    Parameter.number(
                            "decay",
                            0.05,
                            0,
                            1e6,
                            "",
                            "The relaxation is divided by 1 + decay times the number of sweeps done."),
                    AlgebraicReconstruction.ORDER,
                    TransmissionData.PHOTONS,
                    TransmissionData.ATTENUATION,
                    Parameter.number(
                            "smoothing",
                            0,
                            0,
                            Double.MAX_VALUE,
                            "1 per image unit squared",
                            "Weight of the neighbours' differences against half the deviance; 0 for none."),
                    Parameter.number(
                            "edge",
                            1e30,
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "Differences beyond it count linearly, which keeps edges; the default smooths them as well."),
                    Parameter.flag("discrepancy", true, "Stop where half the deviance meets what noise makes.")),
            "Nuyts, De Man, Dupont, Defrise, Suetens and Mortelmans 1998, Iterative reconstruction for helical CT: a"
                    + " simulation study, Phys. Med. Biol. 43; Erdogan and Fessler 1999, Ordered subsets algorithms for"
                    + " transmission tomography, Phys. Med. Biol. 44",
            s -> new TransmissionReconstruction(
                    s.integer("iterations"),
                    s.integer("subsets"),
                    s.number("relaxation"),
                    s.number("decay"),
                    AlgebraicReconstruction.order(s),
                    s.numberOrAuto("photons"),
                    s.number("attenuation"),
                    s.number("smoothing"),
                    s.number("edge"),
                    s.flag("discrepancy")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("subsets", subsets)
                .used("relaxation", relaxation)
                .used("decay", decay)
                .used("order", order.label())
                .used("photons", photons.orElse(0))
                .used("attenuation", attenuation)
                .used("smoothing", smoothing)
                .used("edge", edge)
                .used("discrepancy", discrepancy);
        TransmissionData data = TransmissionData.of(METHOD.name(), problem, attenuation, photons, protocol, listeners);
        Projector a = data.projector();
        Space space = a.domain();
        if (data.empty()) {
            protocol.note("discrepancy", "the data are zero wherever they depend on the image");
            return protocol.result(space, space.zeros(), Status.CONVERGED);
        }
        if (data.status() == Status.CANCELLED) {
            Vectors.scale(1 / attenuation, data.start());
            return protocol.result(space, data.start(), Status.CANCELLED);
        }
        int count = Math.min(subsets, a.beam().views());
        protocol.used("subsets", count);
        // The iteration sees the image times attenuation, whose projections are line integrals.
        Huber smoothness = smoothing == 0
                ? null
                : new Huber(new Gradient(space).range(), smoothing / (attenuation * attenuation), edge * attenuation);
        TransmissionSubsets method = new TransmissionSubsets(
                new ViewSubsets(a, count, order),
                data.transmission(),
                data.photons(),
                relaxation,
                decay,
                smoothness,
                discrepancy ? data.goal() : 0);
        // From a flat image: the start's noise would stay.
        Outcome outcome =
                new Runner("os-mltr", Stopping.at(iterations, 0).every(1), listeners).run(method, space.zeros());
        data.noteDeviance(protocol, outcome.solution());
        Vectors.scale(1 / attenuation, outcome.solution());
        return protocol.result(space, outcome);
    }
}
