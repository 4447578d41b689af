package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Mlem;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.RichardsonLucy;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Deconvolution of counts by Richardson and Lucy ({@link RichardsonLucy}), from a constant image, stopped where half the deviance
 * meets what the noise of counts makes: later, noise would grow into the image (Bertero, Boccacci, Talenti, Zanella and Zanni
 * 2010, A discrepancy principle for Poisson data, Inverse Problems 26).
 *
 * @param iterations at most
 * @param background value of the data without signal
 * @param accelerated whether to extrapolate
 * @param padding "auto", "on" or "off"
 * @param discrepancy whether to stop where the deviance meets the noise
 * @param gain value of one count; empty to estimate it
 */
public record RichardsonLucyDeconvolution(
        int iterations,
        double background,
        boolean accelerated,
        String padding,
        boolean discrepancy,
        OptionalDouble gain)
        implements Reconstructor {
    static final List<String> OPERATORS = List.of("blur", "downsample", "identity", "mask");

    static final Parameter ACCELERATED =
            Parameter.flag("accelerated", true, "Extrapolate along the last two corrections: several times faster.");

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "richardson-lucy",
            "Deconvolution of counts by Richardson and Lucy, stopped where the deviance meets the noise.",
            OPERATORS,
            List.of(
                    Parameter.integer("iterations", 200, 1, 10_000_000, "Iterations at most."),
                    EmissionData.BACKGROUND,
                    ACCELERATED,
                    FreeBorder.PADDING,
                    EmissionData.DISCREPANCY,
                    EmissionData.GAIN),
            "Richardson 1972, Bayesian-based iterative method of image restoration, J. Opt. Soc. Am. 62; Lucy 1974, An"
                    + " iterative technique for the rectification of observed distributions, Astron. J. 79; Biggs and"
                    + " Andrews 1997, Acceleration of iterative image restoration algorithms, Appl. Opt. 36",
            s -> new RichardsonLucyDeconvolution(
                    s.integer("iterations"),
                    s.number("background"),
                    s.flag("accelerated"),
                    s.choice("padding"),
                    s.flag("discrepancy"),
                    s.numberOrAuto("gain")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("background", background)
                .used("accelerated", accelerated)
                .used("discrepancy", discrepancy);
        LinearOperator a = problem.linear(METHOD.name());
        EmissionData data = EmissionData.of(a, problem.data().data(), background, gain, protocol);
        FreeBorder border = FreeBorder.of(a, padding, protocol).wellSeen();
        if (data.empty()) {
            return protocol.result(a.domain(), a.domain().zeros(), Status.CONVERGED);
        }
        RichardsonLucy method =
                new RichardsonLucy(border.forward(), data.counts(), data.background(), null, accelerated);
        float[] start = new Mlem(border.forward(), data.counts(), data.background()).constant();
        RichardsonLucy.State state = method.start(start);
        Outcome outcome = new Runner(METHOD.name(), Stopping.at(iterations, 0).every(1), border.listeners(listeners))
                .resume(new DevianceStop<>(method, method::objective, discrepancy ? data.goal() : 0), state);
        data.note(protocol, method.objective(state));
        return border.result(protocol, outcome);
    }
}
