package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.Lipschitz;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.Cg;
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
 * <p>The start is the smoothest image that goes with the data, of least |A x - b|<sup>2</sup> + e |grad x|<sup>2</sup> for a
 * small e.
 *
 * @param entry the method in the list of methods
 * @param denoiser D
 * @param solver one of {@link #SOLVERS}, or "red"
 * @param sigma noise level that D removes (in the end); empty to choose it
 * @param weight w
 * @param iterations iterations at most
 * @param tolerance relative change of the image in one iteration at which to stop
 * @param check whether to look for the denoiser's Lipschitz constant at the result
 */
public record PlugAndPlay(
        Method entry,
        ImageDenoiser denoiser,
        String solver,
        OptionalDouble sigma,
        double weight,
        int iterations,
        double tolerance,
        boolean check)
        implements Reconstructor {
    /** The solvers of plug-and-play. */
    static final List<String> SOLVERS = List.of("admm", "half-quadratic", "fista", "ista");

    private static final Parameter SIGMA = Parameter.auto(
            "sigma",
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "image unit",
            "Noise level that the denoiser removes, at the end; auto takes what noise adds to a pixel.");
    private static final Parameter TOLERANCE = Parameter.number(
            "tolerance", 1e-3, 0, 1, "", "Relative change of the image in one iteration at which to stop.");
    private static final Parameter CHECK =
            Parameter.flag("check", true, "Look for the denoiser's Lipschitz constant at the result, and note it.");

    private static final int START_ITERATIONS = 100;
    private static final double SMOOTH = 0.1;
    private static final double STRONGEST = 0.2;
    private static final double GENTLEST = 0.04;
    private static final int INNER = 30;
    private static final int POWER_STEPS = 2;
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
                        Parameter.number(
                                "weight",
                                0.25,
                                Double.MIN_NORMAL,
                                Double.MAX_VALUE,
                                "",
                                "Weight of the prior against the data's likelihood."),
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
                        s.number("weight"),
                        s.integer("iterations"),
                        s.number("tolerance"),
                        s.flag("check")));
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
                        Parameter.number(
                                "weight",
                                0.25,
                                Double.MIN_NORMAL,
                                Double.MAX_VALUE,
                                "",
                                "Weight of the denoiser's residual against the data's likelihood, times sigma squared."),
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
                        s.number("weight"),
                        s.integer("iterations"),
                        s.number("tolerance"),
                        s.flag("check")));
        return entry[0];
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(entry.name());
        Space space = a.domain();
        Protocol protocol = new Protocol(entry).used("sigma", sigma.orElse(0));
        if (!solver.equals(RED)) {
            protocol.used("solver", solver);
        }
        protocol.used("weight", weight)
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("check", check);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            return protocol.result(space, goal.leastSquares(), goal.status());
        }
        double noise = goal.radius() / Math.sqrt(goal.samples());
        double column = goal.scale() / noise;
        Outcome smooth = new Runner("a smooth start", Stopping.at(START_ITERATIONS, 1e-3), listeners)
                .run(new Cg(smoothed(a, SMOOTH * column * column), a.adjoint(goal.data())), goal.leastSquares());
        if (smooth.status() == Status.CANCELLED) {
            return protocol.result(space, smooth.solution(), Status.CANCELLED);
        }
        LeastSquares fit = new LeastSquares(a, goal.data());
        Denoiser d = denoiser.make().apply(space);
        double step = 1 / fit.lipschitz();
        double range = range(smooth.solution());
        double chosen =
                switch (solver) {
                    case "fista", "ista" -> Math.sqrt(weight * step) * noise;
                    case "half-quadratic" -> noise * Math.sqrt(step);
                    default -> Math.max(noise / column, GENTLEST * range);
                };
        double s = sigma.orElse(chosen);
        double penalty = weight * noise * noise / (s * s);
        Iteration<?> method =
                switch (solver) {
                    case "fista", "ista" -> new PnpFista(fit, d, s, step, solver.equals("fista"));
                    case "admm" -> new PnpAdmm(fit, d, s, penalty, INNER);
                    case RED -> new Red(fit, d, s, penalty, true, INNER);
                    default -> {
                        double first = Math.max(s, STRONGEST * range);
                        protocol.note(
                                "first sigma", String.format(Locale.ROOT, "%.4g, a fifth of the image's range", first));
                        yield new PnpHalfQuadratic(fit, d, weight * noise * noise, first, s, iterations, INNER);
                    }
                };
        if (sigma.isEmpty()) {
            protocol.used("sigma", s);
            protocol.note(
                    "sigma",
                    String.format(
                            Locale.ROOT,
                            switch (solver) {
                                case "fista", "ista" -> "root of weight and step times the data's noise level %.4g; %s";
                                case "half-quadratic" -> "the data's noise level %.4g over the operator's norm; %s";
                                default ->
                                    "the data's noise level %.4g over the norm of A's columns, or a twenty-fifth of the"
                                            + " image's range if that is more; %s";
                            },
                            noise,
                            goal.note()));
        }
        Outcome outcome = new Runner(
                        entry.name(), Stopping.at(iterations, tolerance).every(1), listeners)
                .run(method, smooth.solution());
        if (check && outcome.status() != Status.CANCELLED) {
            protocol.note(
                    "denoiser",
                    Lipschitz.near(
                                    d,
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

    /** A*A + e grad* grad. */
    private static LinearOperator smoothed(LinearOperator a, double e) {
        boolean spatial =
                a.domain().axes().stream().anyMatch(axis -> axis.role().isSpatial());
        return spatial ? a.gram().plus(new Gradient(a.domain()).gram().scaled(e)) : a.gram();
    }

    /** Between the first and the last hundredth of the values. */
    private static double range(float[] x) {
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[(int) (0.99 * (sorted.length - 1))] - sorted[(int) (0.01 * (sorted.length - 1))];
    }
}
