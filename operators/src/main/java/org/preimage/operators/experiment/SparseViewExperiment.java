package org.preimage.operators.experiment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.PowerMethod;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

/**
 * A published experiment in computed tomography from few views, on phantoms: what learned reconstruction is compared by.
 *
 * <p>All have images of {@value #SIZE} x {@value #SIZE} pixels of 1 mm, that is [-64, 64]<sup>2</sup>, and a parallel beam
 * at the {@value #VIEWS} angles (i + 1/2) pi / {@value #VIEWS}, whose {@value #CELLS} cells divide [-64 sqrt 2, 64 sqrt 2]
 * evenly: their centres are 128 sqrt 2 / {@value #CELLS} = 0.989 mm apart. Phantoms are sampled at the pixels' centres.
 * Noise is independent and normal, with a standard deviation relative to the mean magnitude of each sinogram without noise.
 *
 * <p>A sample is a function of seed, split and number; the same floats come out on every version of Java and for any number
 * of threads, but for the rounding in which the projector's kernels differ (1e-6 relative). Immutable and safe for threads.
 */
public final class SparseViewExperiment {
    /** Pixels along each side of the images. */
    public static final int SIZE = 128;

    /** Number of angles. */
    public static final int VIEWS = 30;

    /** Number of angles where some are missing. */
    private static final int LIMITED_VIEWS = 60;

    /** Number of detector cells. */
    public static final int CELLS = 183;

    /** Tells samples of Shepp and Logan's phantom from ellipses of the same split. */
    private static final int SHEPP_LOGAN = Split.values().length;

    private final String name;
    private final RandomEllipses ellipses;
    private final RelativeGaussianNoise noise;
    private final int trainingSize;
    private final Projector projector;
    private final double divisor;
    private final LinearOperator operator;
    private final LinearOperator measurement;
    private final float[] sheppLogan;

    /** What samples are for; no two splits have samples in common. */
    public enum Split {
        TRAINING,
        VALIDATION,
        TEST
    }

    /**
     * A phantom and its measurement.
     *
     * @param truth the image, in the domain of {@link #operator}
     * @param data the noisy sinogram, in its range
     */
    public record Sample(float[] truth, float[] data) {}

    private SparseViewExperiment(
            String name, RandomEllipses ellipses, double noise, int trainingSize, boolean unitNorm, int fineSize) {
        this(name, ellipses, noise, trainingSize, unitNorm, fineSize, halfTurn());
    }

    private SparseViewExperiment(
            String name,
            RandomEllipses ellipses,
            double noise,
            int trainingSize,
            boolean unitNorm,
            int fineSize,
            double[] angles) {
        this.name = name;
        this.ellipses = ellipses;
        this.noise = new RelativeGaussianNoise(noise);
        this.trainingSize = trainingSize;
        Space image = Space.image(SIZE, SIZE, 1);
        ParallelBeam beam = new ParallelBeam(image, Detector.line(CELLS, SIZE * Math.sqrt(2) / CELLS), angles);
        projector = beam.projector();
        divisor = unitNorm ? PowerMethod.norm(projector, 500, 1e-6, new SampleRandom(0, 0, 0)) : 1;
        operator = unitNorm ? projector.scaled(1 / divisor) : projector;
        if (fineSize == SIZE) {
            measurement = operator;
        } else {
            BilinearUpscaling finer = new BilinearUpscaling(image, fineSize);
            measurement = beam.withImage(finer.range()).projector().after(finer);
        }
        sheppLogan = SheppLogan.modified(SIZE).render(image, 1).data();
    }

    private static double[] halfTurn() {
        double[] angles = new double[VIEWS];
        Arrays.setAll(angles, i -> (i + 0.5) * 180 / VIEWS);
        return angles;
    }

    /**
     * The ellipses of the DIVal library (J. Leuschner, M. Schmidt, D. Erzmann, 2019; D. O. Baguer, J. Leuschner, M. Schmidt,
     * "Computed tomography reconstruction using deep image prior and learned reconstruction methods", Inverse Problems 36,
     * 2020): {@link RandomEllipses#dival}, measured on 400 x 400 pixels between which the image is interpolated linearly,
     * noise of 2.5 %, 32,000 samples to train on.
     */
    public static SparseViewExperiment dival() {
        return new SparseViewExperiment("dival", RandomEllipses.dival(SIZE), 0.025, 32_000, false, 400);
    }

    /**
     * The phantoms and the noise of {@link #dival} where views of 60 degrees are missing: from {@value #LIMITED_VIEWS} angles 30 + 2 (i +
     * 1/2) degrees. Nothing is published of it.
     */
    public static SparseViewExperiment limitedAngle() {
        double[] angles = new double[LIMITED_VIEWS];
        Arrays.setAll(angles, i -> 30 + (i + 0.5) * 120 / LIMITED_VIEWS);
        return new SparseViewExperiment("limited-angle", RandomEllipses.dival(SIZE), 0.025, 32_000, false, 400, angles);
    }

    /**
     * Bayesian deep gradient descent (R. Barbano, C. Zhang, S. Arridge, B. Jin, "Quantifying model uncertainty in inverse
     * problems via Bayesian deep gradient descent", ICPR 2020): {@link RandomEllipses#few}, the operator divided by its norm,
     * noise of 1 %, 4,000 samples to train on.
     */
    public static SparseViewExperiment bdgd() {
        return new SparseViewExperiment("bdgd", RandomEllipses.few(SIZE), 0.01, 4000, true, SIZE);
    }

    /**
     * Learned gradient and learned primal-dual (J. Adler, O. Oktem, Inverse Problems 33, 2017, and IEEE Trans. Med. Imaging
     * 37, 2018): {@link RandomEllipses#adler}, noise of 5 %. Training never sees a sample twice: 100,001 steps of 5 take
     * 500,005. The test is Shepp and Logan's phantom.
     */
    public static SparseViewExperiment adler() {
        return new SparseViewExperiment("adler", RandomEllipses.adler(SIZE), 0.05, 500_005, false, SIZE);
    }

    /** Lower case. */
    public String name() {
        return name;
    }

    /** How many different samples the published training takes. */
    public int trainingSize() {
        return trainingSize;
    }

    /** Standard deviation of the noise over the mean magnitude of a sinogram without noise. */
    public double noise() {
        return noise.fraction();
    }

    /** The geometry. */
    public ParallelBeam beam() {
        return (ParallelBeam) projector.beam();
    }

    /** A without the division by {@link #divisor}: line integrals in mm. */
    public Projector projector() {
        return projector;
    }

    /** What the projector is divided by to give {@link #operator}: its norm, or 1. */
    public double divisor() {
        return divisor;
    }

    /** A, the operator of the data, as methods know it. */
    public LinearOperator operator() {
        return operator;
    }

    /**
     * Random ellipses.
     *
     * @param split which of three independent sequences
     * @param seed of all of them
     * @param index number in the sequence, not negative
     */
    public Sample ellipses(Split split, long seed, int index) {
        RandomGenerator random = random(split.ordinal(), seed, index);
        return measured(ellipses.sample(random, projector.domain(), 1).data(), random);
    }

    /** The modified phantom of Shepp and Logan, 0 to 1, with new noise for each split, seed and index. */
    public Sample sheppLogan(Split split, long seed, int index) {
        return measured(sheppLogan.clone(), random(SHEPP_LOGAN + split.ordinal(), seed, index));
    }

    private static RandomGenerator random(int split, long seed, int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index is " + index + ", but must not be negative");
        }
        return new SampleRandom(seed, split, index);
    }

    private Sample measured(float[] truth, RandomGenerator random) {
        float[] data = measurement.apply(truth);
        noise.sample(data, random, data);
        return new Sample(truth, data);
    }
}
