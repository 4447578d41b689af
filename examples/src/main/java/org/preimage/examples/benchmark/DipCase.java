package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.DeepImagePrior;
import org.preimage.priors.dip.NetworkImage;
import org.preimage.priors.laplace.DenseCovariance;
import org.preimage.priors.laplace.DenseEvidence;
import org.preimage.priors.laplace.DensePosterior;
import org.preimage.priors.laplace.LinearModel;
import org.preimage.priors.laplace.MarginalLikelihood;
import org.preimage.priors.laplace.TotalVariationMatch;
import org.preimage.priors.laplace.WeightBlocks;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.training.Adam;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.uncertainty.score.JointLogLikelihood;

/**
 * One image of one setting by all methods.
 *
 * @param setting views and noise
 * @param size of networks and samples
 * @param seed of noise, weights and samples
 */
record DipCase(DipSetting setting, Size size, long seed) {
    static final String LAPLACE = "Laplace";
    static final String MATCHED = "Laplace, TV-matched";
    static final String DROPOUT = "MC dropout";
    static final String ENSEMBLE = "ensemble";

    /** Weights r of the diagonal in the covariances that are scored, (1 - r) C + r diag C. */
    static final List<Double> SHRINKAGES = List.of(0.0, 0.1, 0.3, 0.6, 1.0);

    private static final double RATE = 0.003;
    private static final double WARM_UP = 0.2;
    private static final double TOTAL_VARIATION = 0.3;
    private static final double DROPPED = 0.05;
    private static final int HYPER_STEPS = 60;
    private static final double HYPER_TOLERANCE = 0.02;

    /** Eigenvalues of A* A whose inverses make the added noise. */
    private static final int LARGEST = 100;

    /** Starts from other weights at most, where a network does not come to fit the data. */
    private static final int STARTS = 5;

    /** Root mean square misfit up to which a network fits the data, relative to the noise. */
    private static final double FITTING = 1.5;

    /**
     * How much work is done.
     *
     * @param channels of the network on each of its three scales
     * @param steps of each fit
     * @param samples by dropout
     */
    record Size(int channels, int steps, int samples) {
        static final Size STANDARD = new Size(16, 1000, 1000);
    }

    /** What is measured of a truth. */
    private record Measured(LinearOperator operator, float[] data, double noise, float[] start) {}

    /**
     * A fitted network.
     *
     * @param image without dropout
     * @param misfit of the image relative to the noise
     */
    private record Fit(NetworkImage network, Weights weights, float[] image, double misfit) {}

    String parameters() {
        return setting + " " + size + " seed " + seed + ", of " + STARTS + " starts at most the first with a misfit of "
                + FITTING;
    }

    private Measured measured(float[] truth) {
        LinearOperator a = setting.projector();
        float[] y = a.apply(truth);
        double s = setting.percent()
                / 100.0
                * Arrays.stream(boxed(y)).map(Math::abs).average().orElseThrow();
        RandomGenerator random = random(0);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (s * random.nextGaussian());
        }
        float[] start = FilteredBackprojection.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(a, new Image(a.range(), y)))
                .image()
                .data();
        return new Measured(a, y, s, start);
    }

    /** All methods but the ensemble. */
    DipScores run(float[] truth, Listener... listeners) {
        Measured measured = measured(truth);
        LinearOperator a = measured.operator;
        Space space = a.domain();
        double s = measured.noise;
        List<DipScores.Method> methods = new ArrayList<>();
        long begin = System.nanoTime();
        Fit fit = fit(measured, 0, 1, listeners);
        LinearModel model = new LinearModel(
                fit.network,
                fit.weights,
                WeightBlocks.ofKernels(fit.weights.layout()),
                a,
                measured.data,
                ComputeDevice.CPU);
        DenseCovariance dense = DenseCovariance.of(model);
        DenseEvidence evidence = new DenseEvidence(dense, model);
        double[] eigenvalues = dense.operator().columnGram().eigenvalues();
        double inverse = 0;
        for (int k = 0; k < LARGEST; k++) {
            inverse += 1 / eigenvalues[eigenvalues.length - 1 - k] / eigenvalues.length;
        }
        double shared = seconds(begin);
        double noise = Double.NaN;
        for (String name : List.of(LAPLACE, MATCHED)) {
            begin = System.nanoTime();
            TotalVariationMatch match =
                    name.equals(LAPLACE) ? null : TotalVariationMatch.of(dense, fit.image, TOTAL_VARIATION / s);
            MarginalLikelihood likelihood = new MarginalLikelihood(evidence, match, HYPER_STEPS, HYPER_TOLERANCE);
            MarginalLikelihood.State state =
                    likelihood.start(MarginalLikelihood.start(model.blocks().meanSquares(model.weights()), s * s));
            run(likelihood, state, Stopping.at(HYPER_STEPS, 0), listeners);
            DensePosterior posterior = new DensePosterior(dense, fit.image, state.variances(), state.noise());
            // The noise added to all methods' covariances is that of the marginal likelihood alone.
            noise = Double.isNaN(noise) ? inverse * state.noise() : noise;
            double[] logs = logs(error(truth, fit.image), posterior.covariance().values(), noise);
            methods.add(method(
                    name,
                    truth,
                    fit.image,
                    posterior.standardDeviation(),
                    logs,
                    Math.sqrt(state.noise()) / s,
                    shared + seconds(begin)));
        }
        begin = System.nanoTime();
        Fit dropout = fit(measured, DROPPED, 1, listeners);
        methods.add(sampled(DROPOUT, truth, draws(dropout, space), noise, begin));
        return new DipScores(parameters(), fit.misfit, noise, truth, methods);
    }

    /**
     * An ensemble alone.
     *
     * @param members networks
     * @param noise variance that is added in each pixel
     */
    DipScores ensemble(float[] truth, int members, double noise, Listener... listeners) {
        Measured measured = measured(truth);
        List<float[]> images = new ArrayList<>();
        long begin = System.nanoTime();
        for (int k = 0; k < members; k++) {
            images.add(fit(measured, 0, 1 + k * STARTS, listeners).image);
        }
        return new DipScores(
                parameters(), Double.NaN, noise, truth, List.of(sampled(ENSEMBLE, truth, images, noise, begin)));
    }

    private RandomGenerator random(int stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom")
                .create(seed * 1_000_003L + 1009L * setting.views() + 17L * setting.percent() + stream);
    }

    /**
     * The deep image prior with total variation, from other weights where it has not come to fit the data; if it never does, the one
     * that comes nearest.
     */
    private Fit fit(Measured measured, double dropped, int first, Listener... listeners) {
        Fit best = null;
        for (int k = 0; k < STARTS; k++) {
            Fit fit = fitOnce(measured, dropped, 31 * seed + first + k, listeners);
            best = best == null || fit.misfit < best.misfit ? fit : best;
            if (best.misfit <= FITTING) {
                break;
            }
        }
        return best;
    }

    private Fit fitOnce(Measured measured, double dropped, long weightSeed, Listener... listeners) {
        LinearOperator a = measured.operator;
        float[] y = measured.data;
        int c = size.channels();
        UNet net = UNet.of(c, c, c)
                .with(Style.PLAIN.with(Activation.LEAKY_RELU).withDropout(dropped))
                .direct();
        NetworkImage network =
                NetworkImage.ofImage(Sequence.of(net, new Sigmoid()), measured.start, a.domain(), 1, false);
        DeepImagePrior prior = new DeepImagePrior(
                network,
                List.of(
                        new LeastSquares(a, y),
                        new SmoothTotalVariation(a.domain(), TOTAL_VARIATION * measured.noise, 3e-3)),
                Adam.standard(),
                Schedule.cosine(RATE, WARM_UP, 0.01),
                size.steps(),
                0.02,
                Double.POSITIVE_INFINITY,
                0,
                weightSeed,
                ComputeDevice.CPU,
                Precision.FLOAT);
        DeepImagePrior.State state = prior.start(prior.initial());
        run(prior, state, Stopping.at(size.steps(), 0), listeners);
        Weights weights = new Weights(network.layout(), state.weights().clone());
        // Without dropout, so that methods with and without it begin anew by the same rule.
        float[] image = image(network, weights);
        float[] residual = a.apply(image);
        Vectors.add(-1, y, residual);
        return new Fit(network, weights, image, Vectors.norm(residual) / (Math.sqrt(residual.length) * measured.noise));
    }

    private static float[] image(NetworkImage network, Weights weights) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return Samples.arrays(
                            network.image(Tape.evaluating(scope, weights), null).value(), network.space())
                    .get(0);
        }
    }

    private List<float[]> draws(Fit fit, Space space) {
        RandomGenerator random = random(1);
        List<float[]> out = new ArrayList<>();
        try (Scope all = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(all, fit.weights);
            for (int k = 0; k < size.samples(); k++) {
                try (Scope one = Scope.open(ComputeDevice.CPU)) {
                    out.add(Samples.arrays(fit.network.image(tape, random).value(), space)
                            .get(0));
                }
            }
        }
        return out;
    }

    private static <S> void run(
            org.preimage.reconstruction.solver.Iteration<S> iteration,
            S state,
            Stopping stopping,
            Listener... listeners) {
        Outcome outcome = new Runner("dip-uncertainty", stopping, listeners).resume(iteration, state);
        if (outcome.status() == Status.CANCELLED) {
            throw new CancellationException();
        }
    }

    /** A Gaussian with mean and covariance of samples. */
    private DipScores.Method sampled(String name, float[] truth, List<float[]> samples, double noise, long begin) {
        int n = truth.length;
        float[] mean = new float[n];
        samples.forEach(x -> Vectors.add(1.0 / samples.size(), x, mean));
        double[] covariance = new double[n * n];
        for (float[] x : samples) {
            for (int i = 0; i < n; i++) {
                double d = ((double) x[i] - mean[i]) / (samples.size() - 1);
                for (int j = 0; j < n; j++) {
                    covariance[i * n + j] += d * ((double) x[j] - mean[j]);
                }
            }
        }
        double[] logs = logs(error(truth, mean), covariance, noise);
        float[] deviation = new float[n];
        for (int i = 0; i < n; i++) {
            deviation[i] = (float) Math.sqrt(covariance[i * (n + 1)]);
        }
        return method(name, truth, mean, deviation, logs, Double.NaN, seconds(begin));
    }

    /** Under each mixture of a covariance with its diagonal. */
    private static double[] logs(double[] error, double[] covariance, double noise) {
        double[] logs = new double[SHRINKAGES.size()];
        for (int k = 0; k < logs.length; k++) {
            double kept = 1 - SHRINKAGES.get(k);
            double[] shrunk = covariance.clone();
            for (int i = 0; i < shrunk.length; i++) {
                shrunk[i] *= i % (error.length + 1) == 0 ? 1 : kept;
            }
            logs[k] = JointLogLikelihood.gaussian(error, shrunk, noise);
        }
        return logs;
    }

    private static DipScores.Method method(
            String name, float[] truth, float[] mean, float[] deviation, double[] logs, double fitted, double seconds) {
        Space space = Space.vector(truth.length);
        double psnr = ImageQuality.psnr(new Image(space, truth), new Image(space, mean), 1);
        return new DipScores.Method(name, psnr, logs, fitted, mean, deviation, seconds);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static double[] error(float[] truth, float[] mean) {
        double[] out = new double[truth.length];
        Arrays.setAll(out, i -> (double) truth[i] - mean[i]);
        return out;
    }

    private static double[] boxed(float[] x) {
        double[] out = new double[x.length];
        Arrays.setAll(out, i -> x[i]);
        return out;
    }
}
