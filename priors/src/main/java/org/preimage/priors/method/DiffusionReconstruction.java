package org.preimage.priors.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.diffusion.AnnealedLangevin;
import org.preimage.priors.diffusion.Ddim;
import org.preimage.priors.diffusion.DiffusionPrior;
import org.preimage.priors.diffusion.Guide;
import org.preimage.priors.diffusion.Heun;
import org.preimage.priors.diffusion.LearnedDiffusion;
import org.preimage.priors.diffusion.LikelihoodGuide;
import org.preimage.priors.diffusion.MatchedGuide;
import org.preimage.priors.diffusion.PredictorCorrector;
import org.preimage.priors.diffusion.ProximalGuide;
import org.preimage.priors.diffusion.ReverseDiffusion;
import org.preimage.priors.diffusion.StartLevel;
import org.preimage.priors.diffusion.Walk;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.method.SmoothStart;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.posterior.SampledReconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Status;

/** Samples of images that fit the data by a trained diffusion model, with their mean and standard deviation. */
final class DiffusionReconstruction implements BayesianReconstructor, PosteriorSampler {
    private static final String START = "start";
    private static final String DIRECT = "direct";
    private static final String CCDF = "ccdf";
    private static final String DIFFPIR = "diffpir";
    private static final String DPS = "diffusion-posterior-sampling";
    private static final String LANGEVIN = "annealed-langevin";

    private static final Map<String, Walk> WALKS = Map.of(
            "flow",
            Ddim.FLOW,
            "ancestral",
            Ddim.ANCESTRAL,
            "heun",
            new Heun(),
            "corrected",
            new PredictorCorrector(1, 0.16));

    /** Conjugate gradients of a proximal step at most. */
    private static final int INNER = 30;

    /** By how much the noise exceeds the estimate of a start's error, which is too low for good starts. */
    private static final double HIDING = 5;

    private static final int ROUNDS = 2;

    /** Share of the values that the unit of images of any unit is not exceeded by, as in training. */
    private static final double SHARE = 0.99;

    private static final String MATCHED = "matched";

    private static final Parameter VARIANCE = Parameter.choice(
            "variance",
            List.of(MATCHED, "isotropic"),
            "How far the network's estimate may be off: as its own slope tells for each pixel and its misfit for all (matched), or as"
                    + " trust tells (isotropic).");

    private static final Parameter TRUST = Parameter.number(
            "trust",
            1,
            Double.MIN_NORMAL,
            1e9,
            "",
            "How much nearer to the image the network's estimate is taken to be than for images of white noise, in squares; of the"
                    + " isotropic variance.");

    private static final Parameter WALK = Parameter.choice(
            "walk",
            List.of("ancestral", "flow", "heun", "corrected"),
            "How the noise is lowered: with fresh noise (ancestral), without (flow), without and of second order (heun), or with a"
                    + " step of Langevin's dynamics at each level (corrected).");

    /** The entries in the list of methods. */
    static final List<Method> METHODS = List.of(
            method(
                    CCDF,
                    "Come closer, diffuse faster: a start with noise on it is cleared by a diffusion model in few steps that heed"
                            + " the data.",
                    "H. Chung, B. Sim, J. C. Ye, CVPR 2022",
                    20,
                    Parameter.text(
                            START,
                            DIRECT,
                            "What is come closer to: the name of a method, or direct for filtered back-projection, the adjoint or"
                                    + " a smooth solution."),
                    Parameter.auto(
                            "level",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "Standard deviation of the noise on the start; auto estimates what its error is."),
                    WALK,
                    VARIANCE,
                    TRUST),
            method(
                    DIFFPIR,
                    "Plug-and-play with a diffusion model, from noise: denoising and proximal steps in turn.",
                    "Y. Zhu, K. Zhang, J. Liang, J. Cao, B. Wen, R. Timofte, L. Van Gool, CVPR workshops 2023",
                    100,
                    WALK,
                    VARIANCE,
                    TRUST),
            method(
                    DPS,
                    "Diffusion posterior sampling, from noise: steps that lower the misfit through the network.",
                    "H. Chung, J. Kim, M. T. McCann, M. L. Klasky, J. C. Ye, ICLR 2023",
                    200,
                    Parameter.number(
                            "step",
                            1,
                            Double.MIN_NORMAL,
                            1e9,
                            "",
                            "Length of steps, relative to 1 / |A| of the operator.")),
            method(
                    LANGEVIN,
                    "Langevin's dynamics at ever lower levels of noise, from a start.",
                    "A. Jalal, M. Arvinte, G. Daras, E. Price, A. G. Dimakis, J. I. Tamir, NeurIPS 2021",
                    300,
                    Parameter.text(START, DIRECT, "Where it begins: the name of a method, or direct."),
                    Parameter.number("length", 0.3, Double.MIN_NORMAL, 0.99, "", "Of steps, over squared levels."),
                    Parameter.integer("levels", 30, 1, 100_000, "Levels of noise.")));

    private final Method method;
    private final Settings settings;

    private DiffusionReconstruction(Method method, Settings settings) {
        this.method = method;
        this.settings = settings;
    }

    private static Method method(String name, String summary, String reference, int calls, Parameter... own) {
        List<Parameter> all = new ArrayList<>();
        all.add(BundleChoice.PARAMETER);
        all.addAll(List.of(own));
        all.add(Parameter.integer("calls", calls, 1, 1_000_000, "Calls of the network for each sample."));
        all.add(Parameter.integer("samples", 8, 2, 100_000, "Images that are drawn."));
        all.add(Parameter.integer("together", 8, 1, 100_000, "Samples that pass the network at once."));
        all.add(Parameter.auto(
                "noise",
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                "data unit",
                "Standard deviation of the data's noise; auto estimates it."));
        all.add(Parameter.auto(
                "unit",
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                "image unit",
                "What is 1 for the network; auto is 1, or of complex images what " + SHARE
                        + " of the magnitudes do not exceed."));
        all.add(Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of the samples."));
        all.add(BundleChoice.DEVICE);
        Method[] self = new Method[1];
        self[0] = new Method(
                name,
                summary,
                List.of(Method.ANY_LINEAR),
                all,
                reference,
                settings -> new DiffusionReconstruction(self[0], settings));
        return self[0];
    }

    /** What is drawn from, and what is to be told of it. */
    private record Prepared(
            Drawing drawing,
            LinearOperator operator,
            Discrepancy noise,
            Map<String, String> used,
            Map<String, String> notes) {}

    /** A sampler for one problem. */
    private interface Drawing {
        Status sample(int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners);
    }

    @Override
    public PosteriorEstimate estimate(InverseProblem problem, Listener... listeners) {
        Prepared p = prepare(problem, listeners);
        List<String> misfits = new ArrayList<>();
        PosteriorSampler telling = (same, n, random, sink, all) -> p.drawing.sample(
                n,
                random,
                x -> {
                    sink.accept(x);
                    misfits.add(String.format(Locale.ROOT, "%.3g", p.noise.reached(p.operator, x)));
                },
                all);
        Provenance how = new Provenance(method.name(), method.reference(), p.used, p.notes);
        PosteriorEstimate drawn = new SampledReconstructor(
                        telling, settings.integer("samples"), 0, settings.integer("seed"), how)
                .estimate(problem, listeners);
        Map<String, String> notes = new LinkedHashMap<>(drawn.how().notes());
        if (!misfits.isEmpty()) {
            notes.put("misfit of each sample over that of the noise", String.join(" ", misfits));
            notes.put(
                    "agreement with the data",
                    Agreement.note(p.operator, p.noise, drawn.mean().data()));
        }
        return new PosteriorEstimate(
                new Reconstruction(
                        drawn.mean(),
                        drawn.reconstruction().status(),
                        settings.integer("calls"),
                        List.of(),
                        new Provenance(
                                method.name(), method.reference(), drawn.how().parameters(), notes)),
                drawn.standardDeviation(),
                drawn.samples());
    }

    @Override
    public Status sample(
            InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        return prepare(problem, listeners).drawing.sample(n, random, sink, listeners);
    }

    private RandomGenerator random(int stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31L * settings.integer("seed") + stream);
    }

    private Prepared prepare(InverseProblem problem, Listener... listeners) {
        Bundle bundle = new BundleChoice(method.name(), DiffusionModel.class, settings.text("bundle")).of(problem);
        LinearOperator a = bundle.linear(problem.forward());
        DiffusionModel model = (DiffusionModel) bundle.card().model();
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        Map<String, String> notes = new LinkedHashMap<>();
        used.put("bundle", bundle.card().name());
        notes.put(
                "model",
                bundle.card().summary() + " SHA-256 of the weights "
                        + bundle.card().sha256() + ".");
        notes.put("trained on", bundle.card().training().data());
        Discrepancy noise = Discrepancy.estimate(a, problem.data().data(), settings.numberOrAuto("noise"));
        if (noise.radius() == 0) {
            throw new IllegalArgumentException("method " + method.name() + " needs data, but " + noise.note());
        }
        double sigma = noise.radius() / Math.sqrt(noise.samples());
        used.put("noise", Double.toString(sigma));
        notes.put("noise", noise.note());
        Reconstruction start = start(problem, a, noise, listeners);
        if (start.status() == Status.CANCELLED || start.status() == Status.DIVERGED) {
            notes.put("samples", "none: the start was not made");
            return new Prepared((n, random, sink, l) -> start.status(), a, noise, used, notes);
        }
        double unit = settings.numberOrAuto("unit").orElse(unit(start.image()));
        used.put("unit", Double.toString(unit));
        DiffusionPrior prior = new LearnedDiffusion(
                model, bundle.weights(), a.domain(), unit, ComputeDevice.named(settings.choice("device")));
        Drawing drawing = drawing(
                prior,
                new LeastSquares(a, noise.data()),
                noise,
                sigma,
                start.image().data(),
                used,
                notes);
        return new Prepared(drawing, a, noise, used, notes);
    }

    private Drawing drawing(
            DiffusionPrior prior,
            LeastSquares fit,
            Discrepancy noise,
            double sigma,
            float[] start,
            Map<String, String> used,
            Map<String, String> notes) {
        int calls = settings.integer("calls");
        int together = settings.integer("together");
        switch (method.name()) {
            case CCDF -> {
                Guide guide = guide(prior, fit, noise, sigma);
                OptionalDouble given = settings.numberOrAuto("level");
                double level;
                if (given.isPresent()) {
                    level = given.getAsDouble();
                } else {
                    StartLevel found = StartLevel.of(prior, guide, start, HIDING, ROUNDS, random(1));
                    level = found.level();
                    used.put("level", Double.toString(level));
                    notes.put(
                            "level",
                            String.format(
                                    Locale.ROOT,
                                    "%.3g times the start's error of about %.4g, which %d more calls of the network told",
                                    HIDING,
                                    found.error(),
                                    ROUNDS));
                }
                Walk walk = WALKS.get(settings.choice("walk"));
                return new ReverseDiffusion(prior, guide, walk, start, level, steps(calls, walk), together)::sample;
            }
            case DIFFPIR -> {
                Guide guide = guide(prior, fit, noise, sigma);
                Walk walk = WALKS.get(settings.choice("walk"));
                return ReverseDiffusion.ofNoise(prior, guide, walk, steps(calls, walk), together)::sample;
            }
            case DPS -> {
                Guide guide = new LikelihoodGuide(
                        prior, fit, settings.number("step") / fit.operator().normBound());
                return ReverseDiffusion.ofNoise(prior, guide, Ddim.ANCESTRAL, calls, together)::sample;
            }
            default -> {
                int levels = Math.min(calls, settings.integer("levels"));
                return new AnnealedLangevin(
                        prior,
                        fit,
                        sigma,
                        prior.deviation(),
                        prior.level(0.05),
                        levels,
                        calls / levels,
                        settings.number("length"),
                        start,
                        together)::sample;
            }
        }
    }

    private Guide guide(DiffusionPrior prior, LeastSquares fit, Discrepancy noise, double sigma) {
        return settings.choice("variance").equals(MATCHED)
                ? new MatchedGuide(prior, fit, sigma, noise.samples(), INNER)
                : new ProximalGuide(prior, fit, sigma, settings.number("trust"), INNER);
    }

    private static int steps(int calls, Walk walk) {
        return 1 + (calls - 1) / walk.calls();
    }

    private double unit(Image start) {
        if (start.space().field() == Field.REAL) {
            return 1;
        }
        float[] sorted = start.magnitude().data().clone();
        Arrays.sort(sorted);
        float unit = sorted[(int) Math.min(sorted.length - 1, SHARE * sorted.length)];
        return unit > 0 ? unit : 1;
    }

    /** From where samples begin, or what tells the unit of complex images; zero where neither is asked for. */
    private Reconstruction start(InverseProblem problem, LinearOperator a, Discrepancy noise, Listener... listeners) {
        String name = settings.asMap().get(START);
        boolean needed = name != null
                || a.domain().field() == Field.COMPLEX
                        && settings.numberOrAuto("unit").isEmpty();
        if (!needed) {
            return unsolved(Image.zeros(a.domain()), Status.CONVERGED);
        }
        if (name != null && !name.equals(DIRECT)) {
            return Methods.named(LearnedMethods.all(), name).withDefaults().reconstruct(problem, listeners);
        }
        Physics physics = Physics.of(a);
        float[] x;
        Status status = Status.CONVERGED;
        if (physics.inverse().isPresent()) {
            float[] data = problem.data().data().clone();
            Vectors.scale(1 / physics.norm(), data);
            x = physics.inverse().get().apply(data);
        } else {
            Outcome smooth = SmoothStart.of(a, noise, listeners);
            x = smooth.solution();
            status = smooth.status() == Status.CANCELLED ? Status.CANCELLED : Status.CONVERGED;
        }
        return unsolved(new Image(a.domain(), x), status);
    }

    private Reconstruction unsolved(Image image, Status status) {
        Provenance how = new Provenance(method.name(), method.reference(), Map.of(), Map.of());
        return new Reconstruction(image, status, 0, List.of(), how);
    }
}
