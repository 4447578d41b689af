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
import org.preimage.reconstruction.parameter.RiskSearch;
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
 * h(t) = t<sup>2</sup>/2 up to an edge delta and linear beyond. Without smoothing the number of sweeps regularises; so an automatic w
 * is 0 where they stop at the discrepancy. Else it is the one of least estimated risk, as {@link PoissonTotalVariation} describes it,
 * from {@value #SEARCH_SWEEPS} sweeps for each weight.
 *
 * @param iterations sweeps over all views, at most
 * @param subsets number of subsets of views
 * @param relaxation factor on each correction, above 0 and below 2
 * @param decay the factor is divided by 1 + decay k after k sweeps
 * @param order in which the subsets are taken
 * @param photons N; empty to estimate it from the noise
 * @param attenuation in 1/mm, that image value 1 stands for
 * @param smoothing w, 0 for none; empty to choose it
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
        OptionalDouble smoothing,
        double edge,
        boolean discrepancy)
        implements Reconstructor {
    private static final int SEARCH_SWEEPS = 10;
    private static final double RANGE = 1e4;
    private static final double STEP = 2.5;
    private static final int MOST = 14;

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
                    Parameter.auto(
                            "smoothing",
                            0,
                            Double.MAX_VALUE,
                            "1 per image unit squared",
                            "Weight of the neighbours' differences against half the deviance, 0 for none; auto is 0 where the"
                                    + " discrepancy stops the sweeps, else the one of least estimated risk."),
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
                    s.numberOrAuto("smoothing"),
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
                .used("smoothing", smoothing.orElse(0))
                .used("edge", edge)
                .used("discrepancy", discrepancy);
        TransmissionData data = TransmissionData.of(METHOD.name(), problem, attenuation, photons, protocol, listeners);
        Projector a = data.projector();
        Space space = a.domain();
        if (data.empty()) {
            protocol.note("discrepancy", "the data are zero wherever they depend on the image");
            protocol.note("smoothing", "without effect: the data are zero");
            return protocol.result(space, space.zeros(), Status.CONVERGED);
        }
        if (data.status() == Status.CANCELLED) {
            protocol.note("smoothing", "without effect: cancelled before it was needed");
            Vectors.scale(1 / attenuation, data.start());
            return protocol.result(space, data.start(), Status.CANCELLED);
        }
        int count = Math.min(subsets, a.beam().views());
        protocol.used("subsets", count);
        ViewSubsets views = new ViewSubsets(a, count, order);
        double w = smoothing.orElse(0);
        if (smoothing.isEmpty() && discrepancy) {
            protocol.note(
                    "smoothing",
                    "0, as the number of sweeps regularises: they stop where the deviance meets the noise");
        } else if (smoothing.isEmpty()) {
            RiskSearch found = choose(views, data, listeners);
            if (found == null) {
                protocol.note("smoothing", "without effect: cancelled before it was needed");
                Vectors.scale(1 / attenuation, data.start());
                return protocol.result(space, data.start(), Status.CANCELLED);
            }
            w = found.weight();
            protocol.used("smoothing", w).note("smoothing", found.describe());
        }
        TransmissionSubsets method =
                subsets(views, data, data.transmission(), smoothness(space, w), discrepancy ? data.goal() : 0);
        // From a flat image: the start's noise would stay.
        Outcome outcome =
                new Runner("os-mltr", Stopping.at(iterations, 0).every(1), listeners).run(method, space.zeros());
        data.noteDeviance(protocol, outcome.solution());
        Vectors.scale(1 / attenuation, outcome.solution());
        return protocol.result(space, outcome);
    }

    /** The iteration sees the image times attenuation, whose projections are line integrals. */
    private Huber smoothness(Space space, double w) {
        return w == 0
                ? null
                : new Huber(new Gradient(space).range(), w / (attenuation * attenuation), edge * attenuation);
    }

    private TransmissionSubsets subsets(
            ViewSubsets views, TransmissionData data, float[] transmission, Huber smoothness, double goal) {
        return new TransmissionSubsets(views, transmission, data.photons(), relaxation, decay, smoothness, goal);
    }

    /** The smoothing of least estimated risk; null if a listener cancelled. */
    private RiskSearch choose(ViewSubsets views, TransmissionData data, Listener... listeners) {
        Space space = data.projector().domain();
        TransmissionRisk risk = TransmissionRisk.of(data);
        Runner runner = new Runner("choosing the weight", Stopping.at(SEARCH_SWEEPS, 0), listeners);
        double slope = smoothness(space, 1).value(new Gradient(space).apply(data.start()));
        boolean[] cancelled = {false};
        // As if the prior were as large as that of an image drawn from it.
        RiskSearch found = RiskSearch.run(slope > 0 ? space.length() / (2 * slope) : 1, RANGE, STEP, MOST, true, w -> {
            float[][] projections = new float[2][];
            for (int k = 0; k < 2 && !cancelled[0]; k++) {
                float[] transmission = k == 0 ? data.transmission() : risk.transmission();
                Outcome outcome =
                        runner.run(subsets(views, data, transmission, smoothness(space, w), 0), space.zeros());
                cancelled[0] = outcome.status() == Status.CANCELLED;
                projections[k] = data.projector().apply(outcome.solution());
            }
            return cancelled[0] ? Double.NaN : risk.of(projections[0], projections[1]);
        });
        return cancelled[0] ? null : found;
    }
}
