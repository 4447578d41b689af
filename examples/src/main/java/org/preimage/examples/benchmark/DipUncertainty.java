package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Folder;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.CalibrationCurve;
import org.preimage.uncertainty.score.Coverage;
import org.preimage.uncertainty.score.CoverageCounter;

/**
 * What the linearised Laplace approximation of a deep image prior knows of its errors, beside dropout and ensembles.
 *
 * @param settings views and noise
 * @param images of each setting
 * @param ensembles images of each setting that have an ensemble
 * @param size of networks and samples
 * @param files folder with the images
 * @param report folder of the report, in which each image's result is kept, from which an interrupted run goes on
 */
record DipUncertainty(List<DipSetting> settings, int images, int ensembles, DipCase.Size size, Path files, Path report)
        implements Study {
    /** Networks of an ensemble. */
    private static final int MEMBERS = 5;

    private static final List<Double> LEVELS = CalibrationCurve.levels(19);

    private static final List<String> METHODS =
            List.of(DipCase.LAPLACE, DipCase.MATCHED, DipCase.DROPOUT, DipCase.ENSEMBLE);

    DipUncertainty {
        settings = List.copyOf(settings);
    }

    @Override
    public String name() {
        return "dip-uncertainty";
    }

    @Override
    public String description() {
        return "The first " + images
                + " test images of MNIST, 28 x 28, by parallel beams; noise in per cent of the mean"
                + " magnitude of the data. A U-Net of three scales with " + size.channels() + " channels, sigmoid,"
                + " filtered back-projection as input, fitted in " + size.steps()
                + " steps with total variation, from other"
                + " weights where it does not come to fit the data. Joint"
                + " log-likelihood of the true image in nats per pixel under a Gaussian; to the covariance of every method"
                + " the same independent noise is added in each pixel, of variance s^2 times the mean of the diagonal of the"
                + " inverse of A*A on its " + 100
                + " largest eigenvalues, s^2 from the marginal likelihood. MC dropout: the"
                + " network fitted with dropout of 5 % at the end of each block, " + size.samples()
                + " samples, their covariance. 'Best' takes for each method and setting that mixture of the covariance with"
                + " its diagonal, of weights " + DipCase.SHRINKAGES
                + " of the latter, which gives the largest mean on these very"
                + " images. Ensembles of "
                + MEMBERS + " networks on the first " + ensembles
                + " images. Differences are pair by pair; +- is half of a 95 % confidence interval over images by Student's t"
                + " distribution. Pixels of the object are those that are not black, and those beside them.";
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        Map<DipSetting, List<DipScores>> scores = new LinkedHashMap<>();
        settings.forEach(s -> scores.put(s, new ArrayList<>()));
        try {
            Folder.begin(report);
            float[][] truths = Mnist.first(files, images);
            int all = settings.size() * (images + ensembles);
            int done = 0;
            for (int i = 0; i < images; i++) {
                for (DipSetting setting : settings) {
                    scores.get(setting).add(scores(setting, i, truths[i], seed, listeners));
                    tell(++done, all, listeners);
                }
            }
            // Ensembles come last, as they cost the most and are asked for the least.
            for (int i = 0; i < ensembles; i++) {
                for (DipSetting setting : settings) {
                    DipScores single = scores.get(setting).get(i);
                    scores.get(setting).set(i, single.with(ensemble(setting, i, single, seed, listeners)));
                    tell(++done, all, listeners);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return findings(scores);
    }

    private void tell(int done, int all, Listener... listeners) {
        Progress progress = new Progress(name(), done, all, null, () -> new float[0]);
        for (Listener listener : listeners) {
            if (!listener.onIteration(progress) && done < all) {
                throw new CancellationException();
            }
        }
    }

    private DipCase one(DipSetting setting, int image, long seed) {
        return new DipCase(setting, size, seed * 100_003L + image);
    }

    private DipScores scores(DipSetting setting, int image, float[] truth, long seed, Listener... listeners)
            throws IOException {
        DipCase one = one(setting, image, seed);
        return kept(setting.file() + "-" + image, one.parameters(), () -> one.run(truth, listeners));
    }

    private DipScores ensemble(DipSetting setting, int image, DipScores single, long seed, Listener... listeners)
            throws IOException {
        DipCase one = one(setting, image, seed);
        return kept(
                setting.file() + "-" + image + "-ensemble",
                one.parameters(),
                () -> one.ensemble(single.truth(), MEMBERS, single.noise(), listeners));
    }

    private DipScores kept(String name, String parameters, Supplier<DipScores> made) throws IOException {
        Path file = Folder.kept(report).resolve(name + ".json");
        DipScores before = DipScores.kept(file, parameters);
        if (before != null) {
            return before;
        }
        DipScores scores = made.get();
        scores.keep(file);
        return scores;
    }

    private Findings findings(Map<DipSetting, List<DipScores>> all) {
        List<List<String>> rows = new ArrayList<>();
        all.forEach((setting, scores) -> rows.add(row(setting, scores)));
        List<Captioned> charts = new ArrayList<>();
        String shares =
                " within the central intervals of a Gaussian against the probability claimed, all settings together; the"
                        + " diagonal is perfect.";
        charts.add(new Captioned(curve(all, true), "Share of the pixels of the object" + shares));
        charts.add(new Captioned(curve(all, false), "Share of all pixels" + shares));
        List<Figure> figures = new ArrayList<>();
        all.forEach((setting, scores) -> figures.add(figure(setting, scores.get(0))));
        double[] misfits = all.values().stream()
                .flatMap(List::stream)
                .mapToDouble(DipScores::misfit)
                .toArray();
        List<String> notes = new ArrayList<>();
        notes.add("Misfit of the fitted networks relative to the noise: "
                + Numbers.fixed(Arrays.stream(misfits).average().orElse(Double.NaN), 2) + " in the mean, "
                + Numbers.fixed(Arrays.stream(misfits).max().orElse(Double.NaN), 2) + " at most.");
        for (String method : METHODS) {
            CalibrationCurve object = calibration(all, method, true);
            if (object != null) {
                notes.add("Pixels within 95 % intervals, " + method + ": " + share(object) + " of the object's, "
                        + share(calibration(all, method, false)) + " of all.");
            }
        }
        return new Findings(
                List.of(
                        "setting",
                        "images",
                        "PSNR",
                        "PSNR dropout",
                        "Laplace",
                        "TV-matched",
                        "dropout",
                        "Laplace - dropout",
                        "Laplace, best",
                        "TV-matched, best",
                        "dropout, best",
                        "ensemble, best",
                        "Laplace - best dropout",
                        "best - best dropout",
                        "fitted noise"),
                rows,
                charts,
                notes,
                figures);
    }

    private static List<String> row(DipSetting setting, List<DipScores> scores) {
        double[] laplace = logs(scores, DipCase.LAPLACE, 0);
        double[] matched = logs(scores, DipCase.MATCHED, 0);
        double[] dropout = logs(scores, DipCase.DROPOUT, 0);
        double[] bestDropout = best(scores, DipCase.DROPOUT);
        List<DipScores> ensembles =
                scores.stream().filter(s -> s.method(DipCase.ENSEMBLE) != null).toList();
        return List.of(
                setting.name(),
                Integer.toString(scores.size()),
                interval(scores.stream()
                        .mapToDouble(s -> s.method(DipCase.LAPLACE).psnr())
                        .toArray()),
                interval(scores.stream()
                        .mapToDouble(s -> s.method(DipCase.DROPOUT).psnr())
                        .toArray()),
                interval(laplace),
                interval(matched),
                interval(dropout),
                MeanInterval.ofDifferences(laplace, dropout).difference(),
                interval(best(scores, DipCase.LAPLACE)),
                interval(best(scores, DipCase.MATCHED)),
                interval(bestDropout),
                ensembles.isEmpty() ? "-" : interval(best(ensembles, DipCase.ENSEMBLE)) + " (" + ensembles.size() + ")",
                MeanInterval.ofDifferences(laplace, bestDropout).difference(),
                MeanInterval.ofDifferences(best(scores, DipCase.LAPLACE), bestDropout)
                        .difference(),
                interval(scores.stream()
                        .mapToDouble(s -> s.method(DipCase.LAPLACE).noise())
                        .toArray()));
    }

    private static String share(CalibrationCurve curve) {
        return Numbers.fixed(100 * curve.points().get(LEVELS.size() - 1).observed(), 1) + " %";
    }

    private static String interval(double[] values) {
        return MeanInterval.of(values).value();
    }

    private static double[] logs(List<DipScores> scores, String method, int shrinkage) {
        return scores.stream()
                .mapToDouble(s -> s.method(method).logLikelihood()[shrinkage])
                .toArray();
    }

    /** With the shrinkage of the largest mean. */
    private static double[] best(List<DipScores> scores, String method) {
        double[] best = logs(scores, method, 0);
        for (int k = 1; k < DipCase.SHRINKAGES.size(); k++) {
            double[] next = logs(scores, method, k);
            best = MeanInterval.of(next).mean() > MeanInterval.of(best).mean() ? next : best;
        }
        return best;
    }

    private static Chart curve(Map<DipSetting, List<DipScores>> all, boolean object) {
        Chart chart = Chart.linear("probability claimed", "share of pixels");
        chart.line("perfect", new double[] {0, 1}, new double[] {0, 1});
        for (String method : METHODS) {
            CalibrationCurve curve = calibration(all, method, object);
            if (curve != null) {
                chart.line(
                        method,
                        LEVELS.stream().mapToDouble(Double::doubleValue).toArray(),
                        curve.points().stream().mapToDouble(Coverage::observed).toArray());
            }
        }
        return chart;
    }

    /** Of all pixels, or of those of the object; null where no image has the method. */
    private static CalibrationCurve calibration(Map<DipSetting, List<DipScores>> all, String method, boolean object) {
        List<Assessment> assessments = new ArrayList<>();
        all.forEach((setting, scores) -> {
            for (DipScores score : scores) {
                if (score.method(method) != null) {
                    Assessment a = score.assessment(
                            score.method(method), setting.projector().domain());
                    assessments.add(object ? a.on(object(a.truth())) : a);
                }
            }
        });
        return assessments.isEmpty() ? null : CoverageCounter.gaussian(LEVELS, assessments);
    }

    /** Pixels that are not black and those that touch them. */
    private static boolean[] object(Image truth) {
        int columns = truth.space().size(0);
        int rows = truth.space().size(1);
        boolean[] object = new boolean[truth.data().length];
        for (int i = 0; i < object.length; i++) {
            for (int y = Math.max(i / columns - 1, 0); y <= Math.min(i / columns + 1, rows - 1); y++) {
                for (int x = Math.max(i % columns - 1, 0); x <= Math.min(i % columns + 1, columns - 1); x++) {
                    object[i] |= truth.data()[y * columns + x] > 0;
                }
            }
        }
        return object;
    }

    private static Figure figure(DipSetting setting, DipScores scores) {
        Space space = setting.projector().domain();
        Image truth = new Image(space, scores.truth());
        Pictures.Scale grey = new Pictures.Scale(0, 1);
        List<Panel> panels = new ArrayList<>(List.of(Panel.grey("truth", "", truth, grey)));
        double limit = 0;
        for (DipScores.Method m : scores.methods()) {
            for (float d : m.deviation()) {
                limit = Math.max(limit, d);
            }
        }
        Pictures.Scale scale = new Pictures.Scale(0, limit);
        for (DipScores.Method m : scores.methods()) {
            float[] error = scores.truth().clone();
            for (int i = 0; i < error.length; i++) {
                error[i] = Math.abs(error[i] - m.mean()[i]);
            }
            panels.add(Panel.grey(
                    "mean, " + m.name(), Numbers.fixed(m.psnr(), 1) + " dB", new Image(space, m.mean()), grey));
            panels.add(Panel.grey("|error|", "0 to " + Numbers.fixed(limit, 2), new Image(space, error), scale));
            panels.add(Panel.grey(
                    "standard deviation", "0 to " + Numbers.fixed(limit, 2), new Image(space, m.deviation()), scale));
        }
        return new Figure(setting.name(), panels);
    }
}
