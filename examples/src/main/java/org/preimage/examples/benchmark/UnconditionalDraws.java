package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.diffusion.Ddim;
import org.preimage.priors.diffusion.Heun;
import org.preimage.priors.diffusion.LearnedDiffusion;
import org.preimage.priors.diffusion.PredictorCorrector;
import org.preimage.priors.diffusion.ReverseDiffusion;
import org.preimage.priors.diffusion.Walk;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.training.DiffusionTraining;
import org.preimage.priors.training.Images;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.training.SlicedWasserstein;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Whether what diffusion models draw looks like what they have not seen: distance of the sets, and spectra.
 *
 * @param bundles diffusion models that have a recipe
 * @param draws of each
 * @param calls of the network for each draw
 * @param files folder of the images that recipes learn from
 */
record UnconditionalDraws(List<String> bundles, int draws, int calls, Path files) implements Study {
    private static final int DIRECTIONS = 200;
    private static final int SHOWN = 6;

    UnconditionalDraws {
        bundles = List.copyOf(bundles);
    }

    @Override
    public String name() {
        return "draws";
    }

    @Override
    public String description() {
        return draws + " images from noise by each model, " + calls
                + " calls of the network each. Sliced Wasserstein distance of a value (root of the mean square over "
                + DIRECTIONS
                + " directions) to as many images that the model has not learned from, beside that between two sets of images"
                + " that it learns from, and that of white noise of the same mean and deviation. Spectrum: power over rings of"
                + " frequency.";
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        List<List<String>> rows = new ArrayList<>();
        List<Captioned> charts = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (String name : bundles) {
            Bundle bundle = Bundle.shipped(name);
            DiffusionModel model = (DiffusionModel) bundle.card().model();
            Images images = images(name, seed);
            Space space = images.space();
            LearnedDiffusion prior =
                    new LearnedDiffusion(model, bundle.weights(), space, 1, ComputeDevice.named("auto"));
            List<float[]> held = held(images);
            int n = Math.min(draws, held.size());
            float[][] unseen = held.subList(0, n).toArray(float[][]::new);
            float[][] some = learned(images, 0, n);
            float[][] others = learned(images, n, n);
            List<String> row = new ArrayList<>(List.of(name, Integer.toString(n)));
            row.add(Numbers.fixed(distance(some, others, space), 4));
            row.add(Numbers.fixed(distance(some, unseen, space), 4));
            row.add(Numbers.fixed(distance(noise(n, space, model, seed), unseen, space), 4));
            Chart chart = Chart.close("frequency in cycles over the image", "log10 of power");
            double[] rings = rings(space);
            chart.line("unseen", rings, spectrum(unseen, space));
            chart.line("learned from", rings, spectrum(some, space));
            List<Panel> panels = new ArrayList<>();
            Pictures.Scale grey = Pictures.Scale.of(shown(unseen[0], space));
            for (int i = 0; i < Math.min(SHOWN, n); i++) {
                panels.add(Panel.grey("unseen", "", shown(unseen[i], space), grey));
            }
            for (Walk walk : List.of(Ddim.ANCESTRAL, new Heun(), new PredictorCorrector(1, 0.16))) {
                float[][] drawn = drawn(prior, walk, n, seed, listeners);
                String words = words(walk);
                row.add(Numbers.fixed(distance(drawn, unseen, space), 4));
                chart.line(words, rings, spectrum(drawn, space));
                for (int i = 0; i < Math.min(SHOWN, n); i++) {
                    panels.add(Panel.grey(words, "", shown(drawn[i], space), grey));
                }
            }
            rows.add(row);
            charts.add(new Captioned(chart, name + ": power of images against frequency."));
            figures.add(new Figure(name, panels));
        }
        return new Findings(
                List.of(
                        "model",
                        "images",
                        "learned from, among themselves",
                        "learned from to unseen",
                        "noise to unseen",
                        "ancestral to unseen",
                        "heun to unseen",
                        "corrected to unseen"),
                rows,
                charts,
                List.of(),
                figures);
    }

    private static String words(Walk walk) {
        return walk instanceof Heun ? "heun" : walk instanceof Ddim ? "ancestral" : "corrected";
    }

    private Images images(String name, long seed) {
        try {
            return ((DiffusionTraining) Recipes.named(name)
                            .training(seed, files, ComputeDevice.CPU, 1, 1)
                            .objective())
                    .images();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static List<float[]> held(Images images) {
        List<float[]> all = new ArrayList<>(images.test());
        all.addAll(images.validation());
        return all;
    }

    private static float[][] learned(Images images, int from, int n) {
        float[][] out = new float[n][];
        Arrays.setAll(out, i -> images.training(from + i));
        return out;
    }

    private float[][] drawn(LearnedDiffusion prior, Walk walk, int n, long seed, Listener... listeners) {
        List<float[]> out = new ArrayList<>();
        int steps = 1 + (calls - 1) / walk.calls();
        Status status = ReverseDiffusion.unconditional(prior, walk, steps, 8)
                .sample(n, random(seed), x -> out.add(x.clone()), listeners);
        if (status == Status.CANCELLED) {
            throw new CancellationException();
        }
        return out.toArray(float[][]::new);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[][] noise(int n, Space space, DiffusionModel model, long seed) {
        RandomGenerator random = random(seed + 1);
        float[][] out = new float[n][space.length()];
        for (float[] x : out) {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (model.mean() + model.deviation() * random.nextGaussian());
            }
        }
        return out;
    }

    private static double distance(float[][] a, float[][] b, Space space) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return Math.sqrt(new SlicedWasserstein(DIRECTIONS, 1)
                    .of(Samples.tensor(a, space), Samples.tensor(b, space))
                    .toDouble());
        }
    }

    private static Image shown(float[] x, Space space) {
        Image image = new Image(space, x);
        return space.field() == Field.COMPLEX ? image.magnitude() : image;
    }

    private static double[] rings(Space space) {
        double[] out = new double[Math.min(space.size(0), space.size(1)) / 2 - 1];
        Arrays.setAll(out, i -> i + 1.0);
        return out;
    }

    /** Mean log10 power over images in rings one cycle wide. */
    private static double[] spectrum(float[][] images, Space space) {
        Space complex = space.complex();
        FourierTransform transform = FourierTransform.spatial(complex);
        int columns = space.size(0);
        int rows = space.size(1);
        double[] sums = new double[rings(space).length];
        long[] counts = new long[sums.length];
        for (float[] x : images) {
            float[] z = x;
            if (space.field() == Field.REAL) {
                z = new float[2 * x.length];
                for (int i = 0; i < x.length; i++) {
                    z[2 * i] = x[i];
                }
            }
            float[] f = transform.apply(z);
            for (int i = 0; i < columns * rows; i++) {
                // The middle of the spectrum is frequency 0.
                double u = i % columns - columns / 2;
                double v = i / columns - rows / 2;
                int ring = (int) Math.round(Math.hypot(u, v)) - 1;
                if (ring >= 0 && ring < sums.length) {
                    sums[ring] += (double) f[2 * i] * f[2 * i] + (double) f[2 * i + 1] * f[2 * i + 1];
                    counts[ring]++;
                }
            }
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] = Math.log10(sums[k] / counts[k]);
        }
        return sums;
    }
}
