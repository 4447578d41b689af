package org.preimage.examples.speed;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.diffusion.DiffusionPrior;
import org.preimage.priors.diffusion.Guide;
import org.preimage.priors.diffusion.LearnedDiffusion;
import org.preimage.priors.diffusion.MatchedGuide;
import org.preimage.priors.diffusion.ProximalGuide;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Torch;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.ProximalLeastSquares;

/**
 * What the parts of a sampler cost: a call of the network, the proximal step on the data, and both with the variances of pixels, for CT of
 * 128 x 128 pixels from 30 views.
 *
 * <p>{@link #main} prints them for one sample and for eight that share a call, and how much of its memory a process keeps over many
 * reconstructions. For JMH's statistics: {@code java -cp preimage.jar org.openjdk.jmh.Main DiffusionSpeed}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DiffusionSpeed {
    private static final double LEVEL = 0.1;
    private static final int REPEATS = 7;
    private static final int INNER = 30;

    /** Samples that pass the network together. */
    @Param({"1", "8"})
    public int samples = 8;

    private final DiffusionPrior prior;
    private final InverseProblem problem;
    private final double noise;
    private final ProximalLeastSquares step;
    private final Guide proximal;
    private final Guide matched;
    private final float[] truth;
    private float[][] noisy;

    public DiffusionSpeed() {
        SparseViewExperiment experiment = SparseViewExperiment.dival();
        Sample sample = experiment.ellipses(Split.TEST, 1, 0);
        truth = sample.truth();
        LinearOperator a = experiment.projector();
        problem = new InverseProblem(a, new Image(a.range(), sample.data()));
        Bundle bundle = Bundle.shipped("diffusion-ellipses");
        prior = new LearnedDiffusion(
                (DiffusionModel) bundle.card().model(), bundle.weights(), a.domain(), 1, ComputeDevice.CPU);
        Discrepancy told = Discrepancy.estimate(a, sample.data());
        noise = told.radius() / Math.sqrt(told.samples());
        LeastSquares fit = new LeastSquares(a, told.data());
        step = new ProximalLeastSquares(fit, INNER, 1e-4);
        proximal = new ProximalGuide(prior, fit, noise, 1, INNER);
        matched = new MatchedGuide(prior, fit, noise, told.samples(), INNER);
    }

    /** Noisy images, made before anything is measured. */
    @Setup
    public void prepare() {
        float[][] z = new float[samples][];
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (int i = 0; i < samples; i++) {
            z[i] = truth.clone();
            for (int k = 0; k < z[i].length; k++) {
                z[i][k] += (float) (LEVEL * random.nextGaussian());
            }
        }
        noisy = z;
    }

    /** The network alone. */
    @Benchmark
    public float[][] call() {
        float[][] out = new float[samples][truth.length];
        prior.denoise(noisy, LEVEL, out);
        return out;
    }

    /** The proximal step of a single sample. */
    @Benchmark
    public float[] step() {
        float[] out = new float[truth.length];
        step.prox(noisy[0], LEVEL * LEVEL / (noise * noise), out);
        return out;
    }

    /** The network and a proximal step for each sample. */
    @Benchmark
    public float[][] proximal() {
        float[][] out = new float[samples][truth.length];
        proximal.estimate(noisy, LEVEL, 1, out);
        return out;
    }

    /** The network, its slope, and a proximal step with variances of pixels for each sample. */
    @Benchmark
    public float[][] matched() {
        float[][] out = new float[samples][truth.length];
        matched.estimate(noisy, LEVEL, 1, out);
        return out;
    }

    private interface Work {
        Object run();
    }

    private static double milliseconds(Work work) {
        work.run();
        double[] all = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long begin = System.nanoTime();
            work.run();
            all[i] = (System.nanoTime() - begin) * 1e-6;
        }
        return Arrays.stream(all).min().orElseThrow();
    }

    /**
     * Prints the table, then the memory after each of some reconstructions.
     *
     * @param args how many, 0 by default
     * @throws IOException where the system does not tell the memory
     */
    public static void main(String[] args) throws IOException {
        DiffusionSpeed speed = new DiffusionSpeed();
        System.out.println("milliseconds, least of " + REPEATS + ":  network  proximal  matched, for each sample");
        for (int n : new int[] {1, 8}) {
            speed.samples = n;
            speed.prepare();
            System.out.printf(
                    Locale.ROOT,
                    "%d together %29.1f %9.1f %8.1f%n",
                    n,
                    milliseconds(speed::call) / n,
                    milliseconds(speed::proximal) / n,
                    milliseconds(speed::matched) / n);
        }
        System.out.printf(Locale.ROOT, "a step by itself %23.1f%n", milliseconds(speed::step));
        int times = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        for (int i = 1; i <= times; i++) {
            long begin = System.nanoTime();
            float[] mean = Methods.named(LearnedMethods.all(), "ccdf")
                    .with(Map.of("bundle", "diffusion-ellipses", "seed", Integer.toString(i)))
                    .reconstruct(speed.problem)
                    .image()
                    .data();
            double seconds = (System.nanoTime() - begin) * 1e-9;
            System.gc();
            System.out.printf(
                    Locale.ROOT,
                    "reconstruction %3d: %.2f s, %4.0f MiB resident, %d native arrays, error %.4f%n",
                    i,
                    seconds,
                    TrainingMemory.residentMegabytes(),
                    Torch.liveArrays(),
                    Vectors.relativeDistance(mean, speed.truth));
        }
    }
}
