package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.stability.Perturbation;
import org.preimage.reconstruction.stability.PerturbationSearch;
import org.preimage.reconstruction.stability.RandomPerturbations;

/**
 * The worst changes of the data that a search finds for each method, as large as the noise and larger, beside white noise of
 * the same size.
 *
 * @param problem where
 * @param budget of each search
 */
record WorstPerturbations(StabilityProblem problem, Budget budget) implements Study {
    /** Sizes of the change over the expected norm of the noise. */
    private static final double[] SIZES = {0.25, 1, 4};

    /** PSNR in dB where an error is as large as the range. */
    private static final double LOST = 0;

    /** The sizes of which pictures are drawn. */
    private static final List<Double> DRAWN = List.of(1.0, 4.0);

    /**
     * Reconstructions for each image and size, and a quarter as many where the search begins again at a larger change.
     *
     * @param differentiable by a method with a derivative
     * @param black by another one
     */
    record Budget(int differentiable, int black) {
        static final Budget STANDARD = new Budget(40, 40);

        private static final int AGAIN = 4;

        PerturbationSearch first(Reconstructor r) {
            return PerturbationSearch.suited(r, differentiable, black);
        }

        PerturbationSearch again(Reconstructor r) {
            return PerturbationSearch.suited(r, Math.max(1, differentiable / AGAIN), Math.max(2, black / AGAIN));
        }
    }

    @Override
    public String name() {
        return "worst-" + problem.name();
    }

    @Override
    public List<String> methods() {
        return problem.methods();
    }

    @Override
    public String description() {
        return problem.protocol()
                + " The data y, noise included, are changed by e, any vector of the data space of the size |e|"
                + " given as a multiple of the expected norm of the noise: once by white noise, once by the worst e that a"
                + " search for the largest |R(y + e) - R(y)| found. Methods with a derivative (back-projection, networks)"
                + " get gradient ascent with momentum of " + budget.differentiable
                + " steps, a reconstruction and a derivative each; others get the same ascent with differences in"
                + " place of derivatives, two reconstructions for each step, "
                + budget.black
                + " in all, which is right for variational methods. Each size begins at what the smaller one found, and again, with a quarter of"
                + " the budget, at what the larger one found. The worst found is a lower bound of the worst there is. Gain: relative change of the image over relative change"
                + " of the data. PSNR takes the range 1. " + problem.images()
                + " test images; +- is half of a 95 % confidence interval of the mean by Student's t distribution.";
    }

    /** What one method did, for each size and image. */
    private static final class Measured {
        private final String method;
        private final Reconstructor reconstructor;
        private final Budget budget;
        private final double[] psnr;
        private final double[][] noisePsnr;
        private final double[][] worstPsnr;
        private final double[][] noiseGain;
        private final double[][] worstGain;
        private final double[][] reconstructions;
        private final Figure[] figures = new Figure[SIZES.length];
        private String unfit;

        Measured(String method, Budget budget, int images) {
            this.method = method;
            reconstructor = StabilityProblem.reconstructor(method);
            this.budget = budget;
            psnr = new double[images];
            noisePsnr = new double[SIZES.length][images];
            worstPsnr = new double[SIZES.length][images];
            noiseGain = new double[SIZES.length][images];
            worstGain = new double[SIZES.length][images];
            reconstructions = new double[SIZES.length][images];
        }

        void on(StabilityProblem.Measured image, int i, RandomGenerator random, Listener listener) {
            Image before;
            try {
                before = reconstructor.reconstruct(image.problem(), listener).image();
            } catch (IllegalArgumentException e) {
                unfit = e.getMessage();
                return;
            }
            psnr[i] = PublishedTable.psnr(image.truth(), before);
            Perturbation[] noise = new Perturbation[SIZES.length];
            Perturbation[] worst = new Perturbation[SIZES.length];
            PerturbationSearch search = budget.first(reconstructor);
            for (int s = 0; s < SIZES.length; s++) {
                double size = SIZES[s] * image.noise();
                noise[s] = new RandomPerturbations(1)
                        .search(reconstructor, image.problem(), before, size, null, random, listener);
                float[] start = s == 0 ? null : worst[s - 1].values();
                worst[s] = search.search(reconstructor, image.problem(), before, size, start, random, listener);
            }
            search = budget.again(reconstructor);
            for (int s = SIZES.length - 2; s >= 0; s--) {
                double size = SIZES[s] * image.noise();
                float[] start = worst[s + 1].values();
                Perturbation other =
                        search.search(reconstructor, image.problem(), before, size, start, random, listener);
                worst[s] = worst[s].worse(other);
            }
            for (int s = 0; s < SIZES.length; s++) {
                note(image, i, s, before, noise[s], worst[s].worse(noise[s]));
            }
        }

        private void note(
                StabilityProblem.Measured image, int i, int s, Image before, Perturbation noise, Perturbation worst) {
            noisePsnr[s][i] = PublishedTable.psnr(image.truth(), noise.image());
            worstPsnr[s][i] = PublishedTable.psnr(image.truth(), worst.image());
            noiseGain[s][i] = noise.relativeGain(image.problem(), before);
            worstGain[s][i] = worst.relativeGain(image.problem(), before);
            reconstructions[s][i] = worst.reconstructions();
            if (i == 0) {
                figures[s] = figure(image, before, noise, worst, s);
            }
        }

        private Figure figure(
                StabilityProblem.Measured image, Image before, Perturbation noise, Perturbation worst, int s) {
            Pictures.Scale grey = Pictures.Scale.of(image.truth());
            Image change = minus(worst.image(), before);
            Image e = new Image(image.problem().data().space(), worst.values());
            return new Figure(
                    StabilityProblem.label(method) + ", |e| = " + Numbers.of(SIZES[s]) + " |noise|",
                    List.of(
                            Panel.grey("reference", "", image.truth(), grey),
                            Panel.grey("from y", decibels(psnr[0]), before, grey),
                            Panel.grey("from y + white noise", decibels(noisePsnr[s][0]), noise.image(), grey),
                            Panel.grey("from y + e", decibels(worstPsnr[s][0]), worst.image(), grey),
                            Panel.signed("change by e", "", change),
                            Panel.signed("e, the worst found", "sinogram", e)));
        }

        private static String decibels(double psnr) {
            return Numbers.fixed(psnr, 2) + " dB";
        }
    }

    private static Image minus(Image a, Image b) {
        Image d = a.copy();
        for (int i = 0; i < d.data().length; i++) {
            d.data()[i] -= b.data()[i];
        }
        return d;
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        List<Measured> all = problem.methods().stream()
                .map(m -> new Measured(m, budget, problem.images()))
                .toList();
        problem.each(
                name(),
                seed,
                (image, i, listener) -> {
                    for (Measured m : all) {
                        // The same noise for all methods.
                        m.on(
                                image,
                                i,
                                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003L + i),
                                listener);
                    }
                },
                listeners);
        List<List<String>> rows = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Chart chart = Chart.linear("size of the change over the norm of the noise", "PSNR in dB, worst change found");
        for (Measured m : all) {
            String label = StabilityProblem.label(m.method);
            if (m.unfit != null) {
                notes.add(label + " is left out: " + m.unfit);
                continue;
            }
            double[] x = new double[SIZES.length + 1];
            double[] y = new double[SIZES.length + 1];
            y[0] = MeanInterval.of(m.psnr).mean();
            for (int s = 0; s < SIZES.length; s++) {
                MeanInterval worst = MeanInterval.of(m.worstPsnr[s]);
                x[s + 1] = SIZES[s];
                y[s + 1] = worst.mean();
                double[] times = new double[problem.images()];
                for (int i = 0; i < times.length; i++) {
                    times[i] = m.worstGain[s][i] / m.noiseGain[s][i];
                }
                rows.add(List.of(
                        label,
                        Numbers.of(SIZES[s]),
                        MeanInterval.of(m.psnr).value(),
                        MeanInterval.of(m.noisePsnr[s]).value(),
                        worst.value(),
                        MeanInterval.of(m.noiseGain[s]).value(),
                        MeanInterval.of(m.worstGain[s]).value(),
                        MeanInterval.of(times).value(),
                        Numbers.fixed(MeanInterval.of(m.reconstructions[s]).mean(), 0)));
                long lost = Arrays.stream(m.worstPsnr[s])
                        .filter(psnr -> psnr < LOST)
                        .count();
                if (lost > 0) {
                    notes.add(String.format(
                            Locale.ROOT,
                            "%s runs away at |e| = %s |noise| on %d of %d images: the worst change found leaves less than"
                                    + " %.0f dB, an error as large as the image's range or larger.",
                            label,
                            Numbers.of(SIZES[s]),
                            lost,
                            problem.images(),
                            LOST));
                }
                if (DRAWN.contains(SIZES[s])) {
                    figures.add(m.figures[s]);
                }
            }
            chart.line(label, x, y);
        }
        return new Findings(
                List.of(
                        "method",
                        "|e| / |noise|",
                        "PSNR",
                        "+ white noise",
                        "+ worst found",
                        "gain, noise",
                        "gain, worst",
                        "worst / noise",
                        "reconstructions"),
                rows,
                List.of(new Captioned(
                        chart, "Mean PSNR after the worst change that was found, against the size of the change.")),
                notes,
                figures);
    }
}
