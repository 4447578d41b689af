package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.dip.DeepImagePrior;
import org.preimage.priors.dip.ModelImage;
import org.preimage.priors.dip.NetworkImage;
import org.preimage.priors.dip.Parametrisation;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.network.Style;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Muon;
import org.preimage.priors.training.Schedule;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.method.TotalVariation;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Misfit;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * The deep image prior for any linear operator on plane images: min over weights w of 1/2 |A x(w) - y|<sup>2</sup> + a TV(x(w)),
 * from random weights or from those of a trained model.
 *
 * <p>A first reconstruction by total variation tells the image's largest value, in which the network computes, and its weight is the
 * automatic one. Images that are not to be negative are limited to {@value #HEADROOM} of that value.
 */
final class DeepImagePriorReconstruction implements Reconstructor {
    private static final String NOISE = "noise";
    private static final String NONE = "none";
    private static final String AUTO = "auto";
    private static final String VARIANCE = "variance";
    private static final String DISCREPANCY = "discrepancy";
    private static final double HEADROOM = 1.2;

    /** Images with a misfit up to this factor of the noise's take part in the choice of the least variance. */
    private static final double SLACK = 1.2;

    /** Of the rounded corners of total variation, relative to the largest value. */
    private static final double ROUNDING = 3e-3;

    private static final double FORGET = 0.02;
    private static final int PATIENCE = 500;
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    /** The entry in the list of methods. */
    static final Method METHOD = new Method(
            "deep-image-prior",
            "Deep image prior with total variation: a network that is fitted to this one measurement.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.text(
                            "start",
                            NOISE,
                            "Where the weights begin: noise for random ones, or an educated start, from which fewer"
                                    + " iterations are needed: the name or card of a trained model, or auto for the"
                                    + " post-processing network that fits the operator."),
                    Parameter.auto(
                            "weight",
                            0,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of total variation; auto takes that of method tv."),
                    Parameter.flag("nonNegative", true, "Allow no negative values; without effect on complex images."),
                    Parameter.choice(
                            "stop",
                            List.of(AUTO, DISCREPANCY, VARIANCE, NONE),
                            "When to end early: where the misfit is that of the noise (discrepancy), where the images"
                                    + " have varied least from iteration to iteration (variance), or never (none); auto is"
                                    + " none with total variation, which keeps noise out, and discrepancy without."),
                    Parameter.number(
                            "jitter",
                            0,
                            0,
                            10,
                            "",
                            "Standard deviation of noise on the network's input, which is 0 to 0.1: slower, and noise of"
                                    + " the data is learned later."),
                    Parameter.integer("iterations", 1500, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("rate", 0.02, Double.MIN_NORMAL, 10, "", "Learning rate at its highest."),
                    Parameter.integer("channels", 32, 8, 1024, "Channels of the network at full resolution."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of weights and input."),
                    Parameter.choice(
                            "precision",
                            List.of("mixed", "float"),
                            "Of the network; mixed is faster on processors with instructions for bfloat16 and on"
                                    + " graphics cards."),
                    Parameter.choice("device", ComputeDevice.NAMES, "Where the network is computed."),
                    Parameter.text(
                            "state",
                            NONE,
                            "File that keeps the progress, from which an interrupted run of the same settings goes on;"
                                    + " none for no file.")),
            "Ulyanov, Vedaldi and Lempitsky 2018, Deep image prior, CVPR; Baguer, Leuschner and Schmidt 2020, Computed"
                    + " tomography reconstruction using deep image prior and learned reconstruction methods, Inverse Problems 36",
            DeepImagePriorReconstruction::new);

    private final Settings settings;

    private DeepImagePriorReconstruction(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(METHOD.name());
        Space space = a.domain();
        NetworkImage.requirePlane(space);
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        Bundle educated = educated(problem);
        boolean nonNegative = settings.flag("nonNegative") && space.field() == Field.REAL;
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        Map<String, String> notes = new LinkedHashMap<>();
        OptionalDouble given = settings.numberOrAuto("weight");
        Reconstruction tv = new TotalVariation(
                        given.isPresent() && given.getAsDouble() > 0 ? given : OptionalDouble.empty(),
                        WeightRule.AUTO,
                        true,
                        false,
                        nonNegative,
                        500,
                        1e-3)
                .reconstruct(problem, listeners);
        double weight =
                given.orElseGet(() -> Double.parseDouble(tv.how().parameters().get("weight")));
        used.put("weight", Double.toString(weight));
        if (given.isEmpty()) {
            notes.put("weight", "of total variation alone: " + tv.how().notes().get("weight"));
        }
        double largest = largest(tv.image());
        if (tv.status() == Status.CANCELLED || largest == 0) {
            notes.put(
                    "network",
                    largest == 0 ? "without effect: total variation alone is zero" : "cancelled before it began");
            return result(tv.image(), tv.status(), 0, List.of(), used, notes);
        }
        float[] data = problem.data().data();
        Discrepancy noise = Discrepancy.estimate(a, data);
        List<Differentiable> terms = new ArrayList<>(List.of(new LeastSquares(a, data)));
        if (weight > 0) {
            terms.add(new SmoothTotalVariation(space, weight, ROUNDING * largest));
        }
        String stop = settings.choice("stop").equals(AUTO) ? weight > 0 ? NONE : DISCREPANCY : settings.choice("stop");
        used.put("stop", stop);
        int iterations = settings.integer("iterations");
        Parametrisation image = educated == null
                ? untrained(space, nonNegative, nonNegative ? HEADROOM * largest : largest)
                : new ModelImage(educated.model(), educated.physics(a), data);
        DeepImagePrior prior = new DeepImagePrior(
                image,
                terms,
                Muon.standard(),
                Schedule.cosine(settings.number("rate"), 0.02, 0.05),
                iterations,
                FORGET,
                0.5 * Math.pow(SLACK * noise.radius(), 2),
                stop.equals(VARIANCE) ? PATIENCE : 0,
                settings.integer("seed"),
                device,
                Precision.named(settings.choice("precision")));
        Stopping stopping = Stopping.at(iterations, 0);
        if (stop.equals(DISCREPANCY)) {
            stopping = stopping.fitting(new Misfit(a, noise.data(), noise.radius()));
            notes.put("stop", noise.note());
        }
        if (educated != null) {
            notes.put("start", educated.card().summary());
            notes.put(
                    "nonNegative", "with channels and jitter without effect on the network: it is the trained model's");
        }
        notes.put("network", image.layout().length() + " weights");
        float[] start =
                educated == null ? prior.initial() : educated.weights().values().clone();
        Outcome outcome = run(prior, start, new Runner(METHOD.name(), stopping, listeners), notes);
        float[] x = outcome.solution();
        notes.put("agreement with the data", Agreement.note(a, noise, x));
        return result(new Image(space, x), outcome.status(), outcome.iterations(), outcome.history(), used, notes);
    }

    private Outcome run(DeepImagePrior prior, float[] start, Runner runner, Map<String, String> notes) {
        String file = settings.text("state");
        DeepImagePrior.State state = prior.start(start);
        try (Torch.Training lock = Torch.training()) {
            Outcome outcome = file.equals(NONE)
                    ? runner.resume(prior, state)
                    : runner.saving(Path.of(file), BETWEEN_SAVES).resumeSaved(prior, state);
            if (state.keptStep() > 0) {
                notes.put(
                        "iteration",
                        String.format(
                                Locale.ROOT,
                                "the running mean of iteration %d of %d is kept",
                                state.keptStep(),
                                state.step()));
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The trained model with which to begin; null for none. */
    private Bundle educated(InverseProblem problem) {
        String start = settings.text("start");
        if (start.equals(NOISE)) {
            return null;
        }
        Class<? extends Model> kind = start.equals(BundleChoice.AUTO) ? PostProcessing.class : Model.class;
        return new BundleChoice(METHOD.name(), kind, start).of(problem);
    }

    private NetworkImage untrained(Space space, boolean nonNegative, double scale) {
        int wide = settings.integer("channels");
        int channels = Samples.channels(space);
        Network skip = new SkipNetwork(
                wide,
                channels,
                List.of(wide, wide, 2 * wide, 2 * wide, 2 * wide),
                4,
                Style.PLAIN.with(Activation.LEAKY_RELU).with(Normalization.GROUP));
        return NetworkImage.ofNoise(
                        nonNegative ? Sequence.of(skip, new Sigmoid()) : skip,
                        wide,
                        space,
                        scale,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(settings.integer("seed")))
                .jittered(settings.number("jitter"));
    }

    private static double largest(Image image) {
        double largest = 0;
        for (float v : image.magnitude().data()) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    private static Reconstruction result(
            Image image,
            Status status,
            int iterations,
            List<Progress.Row> history,
            Map<String, String> used,
            Map<String, String> notes) {
        return new Reconstruction(
                image, status, iterations, history, new Provenance(METHOD.name(), METHOD.reference(), used, notes));
    }
}
