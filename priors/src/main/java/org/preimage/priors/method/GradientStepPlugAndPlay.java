package org.preimage.priors.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.functional.GradientStepPrior;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.denoise.Lipschitz;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.method.SmoothStart;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.parameter.WeightedSolve;
import org.preimage.reconstruction.solver.BacktrackingForwardBackward;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.ProximalLeastSquares;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Plug-and-play with a gradient-step denoiser D = I - grad g,
 *
 * <pre>min |A x - b|<sup>2</sup> / (2 n<sup>2</sup>) + w g(x, s) / s<sup>2</sup>,</pre>
 *
 * with the noise level n of the data and s that of the denoiser, by gradient steps on g and proximal steps on the fit: one functional,
 * which every iteration decreases, so that the run
 * converges to a point where its slope is zero whatever network D is. s by itself is half of n over the root mean square of A's column norms,
 * which is what one pixel would show of the noise if it were measured alone, but at least a fiftieth of the image's range.
 *
 * <p>By Tweedie's formula x - D(x) is -s<sup>2</sup> times the slope of the logarithmic density of noisy images, so that w = 1 would be
 * the balance of Bayes' rule if g were a density over all images; it is one near clean images only, and an automatic w is found by a
 * {@link WeightRule}.
 */
final class GradientStepPlugAndPlay implements Reconstructor {
    private static final double GENTLEST = 0.02;
    private static final double HALF = 0.5;
    private static final int POWER_STEPS = 5;
    private static final int INNER = 50;
    private static final int SEARCH_ITERATIONS = 10;
    private static final double GUESS = 4;
    private static final double RANGE = 30;

    /** The entry in the list of methods. */
    static final Method METHOD = new Method(
            "pnp-gradient-step",
            "Plug-and-play with a denoiser that is a gradient step: converges, as one functional decreases.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.text(
                            "bundle",
                            "gradient-step",
                            "Trained denoiser: the name of one that comes with the program, or the file of a card"
                                    + " (.json)."),
                    Parameter.auto(
                            "sigma",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "Noise level that the denoiser removes; auto takes half of what noise adds to a pixel."),
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "",
                            "Of the prior against the likelihood; auto goes by the rule."),
                    Parameter.choice(
                            "rule",
                            Stream.of(WeightRule.values())
                                    .map(WeightRule::label)
                                    .toList(),
                            "How an automatic weight is chosen; auto is sure, and noise takes a guess that costs nothing."),
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    SavedDescent.TOLERANCE,
                    BundleChoice.DEVICE,
                    SavedDescent.STATE),
            "S. Hurault, A. Leclaire, N. Papadakis, Gradient step denoiser for convergent plug-and-play, ICLR 2022",
            GradientStepPlugAndPlay::new);

    private final Settings settings;

    private GradientStepPlugAndPlay(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(METHOD.name());
        Space space = a.domain();
        Bundle bundle =
                new BundleChoice(METHOD.name(), GradientStepDenoising.class, settings.text("bundle")).of(problem);
        GradientStepDenoising model = (GradientStepDenoising) bundle.card().model();
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        Map<String, String> notes = new LinkedHashMap<>();
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0 || goal.status() == Status.CANCELLED) {
            notes.put(
                    "denoiser", "without effect: " + (goal.radius() == 0 ? goal.note() : "cancelled before it began"));
            return result(space, new Outcome(goal.leastSquares(), goal.status(), 0, List.of()), used, notes);
        }
        Outcome start = SmoothStart.of(a, goal, listeners);
        if (start.status() == Status.CANCELLED) {
            notes.put("denoiser", "without effect: cancelled before it began");
            return result(space, start, used, notes);
        }
        double noise = goal.radius() / Math.sqrt(goal.samples());
        float[] x0 = start.solution();
        double range = SmoothStart.range(x0);
        OptionalDouble given = settings.numberOrAuto("sigma");
        double sigma = given.orElse(Math.max(HALF * noise * noise / goal.scale(), GENTLEST * range));
        used.put("sigma", Double.toString(sigma));
        if (given.isEmpty()) {
            notes.put("sigma", "half of what the noise adds to a pixel, or a fiftieth of the range; " + goal.note());
        }
        // Where sigma is beyond what the network was made for, the range becomes larger, so that it is not.
        range = Math.max(range, sigma / model.highest());
        double balance = noise * noise / (sigma * sigma);
        GradientStepPrior prior =
                new GradientStepPrior(space, model, bundle.weights(), lowest(x0), range, sigma, balance, device);
        OptionalDouble fixed = settings.numberOrAuto("weight");
        double weight = fixed.orElse(0);
        if (fixed.isEmpty()) {
            WeightChoice<float[]> found = choose(a, goal, prior, x0, listeners);
            weight = found.weight();
            used.put("weight", Double.toString(weight));
            notes.put("weight", "chosen " + found.note());
            if (found.status() == Status.CANCELLED) {
                float[] last = found.state() == null ? x0 : found.state();
                return result(space, new Outcome(last, Status.CANCELLED, 0, List.of()), used, notes);
            }
        }
        Outcome outcome = new SavedDescent(METHOD.name(), settings)
                .run(descent(a, goal.data(), prior.times(weight * balance)), x0, null, listeners);
        if (outcome.status() != Status.CANCELLED) {
            notes.put(
                    "denoiser",
                    Lipschitz.near(
                                    new LearnedDenoiser(space, bundle, device),
                                    outcome.solution(),
                                    sigma,
                                    POWER_STEPS,
                                    RandomGeneratorFactory.of("L64X128MixRandom")
                                            .create(1))
                            .note());
        }
        notes.put("agreement with the data", Agreement.note(a, goal, outcome.solution()));
        return result(space, outcome, used, notes);
    }

    private static BacktrackingForwardBackward descent(LinearOperator a, float[] data, GradientStepPrior prior) {
        return new BacktrackingForwardBackward(
                prior, new ProximalLeastSquares(new LeastSquares(a, data), INNER, 1e-5), 1 / prior.factor());
    }

    private WeightChoice<float[]> choose(
            LinearOperator a, Discrepancy goal, GradientStepPrior prior, float[] start, Listener... listeners) {
        Runner runner = new Runner("choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0), listeners);
        WeightedSolve<float[]> solve = (data, weight, from) -> {
            Outcome outcome =
                    runner.run(descent(a, data, prior.times(weight * prior.factor())), from == null ? start : from);
            float[] x = outcome.solution();
            return new WeightedSolve.Result<>(x, a.apply(x), prior.value(x), outcome.status());
        };
        WeightRule rule = WeightRule.labelled(settings.choice("rule")).or(WeightRule.SURE);
        return WeightChoice.of(rule, solve, a, goal, GUESS, RANGE);
    }

    private static double lowest(float[] x) {
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[(int) (0.01 * (sorted.length - 1))];
    }

    private static Reconstruction result(
            Space space, Outcome outcome, Map<String, String> used, Map<String, String> notes) {
        return new Reconstruction(
                new Image(space, outcome.solution()),
                outcome.status(),
                outcome.iterations(),
                outcome.history(),
                new Provenance(METHOD.name(), METHOD.reference(), used, notes));
    }
}
