package org.preimage.priors.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.DeepImagePrior;
import org.preimage.priors.dip.NetworkImage;
import org.preimage.priors.laplace.DenseCovariance;
import org.preimage.priors.laplace.DenseEvidence;
import org.preimage.priors.laplace.DensePosterior;
import org.preimage.priors.laplace.Evidence;
import org.preimage.priors.laplace.ImagePosterior;
import org.preimage.priors.laplace.IterativePosterior;
import org.preimage.priors.laplace.LinearModel;
import org.preimage.priors.laplace.MarginalLikelihood;
import org.preimage.priors.laplace.ObservedData;
import org.preimage.priors.laplace.PosteriorSampling;
import org.preimage.priors.laplace.ProbedEvidence;
import org.preimage.priors.laplace.TotalVariationMatch;
import org.preimage.priors.laplace.WeightBlocks;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Adam;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.method.TotalVariation;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * The deep image prior with total variation whose network is then replaced by its linear model, which tells the standard deviation of
 * each pixel. The network has no normalisation, under which the size of weights has no meaning, and sees the reconstruction by total
 * variation alone.
 *
 * <p>Images of at most {@value #DENSE} pixels are treated by dense algebra; larger ones by conjugate gradients, simulated data and samples.
 */
final class LaplaceDeepImagePrior implements BayesianReconstructor {
    private static final String MATCHED = "tv-matched";

    /** Pixels up to which dense algebra is faster than samples. */
    private static final int DENSE = 1600;

    private static final double HEADROOM = 1.2;

    /** Of the rounded corners of total variation, relative to the largest value. */
    private static final double ROUNDING = 3e-3;

    private static final double WARM_UP = 0.2;

    /** Starts from other weights at most, where a network has stuck at zero. */
    private static final int STARTS = 5;

    private static final int PROBES = 6;
    private static final int BLOCK_SAMPLES = 8;

    /** Samples that are drawn between two looks at the listeners: fixed, so that a saved run does not depend on threads. */
    private static final int TOGETHER = 4;

    /** The entry in the list of methods. */
    static final Method METHOD = new Method(
            "deep-image-prior-laplace",
            "Deep image prior with the standard deviation of each pixel, by a linear model of the network.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            0,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of total variation; auto takes that of method tv."),
                    Parameter.flag("nonNegative", true, "Allow no negative values."),
                    Parameter.choice(
                            "hyperprior",
                            List.of("none", MATCHED),
                            "How the prior variances of weights are found: by the marginal likelihood alone (none), or with a"
                                    + " hyper-prior on the expected total variation."),
                    Parameter.integer("iterations", 1000, 1, 10_000_000, "Iterations of the network's fit."),
                    Parameter.number("rate", 0.003, Double.MIN_NORMAL, 10, "", "Learning rate at its highest."),
                    Parameter.integer("channels", 16, 4, 1024, "Channels of the network on each of its three scales."),
                    Parameter.integer("steps", 15, 1, 10_000, "Steps of the search for the variances at most."),
                    Parameter.integer(
                            "samples",
                            64,
                            2,
                            100_000,
                            "Samples for the standard deviation; without effect on small images."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of weights and samples."),
                    Parameter.choice("device", ComputeDevice.NAMES, "Where the network is computed."),
                    Parameter.text(
                            "state",
                            SavedStage.NONE,
                            "Where files begin that keep the progress of each stage, from which an interrupted run of the same"
                                    + " settings goes on; none for no files.")),
            "Antoran, Barbano, Leuschner, Hernandez-Lobato and Jin 2023, Uncertainty estimation for computed tomography with a"
                    + " linearised deep image prior, Trans. Mach. Learn. Res.",
            LaplaceDeepImagePrior::new);

    private final Settings settings;

    private LaplaceDeepImagePrior(Settings settings) {
        this.settings = settings;
    }

    @Override
    public PosteriorEstimate estimate(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(METHOD.name());
        Space space = a.domain();
        NetworkImage.requirePlane(space);
        if (space.field() != Field.REAL) {
            throw new IllegalArgumentException("method " + METHOD.name()
                    + " takes real images only, but the operator's are complex; method deep-image-prior takes them");
        }
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        Map<String, String> notes = new LinkedHashMap<>();
        OptionalDouble given = settings.numberOrAuto("weight");
        Reconstruction tv = new TotalVariation(
                        given.isPresent() && given.getAsDouble() > 0 ? given : OptionalDouble.empty(),
                        WeightRule.AUTO,
                        true,
                        false,
                        settings.flag("nonNegative"),
                        500,
                        1e-3)
                .reconstruct(problem, listeners);
        double weight =
                given.orElseGet(() -> Double.parseDouble(tv.how().parameters().get("weight")));
        used.put("weight", Double.toString(weight));
        double largest = 0;
        for (float v : tv.image().data()) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (tv.status() == Status.CANCELLED || largest == 0) {
            notes.put(
                    "network",
                    largest == 0 ? "without effect: total variation alone is zero" : "cancelled before it began");
            return unknown(tv.image(), tv.status(), 0, used, notes);
        }
        try (Torch.Training lock = Torch.training()) {
            return fitted(problem, a, tv.image(), weight, largest, used, notes, listeners);
        }
    }

    private PosteriorEstimate fitted(
            InverseProblem problem,
            LinearOperator a,
            Image tv,
            double weight,
            double largest,
            Map<String, String> used,
            Map<String, String> notes,
            Listener... listeners) {
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        Discrepancy noise = Discrepancy.estimate(a, problem.data().data());
        boolean nonNegative = settings.flag("nonNegative");
        int wide = settings.integer("channels");
        Network unet = UNet.of(wide, wide, wide)
                .with(Style.PLAIN.with(Activation.LEAKY_RELU))
                .direct();
        NetworkImage image = NetworkImage.ofImage(
                nonNegative ? Sequence.of(unet, new Sigmoid()) : unet,
                tv.data(),
                a.domain(),
                nonNegative ? HEADROOM * largest : largest,
                false);
        List<Differentiable> terms = new ArrayList<>(List.of(new LeastSquares(a, noise.data())));
        if (weight > 0) {
            terms.add(new SmoothTotalVariation(a.domain(), weight, ROUNDING * largest));
        }
        int iterations = 0;
        DeepImagePrior.State fit = null;
        List<Progress.Row> history = List.of();
        for (int k = 0; k < STARTS; k++) {
            DeepImagePrior prior = prior(image, terms, device, k);
            fit = prior.start(prior.initial());
            SavedStage stage = new SavedStage(METHOD.name(), settings.text("state"), "fit" + k, listeners);
            Outcome ended = stage.run(prior, fit, settings.integer("iterations"));
            iterations += ended.iterations();
            history = ended.history();
            if (ended.status() == Status.CANCELLED || ended.status() == Status.DIVERGED) {
                notes.put("standard deviation", "not known: the fit of the network did not come to its end");
                return unknown(
                        new Image(a.domain(), prior.solution(fit).clone()), ended.status(), iterations, used, notes);
            }
            if (fit.misfit() < 0.25 * Vectors.normSquared(noise.data())) {
                break;
            }
            notes.put("network", "stuck at zero with " + (k + 1) + " draws of its first weights");
        }
        ObservedData observed = ObservedData.of(a, noise.data(), random(1));
        LinearModel model = new LinearModel(
                image,
                new Weights(image.layout(), fit.weights().clone()),
                WeightBlocks.ofKernels(image.layout()),
                observed.operator(),
                observed.data(),
                device);
        notes.put("agreement with the data", Agreement.note(a, noise, model.image()));
        return linear(model, weight, noise.noise(), iterations, history, used, notes, listeners);
    }

    private DeepImagePrior prior(NetworkImage image, List<Differentiable> terms, ComputeDevice device, int start) {
        return new DeepImagePrior(
                image,
                terms,
                Adam.standard(),
                Schedule.cosine(settings.number("rate"), WARM_UP, 0.01),
                settings.integer("iterations"),
                0.02,
                Double.POSITIVE_INFINITY,
                0,
                31L * settings.integer("seed") + start,
                device,
                Precision.FLOAT);
    }

    /** Variances, then standard deviations. */
    private PosteriorEstimate linear(
            LinearModel model,
            double weight,
            double sigma,
            int iterations,
            List<Progress.Row> history,
            Map<String, String> used,
            Map<String, String> notes,
            Listener... listeners) {
        boolean small =
                model.space().length() <= DENSE && model.operator().range().length() <= DenseCovariance.MOST;
        double[] first = model.balanced(random(3));
        DenseCovariance dense = small ? DenseCovariance.of(model) : null;
        Evidence evidence = small
                ? new DenseEvidence(dense, model)
                : new ProbedEvidence(
                        model,
                        PROBES,
                        settings.integer("seed"),
                        first,
                        new IterativePosterior.Accuracy(100, 1e-2, 100));
        double s2 = sigma * sigma;
        TotalVariationMatch match = null;
        if (settings.choice("hyperprior").equals(MATCHED) && weight > 0) {
            match = small
                    ? TotalVariationMatch.of(dense, model.image(), weight / s2)
                    : TotalVariationMatch.sampled(model, BLOCK_SAMPLES, random(2), weight / s2);
        }
        MarginalLikelihood likelihood = new MarginalLikelihood(evidence, match, settings.integer("steps"), 0.02);
        MarginalLikelihood.State variances = likelihood.start(MarginalLikelihood.start(first, s2));
        Image mean = new Image(model.space(), model.image());
        String file = settings.text("state");
        Outcome ended = new SavedStage("variances of weights", file, "variances", listeners)
                .run(likelihood, variances, settings.integer("steps"));
        if (ended.status() == Status.CANCELLED || ended.status() == Status.DIVERGED) {
            notes.put("standard deviation", "not known: the search for the variances did not come to its end");
            return unknown(mean, ended.status(), iterations, used, notes);
        }
        notes.put("variances", words(model, variances, sigma));
        Reconstruction reconstruction = result(mean, Status.CONVERGED, iterations, history, used, notes);
        if (small) {
            float[] sd = new DensePosterior(dense, model.image(), variances.variances(), variances.noise())
                    .standardDeviation();
            return new PosteriorEstimate(reconstruction, new Image(model.space(), sd), 0);
        }
        ImagePosterior posterior = new IterativePosterior(
                model, variances.variances(), variances.noise(), IterativePosterior.Accuracy.STANDARD);
        PosteriorSampling sampling =
                new PosteriorSampling(posterior, settings.integer("samples"), TOGETHER, settings.integer("seed"));
        PosteriorSampling.State drawn = sampling.start(model.image());
        ended = new SavedStage("samples", file, "samples", listeners).run(sampling, drawn, sampling.steps());
        notes.put("standard deviation", "from " + drawn.drawn() + " samples");
        reconstruction = result(mean, ended.status(), iterations, history, used, notes);
        return drawn.drawn() < 2
                ? unknown(mean, ended.status(), iterations, used, notes)
                : new PosteriorEstimate(reconstruction, sampling.deviation(drawn), drawn.drawn());
    }

    private static String words(LinearModel model, MarginalLikelihood.State found, double sigma) {
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "noise of standard deviation %.4g, where differences of the data say %.4g; standard deviations of weights",
                Math.sqrt(found.noise()),
                sigma));
        double[] v = found.variances();
        for (int b = 0; b < v.length; b++) {
            words.append(String.format(
                    Locale.ROOT, " %s %.2g", model.blocks().names().get(b), Math.sqrt(v[b])));
        }
        return words.append("; ").append(found.step()).append(" steps").toString();
    }

    private RandomGenerator random(int stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31L * settings.integer("seed") + stream);
    }

    private PosteriorEstimate unknown(
            Image image, Status status, int iterations, Map<String, String> used, Map<String, String> notes) {
        Image deviation = Image.zeros(image.space());
        Arrays.fill(deviation.data(), Float.POSITIVE_INFINITY);
        return new PosteriorEstimate(result(image, status, iterations, List.of(), used, notes), deviation, 0);
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
