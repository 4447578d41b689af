package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.preimage.examples.benchmark.PosteriorStudy;
import org.preimage.examples.benchmark.PosteriorStudy.Figures;
import org.preimage.examples.benchmark.WeightSpread;
import org.preimage.examples.gallery.PosteriorMaps;
import org.preimage.examples.report.Chart;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.file.AtomicFile;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.method.WeightSampler;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.uncertainty.calibration.CalibrationFile;
import org.preimage.uncertainty.calibration.ConformalCalibration;
import org.preimage.uncertainty.calibration.ScaleCalibration;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.CalibrationCurve;
import org.preimage.uncertainty.score.Coverage;
import org.preimage.uncertainty.score.CoverageCounter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        description = {
            "Calibrate the uncertainty of a trained model with random weights on validation phantoms of its experiment:",
            "fit how widely weights and noise spread, write intervals to NAME.calibration.json and the figures on test",
            "phantoms into the card NAME.json, and draw maps."
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final double LEVEL = 0.9;
    private static final int PICTURES = 3;
    private static final int SPREAD_IMAGES = 8;
    private static final int SPREAD_DRAWS = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProgressDisplay.Choice progress;

    @Parameters(paramLabel = "CARD", description = "The model's card, NAME.json.")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where pictures go.")
    private Path folder;

    @Option(
            names = "--experiment",
            defaultValue = "bdgd",
            description = "Where phantoms come from: bdgd, dival or adler; bdgd by default.")
    private String experiment;

    @Option(names = "--validation", defaultValue = "30", description = "Phantoms to calibrate on; 30 by default.")
    private int validation;

    @Option(names = "--test", defaultValue = "100", description = "Phantoms to test on; 100 by default.")
    private int test;

    @Option(
            names = "--shepp-logan",
            defaultValue = "10",
            description = "Draws of noise on the phantom of Shepp and Logan; 10 by default.")
    private int sheppLogan;

    @Option(names = "--samples", defaultValue = "100", description = "Draws of weights for an image; 100 by default.")
    private int samples;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of phantoms and draws; 1 by default.")
    private long seed;

    @Option(
            names = "--ensemble",
            arity = "1",
            defaultValue = "true",
            description = "Whether draws take symmetries of the geometry, true or false; true by default.")
    private boolean ensemble;

    @Option(names = "--device", defaultValue = "auto", description = "auto, cpu or gpu.")
    private String device;

    @Override
    public Integer call() throws IOException {
        require("--validation", validation, 1);
        require("--test", test, 1);
        require("--shepp-logan", sheppLogan, 0);
        SparseViewExperiment phantoms = experiment();
        require("--samples", samples, 2);
        try (ProgressDisplay display = progress.open()) {
            return calibrate(phantoms, display);
        }
    }

    private int calibrate(SparseViewExperiment phantoms, ProgressDisplay display) throws IOException {
        Bundle trained = Bundle.read(file);
        ComputeDevice where = ComputeDevice.named(device);
        String name = trained.card().name();
        double before = new WeightSampler(trained, where, ensemble).noiseVariance();
        Files.createDirectories(folder);
        PrintWriter out = spec.commandLine().getOut();
        int few = Math.min(validation, SPREAD_IMAGES);
        int draws = Math.min(samples, SPREAD_DRAWS);
        WeightSpread spread = WeightSpread.fit(trained, where, ensemble, s -> new PosteriorStudy(
                        s.reconstructor(name, draws, seed), phantoms, seed)
                .ellipses(Split.VALIDATION, PosteriorStudy.CALIBRATION_FROM, few, said(display, "spread", few)));
        Bundle bundle = spread.applied(trained);
        WeightSampler sampler = new WeightSampler(bundle, where, ensemble);
        out.println("deviations of weights times " + number(spread.factor()) + ", noise of standard deviation "
                + number(Math.sqrt(before)) + " as trained, " + number(Math.sqrt(spread.noiseVariance()))
                + " now; " + few + " validation images: log-likelihood " + number(spread.logLikelihood())
                + ", PSNR " + number(spread.psnr()) + " dB");
        out.flush();
        PosteriorStudy study = new PosteriorStudy(sampler.reconstructor(name, samples, seed), phantoms, seed);
        List<Assessment> known = study.ellipses(
                Split.VALIDATION, PosteriorStudy.CALIBRATION_FROM, validation, said(display, "validation", validation));
        ConformalCalibration conformal = ConformalCalibration.ofPixels(known, ConformalCalibration.usualLevels());
        ScaleCalibration scale = ScaleCalibration.fit(known);
        Path calibration = file.resolveSibling(name + ".calibration.json");
        CalibrationFile.write(calibration, conformal);
        List<Assessment> ellipses = study.ellipses(Split.TEST, 0, test, said(display, "test", test));
        out.println("mean of " + samples + " draws; all deviations times " + number(scale.factor()) + " where scaled");
        Figures figures = Figures.of(ellipses, conformal, scale, LEVEL);
        say(out, "ellipses", figures);
        Map<String, Double> kept = new LinkedHashMap<>();
        put(kept, "ellipses", figures);
        kept.put("draws take symmetries", ensemble ? 1.0 : 0.0);
        kept.put("scale of the standard deviation", scale.factor());
        kept.put("factor of the deviations of weights after training", spread.factor());
        if (sheppLogan > 0) {
            List<Assessment> shepp = study.sheppLogan(sheppLogan, said(display, "Shepp-Logan", sheppLogan));
            Figures f = Figures.of(shepp, conformal, scale, LEVEL);
            say(out, "Shepp-Logan", f);
            put(kept, "Shepp-Logan", f);
            PosteriorMaps.save(folder.resolve("shepp-logan.png"), shepp.get(0));
        }
        draw(ellipses, conformal);
        for (int i = 0; i < Math.min(PICTURES, test); i++) {
            PosteriorMaps.save(folder.resolve("ellipses-" + (i + 1) + ".png"), ellipses.get(i));
        }
        bundle.withFigures(kept).write(file);
        out.println("calibration in " + calibration + ", figures in " + file + ", pictures in " + folder);
        out.flush();
        return Main.DONE;
    }

    private SparseViewExperiment experiment() {
        return switch (experiment) {
            case "bdgd" -> SparseViewExperiment.bdgd();
            case "dival" -> SparseViewExperiment.dival();
            case "adler" -> SparseViewExperiment.adler();
            default ->
                throw new IllegalArgumentException(
                        "--experiment is " + experiment + ", but must be bdgd, dival or adler");
        };
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }

    /** Tells of each phantom, and stops when the user asks. */
    private static IntConsumer said(ProgressDisplay display, String what, int all) {
        return i -> {
            if (!display.onIteration(new Progress(what, i, all, null, () -> new float[0]))) {
                throw new CancellationException();
            }
            if (i == all) {
                display.close();
            }
        };
    }

    private static void say(PrintWriter out, String set, Figures f) {
        out.println(String.format(
                Locale.ROOT,
                "%s (%d): PSNR %.2f dB (spread %.2f); nominal 90 %% covers %.1f %% as claimed, %.1f %% calibrated"
                        + " (spread over images %.1f %%); calibration error %.3f; log-likelihood %.3f as claimed, %.3f"
                        + " scaled; correlation of deviation and error: Pearson %.3f, Spearman %.3f;"
                        + " mean deviation %.5f, mean error %.5f",
                set,
                f.images(),
                f.psnr(),
                f.psnrSpread(),
                100 * f.claimed(),
                100 * f.covered(),
                100 * f.coveredSpread(),
                f.calibrationError(),
                f.logLikelihood(),
                f.scaledLogLikelihood(),
                f.pearson(),
                f.spearman(),
                f.deviation(),
                f.error()));
        out.flush();
    }

    private static void put(Map<String, Double> kept, String set, Figures f) {
        kept.put("test PSNR in dB, " + set, f.psnr());
        kept.put("coverage of calibrated 90 % intervals, " + set, f.covered());
        kept.put("log-likelihood in nats per pixel, scaled, " + set, f.scaledLogLikelihood());
        kept.put("rank correlation of standard deviation and error, " + set, f.spearman());
    }

    private void draw(List<Assessment> all, ConformalCalibration calibration) throws IOException {
        CalibrationCurve claimed = CoverageCounter.gaussian(CalibrationCurve.levels(19), all);
        CalibrationCurve calibrated = PosteriorStudy.curve(all, calibration);
        double[] levels = coverages(claimed, Coverage::level);
        Chart chart = Chart.linear("level", "observed coverage")
                .line("as claimed", levels, coverages(claimed, Coverage::observed))
                .line("calibrated", levels, coverages(calibrated, Coverage::observed))
                .line("ideal", levels, levels);
        byte[] png = chart.png();
        AtomicFile.write(folder.resolve("calibration.png"), stream -> stream.write(png));
    }

    private static double[] coverages(CalibrationCurve curve, ToDoubleFunction<Coverage> value) {
        return curve.points().stream().mapToDouble(value).toArray();
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.4g", v);
    }
}
