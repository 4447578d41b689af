package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.generative.LatentOptimisation;
import org.preimage.priors.generative.RangePenalty;
import org.preimage.priors.model.Generator;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.training.Schedule;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * An image in the range of a trained generator, or near it: {@link LatentOptimisation} with weights that the noise level tells.
 *
 * <p>An image of the range misses the true one by about the deviation s of the generator, which in data of the operator A counts as
 * noise of the standard deviation |A|<sub>F</sub> u s / sqrt(m): where the range is hard both count together.
 */
final class GenerativePriorReconstruction implements Reconstructor {
    private static final String NONE = "none";
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    /** Deviation of generators that have learned none. */
    private static final double DEVIATION = 0.15;

    /** Draws of z over which a learned deviation is averaged. */
    private static final int DRAWS = 64;

    /** The entry in the list of methods. */
    static final Method METHOD = new Method(
            "generative-prior",
            "An image in the range of a generator trained on images of its kind, or near that range.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    BundleChoice.PARAMETER,
                    Parameter.choice(
                            "range",
                            RangePenalty.labels().stream()
                                    .sorted(Comparator.reverseOrder())
                                    .toList(),
                            "Whether distances from the range are penalised by their squares (soft), their magnitudes"
                                    + " (sparse), or not allowed (hard)."),
                    Parameter.auto(
                            "noise",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit",
                            "Standard deviation of the data's noise; auto estimates it, or takes a hundredth of the root mean"
                                    + " square of data that do not tell it, as random measurements."),
                    Parameter.auto(
                            "deviation",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "of the unit",
                            "Standard deviation of true images about the range; auto takes what the generator has learned, for"
                                    + " each pixel where the range is soft, or " + DEVIATION
                                    + " where it has learned none."),
                    Parameter.number(
                            "prior",
                            1,
                            0,
                            1e9,
                            "",
                            "Weight of half the squared norm of the latent values, which is 1 in training."),
                    Parameter.number(
                            "unit",
                            1,
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "What is 1 for the generator."),
                    Parameter.integer(
                            "restarts", 8, 1, 100_000, "Random starts, half of which end at each eighth of the run."),
                    Parameter.integer("iterations", 300, 1, 10_000_000, "Steps of the latent values."),
                    Parameter.number(
                            "rate",
                            0.1,
                            Double.MIN_NORMAL,
                            10,
                            "",
                            "Learning rate of the latent values at its highest."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of the starts."),
                    Parameter.choice("device", ComputeDevice.NAMES, "Where the generator is computed."),
                    Parameter.text(
                            "state",
                            NONE,
                            "File that keeps the progress, from which an interrupted run of the same settings goes on;"
                                    + " none for no file.")),
            "Bora, Jalal, Price and Dimakis 2017, Compressed sensing using generative models, ICML; Dhar, Grover and Ermon 2018,"
                    + " Modeling sparse deviations for compressed sensing using generative models, ICML; Duff, Campbell and"
                    + " Ehrhardt 2024, Regularising inverse problems with generative machine learning models, J. Math. Imaging"
                    + " Vis.",
            GenerativePriorReconstruction::new);

    private final Settings settings;

    private GenerativePriorReconstruction(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Bundle bundle = new BundleChoice(METHOD.name(), Generator.class, settings.text("bundle")).of(problem);
        LinearOperator a = bundle.linear(problem.forward());
        Generator generator = (Generator) bundle.card().model();
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        RangePenalty range = RangePenalty.labelled(settings.choice("range"));
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        Map<String, String> notes = new LinkedHashMap<>();
        used.put("bundle", bundle.card().name());
        notes.put("model", bundle.card().summary());
        Discrepancy known = Discrepancy.estimate(a, problem.data().data(), settings.numberOrAuto("noise"));
        if (known.noise() == 0) {
            notes.put("generator", "without effect: " + known.note());
            return result(new Image(a.domain(), a.domain().zeros()), Status.CONVERGED, null, used, notes);
        }
        used.put("noise", Double.toString(known.noise()));
        OptionalDouble given = settings.numberOrAuto("deviation");
        double mean = given.orElseGet(() -> learned(bundle, generator, device));
        boolean each = given.isEmpty() && range == RangePenalty.SOFT && !Double.isNaN(mean);
        double deviation = Double.isNaN(mean) ? DEVIATION : mean;
        used.put("deviation", Double.toString(deviation));
        if (given.isEmpty()) {
            notes.put(
                    "deviation",
                    Double.isNaN(mean)
                            ? "the generator has learned none"
                            : "root mean square of those that the generator has learned"
                                    + (each ? ", of which each pixel has its own" : ""));
        }
        double unit = settings.number("unit");
        double hardNoise = Math.hypot(known.noise(), unit * deviation * gain(known, a));
        notes.put(
                "noise",
                String.format(Locale.ROOT, "%s; with what the range leaves over it is %.4g", known.note(), hardNoise));
        LatentOptimisation search = new LatentOptimisation(
                generator,
                bundle.weights(),
                a,
                known.data(),
                range,
                unit,
                known.noise(),
                hardNoise,
                each ? Double.NaN : deviation,
                settings.number("prior"),
                settings.integer("restarts"),
                Schedule.cosine(settings.number("rate"), 0, 0.05),
                settings.integer("iterations"),
                settings.integer("seed"),
                device);
        Outcome outcome = run(search, new Runner(METHOD.name(), Stopping.at(search.steps(), 0), listeners));
        float[] x = outcome.solution();
        notes.put("agreement with the data", Agreement.note(a, known, x));
        return result(new Image(a.domain(), x), outcome.status(), outcome, used, notes);
    }

    private Outcome run(LatentOptimisation search, Runner runner) {
        String file = settings.text("state");
        if (file.equals(NONE)) {
            return runner.run(search, search.initial());
        }
        try {
            return runner.saving(Path.of(file), BETWEEN_SAVES).runOrResume(search, search.initial());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** What white noise of standard deviation 1 in the image is in each of the data that count: |A|_F / sqrt(m). */
    private static double gain(Discrepancy known, LinearOperator a) {
        double perNoise = known.scale() / Math.hypot(known.noise(), known.model());
        return perNoise * Math.sqrt((double) a.domain().length() / known.samples());
    }

    /** Root mean square of the learned deviation over draws of z; NaN where there is none. */
    private static double learned(Bundle bundle, Generator generator, ComputeDevice device) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        float[] z = new float[DRAWS * generator.latent()];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        try (Scope scope = Scope.open(device)) {
            Tensor latent = scope.tensor(z, DRAWS, generator.latent(), 1, 1);
            Tensor deviations = generator
                    .make(latent, Tape.evaluating(scope, bundle.weights()).weights())
                    .deviations();
            return deviations == null
                    ? Double.NaN
                    : Math.sqrt(deviations.square().mean().toDouble());
        }
    }

    private static Reconstruction result(
            Image image, Status status, Outcome outcome, Map<String, String> used, Map<String, String> notes) {
        return new Reconstruction(
                image,
                status,
                outcome == null ? 0 : outcome.iterations(),
                outcome == null ? List.of() : outcome.history(),
                new Provenance(METHOD.name(), METHOD.reference(), used, notes));
    }
}
