package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.blur.Downsampling;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.mri.simulation.PolynomialPhase;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.priors.training.Slices;
import org.preimage.reconstruction.InverseProblem;

/**
 * What diffusion models are tried on: measured test images of 128 x 128 pixels, of which any number can be made.
 *
 * @param name lower case with hyphens
 * @param words what is measured, ended by a full stop
 * @param bundle the diffusion model
 * @param direct method that stands for the plainest reconstruction
 * @param rivals methods beside it, as {@link Contestant#parse} reads them
 * @param starts names of methods that are come closer to, beside the direct one
 * @param making of the images
 */
record DiffusionTask(
        String name,
        String words,
        String bundle,
        String direct,
        List<String> rivals,
        List<String> starts,
        Making making) {
    private static final int SIDE = 128;
    private static final double NOISE = 0.01;
    private static final int COILS = 8;
    private static final double RADIUS = 1.6;
    private static final double ACCELERATION = 4;
    private static final int CENTRE = 10;

    /** Share of pixels that are kept where some are missing. */
    private static final double KEPT = 0.2;

    static final String BRAINS = "mri-4";

    static final String SLICES = "mri_test.npy";

    /** A measured image. */
    record Posed(Image truth, InverseProblem problem) {}

    /** Makes the image of a number. */
    @FunctionalInterface
    interface Making {
        Posed of(int index, long seed);
    }

    DiffusionTask {
        rivals = List.copyOf(rivals);
        starts = List.copyOf(starts);
    }

    /** Those whose images are made. */
    static List<DiffusionTask> ofPhantoms() {
        SparseViewExperiment experiment = SparseViewExperiment.dival();
        return List.of(
                ellipses(
                        "super-resolution-4",
                        "Means of 4 x 4 pixels of ellipses, noise of 0.01.",
                        "tikhonov",
                        List.of("tv"),
                        List.of("tv"),
                        (truth, random) -> new Downsampling(truth.space(), 4),
                        experiment),
                ellipses(
                        "inpainting",
                        "A fifth of the pixels of ellipses, drawn at random, noise of 0.01.",
                        "tikhonov",
                        List.of("tv"),
                        List.of("tv"),
                        DiffusionTask::scattered,
                        experiment),
                views());
    }

    /** CT of ellipses. */
    static DiffusionTask views() {
        SparseViewExperiment experiment = SparseViewExperiment.dival();
        return new DiffusionTask(
                "ct-30-views",
                "30 views of ellipses, noise of 2.5 %, as in table-ellipses.",
                "diffusion-ellipses",
                "fbp:window=hann:cutoff=0.705",
                List.of(
                        "tv",
                        "adversarial-regulariser:bundle=ar-ellipses",
                        "learned-primal-dual:bundle=lpd-ellipses-deep"),
                List.of("tv", "learned-primal-dual"),
                (index, seed) -> {
                    SparseViewExperiment.Sample s = experiment.ellipses(Split.TEST, seed, index);
                    return new Posed(
                            new Image(experiment.projector().domain(), s.truth()),
                            PublishedTable.problem(experiment, s));
                });
    }

    /**
     * A fourth of the lines of k-space of brains.
     *
     * @throws UncheckedIOException in one sentence, if their file is damaged
     */
    static DiffusionTask brains(Path files) {
        Slices slices;
        try {
            slices = Slices.read(files.resolve(SLICES)).binned(2).normalized(0.99);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return new DiffusionTask(
                BRAINS,
                "A fourth of the lines of k-space of brain slices with simulated phase, " + COILS
                        + " coils, noise of 0.01 in real and imaginary part each; slices of " + slices.count()
                        + " images, mirrored and turned.",
                "diffusion-mri",
                "zero-filled",
                List.of("tv", "adversarial-regulariser:bundle=ar-mri", "modl"),
                List.of("tv", "modl"),
                (index, seed) -> brain(slices, index, seed));
    }

    private static Posed brain(Slices slices, int index, long seed) {
        RandomGenerator random = random(seed, index);
        Space space = Space.image(SIDE, SIDE, 1);
        float[] slice = turned(slices.values().get(index % slices.count()), index / slices.count());
        Image truth = PolynomialPhase.random(3, 0.5, random).applyTo(new Image(space, slice));
        Sensitivities coils = new LoopCoils(COILS, 1, RADIUS).uniform(space);
        SamplingMask mask = new RandomLines(Role.KY, ACCELERATION, CENTRE).mask(space, random);
        CartesianMri mri = new CartesianMri(coils, mask);
        float[] y = CoilNoise.independent(mri.range(), NOISE).sample(mri.apply(truth.data()), random);
        return new Posed(truth, new InverseProblem(mri, new Image(mri.range(), y)));
    }

    /** One of the eight symmetries of the square. */
    private static float[] turned(float[] slice, int turn) {
        float[] out = new float[slice.length];
        for (int i = 0; i < slice.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            int u = (turn & 1) == 0 ? x : SIDE - 1 - x;
            int v = (turn & 2) == 0 ? y : SIDE - 1 - y;
            out[i] = (turn & 4) == 0 ? slice[v * SIDE + u] : slice[u * SIDE + v];
        }
        return out;
    }

    private interface Measuring {
        LinearOperator of(Image truth, RandomGenerator random);
    }

    private static DiffusionTask ellipses(
            String name,
            String words,
            String direct,
            List<String> rivals,
            List<String> starts,
            Measuring measuring,
            SparseViewExperiment experiment) {
        return new DiffusionTask(name, words, "diffusion-ellipses", direct, rivals, starts, (index, seed) -> {
            RandomGenerator random = random(seed, index);
            Image truth = new Image(
                    experiment.projector().domain(),
                    experiment.ellipses(Split.TEST, seed, index).truth());
            LinearOperator a = measuring.of(truth, random);
            float[] y = new GaussianNoise(NOISE).sample(a.apply(truth.data()), random);
            if (a instanceof Mask mask) {
                y = mask.apply(y);
            }
            return new Posed(truth, new InverseProblem(a, new Image(a.range(), y)));
        });
    }

    private static Mask scattered(Image truth, RandomGenerator random) {
        boolean[] kept = new boolean[truth.data().length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < KEPT;
        }
        return new Mask(truth.space(), kept);
    }

    private static RandomGenerator random(long seed, int index) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(1_000_003L * seed + index);
    }
}
