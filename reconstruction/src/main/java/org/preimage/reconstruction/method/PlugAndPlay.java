package org.preimage.reconstruction.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.Lipschitz;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.PnpAdmm;
import org.preimage.reconstruction.solver.PnpFista;
import org.preimage.reconstruction.solver.PnpHalfQuadratic;
import org.preimage.reconstruction.solver.Red;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Plug-and-play: least squares for any linear operator, with a denoiser in the place of a prior. Regularisation by denoising is
 * one of its solvers.
 *
 * <p>With s the noise level of the data, estimated as in {@link Discrepancy}, the solvers are those of
 *
 * <pre>min |A x - b|<sup>2</sup> / (2 s<sup>2</sup>) + w f(x),   D_sigma = prox_{sigma<sup>2</sup> f},</pre>
 *
 * as if the denoiser were a proximal map. For ADMM and RED sigma is free, and the penalty is w s<sup>2</sup> /
 * sigma<sup>2</sup>; by itself it is s over the root mean square of A's column norms, what one pixel would show of the noise if it
 * were measured alone, but at least a twenty-fifth of the image's range, lest pixels that nothing measures hardly move.
 * Half-quadratic splitting begins with a fifth of the range and goes down to s / |A|. For proximal gradients of step t = 1 /
 * |A|<sup>2</sup> sigma is sqrt(w t) s; where A is badly conditioned they need many more iterations.
 *
 * <p>w = 1 is the balance of Bayes' rule: for the identity and one step the result is the denoiser's own at the noise of the data. RED
 * adds w / sigma<sup>2</sup> (x - D x) to the gradient instead; of Gaussian details of variance v the linear D leaves v / (v +
 * sigma<sup>2</sup>), and the balance is w = 1 + sigma<sup>2</sup> / v, which is 2 for details as large as the noise. Half-quadratic
 * splitting counts the denoiser's Moreau envelope, and 0.25 is near the 0.23 of Zhang et al. 2022. An automatic weight is one of these by {@link WeightRule#NOISE}, as s counts in it already and solves are dear; the other rules search it with {@value
 * #SEARCH_ITERATIONS} iterations for each weight. Where they ask for the prior it is &lt;x, x - D x&gt; / (2 sigma<sup>2</sup>).
 *
 * <p>The start is the smoothest image that goes with the data, of least |A x - b|<sup>2</sup> + e |grad x|<sup>2</sup> for a
 * small e.
 *
 * @param entry the method in the list of methods
 * @param denoiser D
 * @param solver one of {@link #SOLVERS}, or "red"
 * @param sigma noise level that D removes (in the end); empty to choose it
 * @param weight w; empty to choose it
 * @param rule how the weight is chosen; {@link WeightRule#NOISE} for {@link WeightRule#AUTO}
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of the image in one iteration at which to stop
 * @param check whether to look for the denoiser's Lipschitz constant at the result
 * @param state file that keeps the progress of half-quadratic splitting, from which an interrupted run goes on; null for none
 */
public record PlugAndPlay(
        Method entry,
        ImageDenoiser denoiser,
        String solver,
        OptionalDouble sigma,
        OptionalDouble weight,
        WeightRule rule,
        int iterations,
        double tolerance,
        boolean check,
        Path state)
        implements Reconstructor {
    /** The solver that keeps its progress. */
    public static final String HALF_QUADRATIC = "half-quadratic";

    /** The solvers of plug-and-play. */
    static final List<String> SOLVERS = List.of("admm", HALF_QUADRATIC, "fista", "ista");

    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    private static final Parameter SIGMA = Parameter.auto(
            "sigma",
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "image unit",
            "Noise level that the denoiser removes, at the end; auto takes what noise adds to a pixel.");
    private static final Parameter RULE = Parameter.choice(
            "rule",
            Stream.of(WeightRule.values()).map(WeightRule::label).toList(),
            "How an automatic weight is chosen: as for other priors, but auto is noise, the balance of denoiser and"
                    + " likelihood, which costs nothing; the others reconstruct about ten times.");
    private static final Parameter TOLERANCE = Parameter.number(
            "tolerance", 1e-3, 0, 1, "", "Relative change of the image in one iteration at which to stop.");
    private static final Parameter CHECK =
            Parameter.flag("check", true, "Look for the denoiser's Lipschitz constant at the result, and note it.");

    private static final double STRONGEST = 0.2;
    private static final double GENTLEST = 0.04;
    private static final int INNER = 30;
    private static final int POWER_STEPS = 2;
    private static final int SEARCH_ITERATIONS = 12;
    private static final double RANGE = 100;
    private static final double BALANCE = 1;
    private static final double RED_BALANCE = 2;
    private static final double FALLING_BALANCE = 0.25;
    private static final String RED = "red";

    /** Plug-and-play with BM3D. */
    public static final Method BM3D = method(ImageDenoiser.BM3D);

    /** Plug-and-play with non-local means. */
    public static final Method NLM = method(ImageDenoiser.NLM);

    /** Plug-and-play with wavelet shrinkage. */
    public static final Method WAVELET = method(ImageDenoiser.WAVELET);

    /** Plug-and-play with total variation. */
    public static final Method TV = method(ImageDenoiser.TV);

    /** Regularisation by denoising with BM3D. */
    public static final Method RED_BM3D = red(ImageDenoiser.BM3D);

    /** Regularisation by denoising with non-local means. */
    public static final Method RED_NLM = red(ImageDenoiser.NLM);

    /** Regularisation by denoising with wavelet shrinkage. */
    public static final Method RED_WAVELET = red(ImageDenoiser.WAVELET);

    /** Regularisation by denoising with total variation. */
    public static final Method RED_TV = red(ImageDenoiser.TV);

    public PlugAndPlay {
        if (state != null && !solver.equals(HALF_QUADRATIC)) {
            throw new IllegalArgumentException("only " + HALF_QUADRATIC + " keeps its progress, not " + solver);
        }
    }

    /** The entry of plug-and-play with a denoiser, "pnp-" and its name. */
    public static Method method(ImageDenoiser denoiser) {
        Method[] entry = new Method[1];
        entry[0] = new Method(
                "pnp-" + denoiser.name(),
                "Plug-and-play: least squares with " + denoiser.words() + " in the place of a prior.",
                List.of(Method.ANY_LINEAR),
                List.of(
                        SIGMA,
                        Parameter.choice(
                                "solver",
                                SOLVERS,
                                "ADMM, half-quadratic splitting with sigma falling, or proximal gradients with and without"
                                        + " momentum."),
                        Parameter.auto(
                                "weight",
                                Double.MIN_NORMAL,
                                Double.MAX_VALUE,
                                "",
                                "Weight of the prior against the data's likelihood; auto goes by the rule."),
                        RULE,
                        Parameter.integer("iterations", 24, 1, 10_000_000, "Iterations at most."),
                        TOLERANCE,
                        CHECK),
                "Venkatakrishnan, Bouman and Wohlberg 2013, Plug-and-play priors for model based reconstruction, GlobalSIP; Zhang,"
                        + " Li, Zuo, Zhang, Van Gool and Timofte 2022, Plug-and-play image restoration with deep denoiser"
                        + " prior, IEEE Trans. Pattern Anal. Mach. Intell. 44; "
                        + denoiser.reference(),
                s -> new PlugAndPlay(
                        entry[0],
                        denoiser,
                        s.choice("solver"),
                        s.numberOrAuto("sigma"),
                        s.numberOrAuto("weight"),
                        WeightRule.labelled(s.choice("rule")),
                        s.integer("iterations"),
                        s.number("tolerance"),
                        s.flag("check"),
                        null));
        return entry[0];
    }

    /** The entry of regularisation by denoising, "red-" and the denoiser's name. */
    public static Method red(ImageDenoiser denoiser) {
        Method[] entry = new Method[1];
        entry[0] = new Method(
                "red-" + denoiser.name(),
                "Regularisation by denoising with " + denoiser.words() + ".",
                List.of(Method.ANY_LINEAR),
                List.of(
                        SIGMA,
                        Parameter.auto(
                                "weight",
                                Double.MIN_NORMAL,
                                Double.MAX_VALUE,
                                "",
                                "Weight of the denoiser's residual against the data's likelihood, times sigma squared; auto"
                                        + " goes by the rule."),
                        RULE,
                        Parameter.integer("iterations", 30, 1, 10_000_000, "Iterations at most."),
                        TOLERANCE,
                        CHECK),
                "Romano, Elad and Milanfar 2017, The little engine that could: regularization by denoising, SIAM J. Imaging Sci. 10;"
                        + " Reehorst and Schniter 2019, Regularization by denoising: clarifications and new"
                        + " interpretations, IEEE Trans. Comput. Imaging 5; "
                        + denoiser.reference(),
                s -> new PlugAndPlay(
                        entry[0],
                        denoiser,
                        RED,
                        s.numberOrAuto("sigma"),
                        s.numberOrAuto("weight"),
                        WeightRule.labelled(s.choice("rule")),
                        s.integer("iterations"),
                        s.number("tolerance"),
                        s.flag("check"),
                        null));
        return entry[0];
    }

    /**
     * What the solvers are made from.
     *
     * @param d the denoiser
     * @param noise s
     * @param step t
     * @param column root mean square of A's column norms
     * @param range of the image's values
     */
    private record Scales(Denoiser d, double noise, double step, double column, double range) {}

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(entry.name());
        Space space = a.domain();
        Protocol protocol = new Protocol(entry).used("sigma", sigma.orElse(0));
        if (!solver.equals(RED)) {
            protocol.used("solver", solver);
        }
        protocol.used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.NOISE).label())
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("check", check);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.unweighted(space, goal);
        }
        double noise = goal.radius() / Math.sqrt(goal.samples());
        double column = goal.scale() / noise;
        Outcome smooth = SmoothStart.of(a, goal, listeners);
        if (smooth.status() == Status.CANCELLED) {
            protocol.note("weight", "without effect: cancelled before it was needed");
            return protocol.result(space, smooth.solution(), Status.CANCELLED);
        }
        LeastSquares fit = new LeastSquares(a, goal.data());
        Scales scales = new Scales(
                denoiser.make().apply(space), noise, 1 / fit.lipschitz(), column, SmoothStart.range(smooth.solution()));
        float[] start = smooth.solution();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            WeightChoice<float[]> found = choose(a, scales, goal, start, listeners);
            w = found.weight();
            if (rule.or(WeightRule.NOISE) == WeightRule.NOISE) {
                protocol.used("weight", w)
                        .note(
                                "weight",
                                String.format(
                                        Locale.ROOT,
                                        "%.3g, the balance between %s and the likelihood at the data's noise"
                                                + " level; %s",
                                        w,
                                        solver.equals(RED) ? "the denoiser's residual" : "the denoiser",
                                        goal.note()));
            } else {
                protocol.noteWeight(found, goal);
            }
            if (found.status() == Status.CANCELLED) {
                return protocol.result(space, found.state() == null ? start : found.state(), Status.CANCELLED);
            }
        }
        boolean gradients = solver.equals("fista") || solver.equals("ista");
        if (gradients && sigma.isPresent()) {
            protocol.note("weight", "without effect: sigma is given, from which proximal gradients take the weight");
        }
        double s = sigma(scales, w);
        noteSigma(protocol, scales, s, goal);
        Outcome outcome = run(iteration(fit, scales, w, iterations), start, listeners);
        if (check && outcome.status() != Status.CANCELLED) {
            protocol.note(
                    "denoiser",
                    Lipschitz.near(
                                    scales.d,
                                    outcome.solution(),
                                    s,
                                    POWER_STEPS,
                                    RandomGeneratorFactory.of("Xoshiro256PlusPlus")
                                            .create(1))
                            .note());
        }
        protocol.noteMisfit(a, goal, outcome.solution());
        return protocol.result(space, outcome);
    }

    private Outcome run(Iteration<?> iteration, float[] start, Listener... listeners) {
        Runner runner =
                new Runner(entry.name(), Stopping.at(iterations, tolerance).every(1), listeners);
        if (state == null) {
            return runner.run(iteration, start);
        }
        PnpHalfQuadratic splitting = (PnpHalfQuadratic) iteration;
        try {
            return runner.saving(state, BETWEEN_SAVES)
                    .resumeRest(splitting, splitting.start(start), PnpHalfQuadratic.State::iteration);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The noise level that the denoiser removes in the end. */
    private double sigma(Scales scales, double w) {
        return sigma.orElseGet(() -> switch (solver) {
            case "fista", "ista" -> Math.sqrt(w * scales.step) * scales.noise;
            case HALF_QUADRATIC -> scales.noise * Math.sqrt(scales.step);
            default -> Math.max(scales.noise / scales.column, GENTLEST * scales.range);
        });
    }

    private void noteSigma(Protocol protocol, Scales scales, double s, Discrepancy goal) {
        if (solver.equals(HALF_QUADRATIC)) {
            protocol.note(
                    "first sigma", String.format(Locale.ROOT, "%.4g, a fifth of the image's range", first(scales, s)));
        }
        if (sigma.isPresent()) {
            return;
        }
        protocol.used("sigma", s);
        protocol.note(
                "sigma",
                String.format(
                        Locale.ROOT,
                        switch (solver) {
                            case "fista", "ista" -> "root of weight and step times the data's noise level %.4g; %s";
                            case HALF_QUADRATIC -> "the data's noise level %.4g over the operator's norm; %s";
                            default ->
                                "the data's noise level %.4g over the norm of A's columns, or a twenty-fifth of the"
                                        + " image's range if that is more; %s";
                        },
                        scales.noise,
                        goal.note()));
    }

    private static double first(Scales scales, double s) {
        return Math.max(s, STRONGEST * scales.range);
    }

    private Iteration<?> iteration(LeastSquares fit, Scales scales, double w, int steps) {
        double s = sigma(scales, w);
        double variance = w * scales.noise * scales.noise;
        return switch (solver) {
            case "fista", "ista" -> new PnpFista(fit, scales.d, s, scales.step, solver.equals("fista"));
            case "admm" -> new PnpAdmm(fit, scales.d, s, variance / (s * s), INNER);
            case RED -> new Red(fit, scales.d, s, variance / (s * s), true, INNER);
            default -> new PnpHalfQuadratic(fit, scales.d, variance, first(scales, s), s, steps, INNER);
        };
    }

    /** Where denoiser and likelihood count alike. */
    private double balance() {
        return switch (solver) {
            case RED -> RED_BALANCE;
            case HALF_QUADRATIC -> FALLING_BALANCE;
            default -> BALANCE;
        };
    }

    private WeightChoice<float[]> choose(
            LinearOperator a, Scales scales, Discrepancy goal, float[] start, Listener... listeners) {
        Runner runner = new Runner("choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0), listeners);
        double s = sigma(scales, 1);
        IterativeSolve solve = new IterativeSolve(
                a,
                (b, w) -> iteration(new LeastSquares(a, b), scales, w, SEARCH_ITERATIONS),
                x -> {
                    float[] denoised = new float[x.length];
                    scales.d.denoise(x, s, denoised);
                    return (Vectors.normSquared(x) - Vectors.dot(x, denoised)) / (2 * s * s);
                },
                start,
                false,
                runner);
        return WeightChoice.of(rule.or(WeightRule.NOISE), solve, a, goal, balance(), RANGE);
    }
}
