package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.parameter.WeightSearch;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Mlem;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.RichardsonLucy;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Deconvolution of counts by Richardson and Lucy with total variation,
 *
 * <pre>min KL(b, A x + r) + w TV(x), x &gt;= 0,</pre>
 *
 * KL half the deviance, TV with corners rounded below a {@value #ROUNDED}th of the brightest value that data without blur would
 * have. Unless it is given, w is the one for which half the deviance meets what the noise of counts makes; where even w = 0
 * stays above, because the data contradict A, what is left there is added to the goal.
 *
 * @param weight w; empty to find it
 * @param iterations at most, those that choose the weight not counted
 * @param tolerance relative change in one iteration at which to stop
 * @param background value of the data without signal
 * @param accelerated whether to extrapolate
 * @param padding "auto", "on" or "off"
 * @param gain value of one count; empty to estimate it
 */
public record RichardsonLucyTotalVariation(
        OptionalDouble weight,
        int iterations,
        double tolerance,
        double background,
        boolean accelerated,
        String padding,
        OptionalDouble gain)
        implements Reconstructor {
    private static final int ROUNDED = 200;
    private static final int SEARCH_ITERATIONS = 40;
    private static final double GUESS = 0.003;
    private static final double RANGE = 300;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "richardson-lucy-tv",
            "Deconvolution of counts by Richardson and Lucy with total variation.",
            RichardsonLucyDeconvolution.OPERATORS,
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "",
                            "Weight of total variation against half the deviance, both in units of the data; auto lets the deviance meet the noise."),
                    Parameter.integer("iterations", 200, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-4, 0, 1, "", "Relative change in one iteration at which to stop."),
                    EmissionData.BACKGROUND,
                    RichardsonLucyDeconvolution.ACCELERATED,
                    FreeBorder.PADDING,
                    EmissionData.GAIN),
            "Dey, Blanc-Feraud, Zimmer, Roux, Kam, Olivo-Marin and Zerubia 2006, Richardson-Lucy algorithm with total"
                    + " variation regularization for 3D confocal microscope deconvolution, Microsc. Res. Tech. 69",
            s -> new RichardsonLucyTotalVariation(
                    s.numberOrAuto("weight"),
                    s.integer("iterations"),
                    s.number("tolerance"),
                    s.number("background"),
                    s.flag("accelerated"),
                    s.choice("padding"),
                    s.numberOrAuto("gain")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("background", background)
                .used("accelerated", accelerated);
        LinearOperator a = problem.linear(METHOD.name());
        EmissionData data = EmissionData.of(a, problem.data().data(), background, gain, protocol);
        FreeBorder border = FreeBorder.of(a, padding, protocol).wellSeen();
        if (data.empty()) {
            protocol.note("weight", "without effect: the counts are zero");
            return protocol.result(a.domain(), a.domain().zeros(), Status.CONVERGED);
        }
        Search search = new Search(border, data, border.listeners(listeners));
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            w = search.run(protocol);
            protocol.used("weight", w);
            if (search.status == Status.CANCELLED) {
                return border.result(protocol, search.x, Status.CANCELLED);
            }
        }
        search.x = search.constant;
        Outcome outcome = search.solve(
                w, METHOD.name(), Stopping.at(iterations, tolerance).every(1));
        data.note(protocol, search.divergence);
        return border.result(protocol, outcome);
    }

    /** The same problem for one weight after the other; all but the last and the first from where the one before ended. */
    private final class Search {
        private final FreeBorder border;
        private final EmissionData data;
        private final Listener[] listeners;
        private final double epsilon;
        private final float[] constant;
        private float[] x;
        private double divergence;
        private Status status;

        Search(FreeBorder border, EmissionData data, Listener... listeners) {
            this.border = border;
            this.data = data;
            this.listeners = listeners;
            this.constant = new Mlem(border.forward(), data.counts(), data.background()).constant();
            this.x = constant;
            double brightest = 0;
            for (int i = 0; i < data.counts().length; i++) {
                brightest = Math.max(brightest, data.counts()[i] - data.background()[i]);
            }
            double gain = sum(border.forward().adjoint(ones()))
                    / border.image().range().length();
            this.epsilon = Math.max(Float.MIN_NORMAL, brightest / gain / ROUNDED);
        }

        private float[] ones() {
            float[] ones = border.forward().range().zeros();
            Arrays.fill(ones, 1);
            return ones;
        }

        private static double sum(float[] values) {
            double sum = 0;
            for (float v : values) {
                sum += v;
            }
            return sum;
        }

        Outcome solve(double w, String stage, Stopping stopping) {
            SmoothTotalVariation prior =
                    w == 0 ? null : new SmoothTotalVariation(border.forward().domain(), w, epsilon);
            RichardsonLucy method =
                    new RichardsonLucy(border.forward(), data.counts(), data.background(), prior, accelerated);
            RichardsonLucy.State state = method.start(x);
            Outcome outcome = new Runner(stage, stopping, listeners).resume(method, state);
            x = outcome.solution();
            status = outcome.status();
            divergence = method.objective(state) - (prior == null ? 0 : prior.value(x));
            return outcome;
        }

        double run(Protocol protocol) {
            Stopping stopping = Stopping.at(SEARCH_ITERATIONS, 1e-3).every(1);
            if (data.goal() == 0) {
                protocol.note("weight", "the data show no noise, so the weight is the least one");
                return GUESS / RANGE;
            }
            solve(0, "fitting the data", stopping);
            double least = divergence;
            x = constant;
            if (status == Status.CANCELLED) {
                protocol.note("weight", "without effect: cancelled before it was needed");
                return GUESS;
            }
            boolean raised = least > data.goal();
            double goal = data.goal() + (raised ? least : 0);
            WeightSearch found = WeightSearch.run(GUESS, RANGE, w -> {
                solve(w, "choosing the weight", stopping);
                return status == Status.CANCELLED ? Double.NaN : divergence / goal;
            });
            protocol.note(
                    "weight",
                    found.describe()
                            + (raised
                                    ? String.format(
                                            Locale.ROOT,
                                            "; images without a prior come no closer than %.3g times what noise makes,"
                                                    + " which is added to the goal",
                                            least / data.goal())
                                    : ""));
            return found.weight();
        }
    }
}
