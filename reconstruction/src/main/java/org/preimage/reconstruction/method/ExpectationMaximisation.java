package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Mlem;
import org.preimage.reconstruction.solver.Osem;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.ViewOrder;
import org.preimage.reconstruction.solver.ViewSubsets;

/**
 * Maximum likelihood of emission counts, as in PET and SPECT, by expectation maximisation ({@link Mlem}) or by its ordered
 * subsets of views ({@link Osem}); from a constant image, stopped where half the deviance meets what the noise of counts makes.
 *
 * @param iterations at most; sweeps over all subsets
 * @param subsets number of subsets of views; empty for all data at once
 * @param order in which subsets are taken
 * @param background value of the data without signal, as randoms and scatter
 * @param discrepancy whether to stop where the deviance meets the noise
 * @param gain value of one count; empty to estimate it
 */
public record ExpectationMaximisation(
        int iterations,
        OptionalInt subsets,
        ViewOrder order,
        double background,
        boolean discrepancy,
        OptionalDouble gain)
        implements Reconstructor {
    private static final String REFERENCE =
            "Shepp and Vardi 1982, Maximum likelihood reconstruction for emission tomography, IEEE Trans. Med. Imaging 1";

    /** All data at once: the entry in the list of methods. */
    public static final Method MLEM = new Method(
            "mlem",
            "Maximum likelihood of emission counts by expectation maximisation, stopped where the deviance meets the noise.",
            Stream.concat(AlgebraicReconstruction.BEAMS.stream(), RichardsonLucyDeconvolution.OPERATORS.stream())
                    .toList(),
            List.of(
                    Parameter.integer("iterations", 200, 1, 10_000_000, "Iterations at most."),
                    EmissionData.BACKGROUND,
                    EmissionData.DISCREPANCY,
                    EmissionData.GAIN),
            REFERENCE
                    + "; Lange and Carson 1984, EM reconstruction algorithms for emission and transmission tomography, J."
                    + " Comput. Assist. Tomogr. 8",
            s -> new ExpectationMaximisation(
                    s.integer("iterations"),
                    OptionalInt.empty(),
                    ViewOrder.GOLDEN,
                    s.number("background"),
                    s.flag("discrepancy"),
                    s.numberOrAuto("gain")));

    /** Subsets of views: the entry in the list of methods. */
    public static final Method OSEM = new Method(
            "osem",
            "Maximum likelihood of emission counts by ordered subsets of views, stopped where the deviance meets the noise.",
            AlgebraicReconstruction.BEAMS,
            List.of(
                    Parameter.integer("iterations", 50, 1, 10_000_000, "Sweeps over all views, at most."),
                    AlgebraicReconstruction.SUBSETS,
                    AlgebraicReconstruction.ORDER,
                    EmissionData.BACKGROUND,
                    EmissionData.DISCREPANCY,
                    EmissionData.GAIN),
            REFERENCE
                    + "; Hudson and Larkin 1994, Accelerated image reconstruction using ordered subsets of projection"
                    + " data, IEEE Trans. Med. Imaging 13",
            s -> new ExpectationMaximisation(
                    s.integer("iterations"),
                    OptionalInt.of(s.integer("subsets")),
                    AlgebraicReconstruction.order(s),
                    s.number("background"),
                    s.flag("discrepancy"),
                    s.numberOrAuto("gain")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Method method = subsets.isPresent() ? OSEM : MLEM;
        Protocol protocol = new Protocol(method)
                .used("iterations", iterations)
                .used("background", background)
                .used("discrepancy", discrepancy);
        if (subsets.isEmpty()) {
            EmissionData data = EmissionData.of(
                    problem.linear(method.name()), problem.data().data(), background, gain, protocol);
            return run(protocol, data, new Mlem(data.forward(), data.counts(), data.background()), listeners);
        }
        Projector a = AlgebraicReconstruction.projector(method.name(), problem.forward());
        EmissionData data = EmissionData.of(a, problem.data().data(), background, gain, protocol);
        int count = Math.min(a.beam().views(), subsets.getAsInt());
        protocol.used("subsets", count).used("order", order.label());
        return run(
                protocol, data, Osem.of(new ViewSubsets(a, count, order), data.counts(), data.background()), listeners);
    }

    private <S> Reconstruction run(Protocol protocol, EmissionData data, Iteration<S> method, Listener... listeners) {
        LinearOperator a = data.forward();
        if (data.empty()) {
            return protocol.result(a.domain(), a.domain().zeros(), Status.CONVERGED);
        }
        // The objective of both is half the deviance.
        S state = method.start(new Mlem(a, data.counts(), data.background()).constant());
        Outcome outcome = new Runner(
                        protocol.method(), Stopping.at(iterations, 0).every(1), listeners)
                .resume(new DevianceStop<>(method, method::objective, discrepancy ? data.goal() : 0), state);
        data.note(protocol, method.objective(state));
        return protocol.result(a.domain(), outcome);
    }
}
