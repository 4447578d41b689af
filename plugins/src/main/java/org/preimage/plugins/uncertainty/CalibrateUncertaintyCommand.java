package org.preimage.plugins.uncertainty;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.Planes;
import org.preimage.uncertainty.calibration.Calibration;
import org.preimage.uncertainty.calibration.CalibrationFile;
import org.preimage.uncertainty.calibration.ConformalCalibration;
import org.preimage.uncertainty.calibration.IsotonicCalibration;
import org.preimage.uncertainty.calibration.ScaleCalibration;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.CalibrationCurve;
import org.preimage.uncertainty.score.CoverageCounter;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Uncertainty &gt; Calibrate Uncertainty... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Uncertainty>Calibrate Uncertainty...",
        description =
                "Fits a calibration of standard deviations to a reference, on every other block of pixels, saves it for"
                        + " Overlay Uncertainty..., and plots the coverage of the other blocks")
public final class CalibrateUncertaintyCommand extends ImageCommand {
    /** Pixels within a block go together; in images smaller than four of them blocks are smaller. */
    private static final int BLOCK = 16;

    private static final int LEVELS = 19;

    /** The level whose coverage is told in words. */
    private static final double TOLD = 0.9;

    @Parameter(label = "Image", persist = false, description = "Mean and standard deviation as two channels")
    private ImagePlus image;

    @Parameter(label = "Reference", persist = false, description = "What the mean should be: as many slices")
    private ImagePlus reference;

    @Parameter(
            label = "Calibration",
            choices = {"conformal", "scale", "isotonic"},
            description =
                    "conformal keeps its promise whatever the errors are, scale takes one factor for all, isotonic allows"
                            + " errors to one side")
    private String calibration = "conformal";

    @Parameter(
            label = "File of the calibration (.json)",
            style = "save",
            persist = false,
            description = "Where it is saved")
    private File file;

    @Parameter(type = ItemIO.OUTPUT, label = "Coverage")
    private ImagePlus plot;

    @Override
    protected String name() {
        return "Calibrate Uncertainty";
    }

    @Override
    protected ImagePlus make() {
        Estimates input = new Estimates(image);
        Planes truth = new Planes("Reference", reference);
        if (file == null) {
            throw new IllegalArgumentException("file of the calibration is missing: choose where it is to be saved");
        }
        if (truth.width() != input.planes().width()
                || truth.height() != input.planes().height()
                || truth.count() != input.slices()) {
            throw new IllegalArgumentException("reference is " + truth.width() + " x " + truth.height() + " x "
                    + truth.count() + ", but must be as large as the image, "
                    + input.planes().width() + " x " + input.planes().height() + " x " + input.slices());
        }
        int block = block(truth.width(), truth.height());
        try (Job job = job(input.slices())) {
            List<Assessment> fitted = new ArrayList<>();
            List<Assessment> held = new ArrayList<>();
            for (int i = 0; i < input.slices(); i++) {
                if (!job.begin(i)) {
                    return stopped(job);
                }
                Image mean = input.mean(i);
                Assessment all = new Assessment(mean, input.deviation(i), truth.read(i, input.space()));
                fitted.add(all.on(blocks(truth.width(), truth.height(), block, true)));
                held.add(all.on(blocks(truth.width(), truth.height(), block, false)));
            }
            Calibration made = fit(fitted);
            if (job.cancelled()) {
                return stopped(job);
            }
            ImagePlus result = result(input.planes(), truth, made, fitted, held, block);
            job.end(name() + ": done, the calibration is " + file);
            return result;
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ImagePlus stopped(Job job) {
        job.end(name() + ": cancelled, nothing is kept");
        cancel(null);
        return null;
    }

    /** @throws IllegalArgumentException if the image is too small to hold pixels back */
    private static int block(int width, int height) {
        int block = Math.min(BLOCK, Math.min(width, height) / 4);
        if (block < 1) {
            throw new IllegalArgumentException(
                    "image is " + width + " x " + height + ", but must have 4 x 4 pixels to hold some of them back");
        }
        return block;
    }

    /** The black or the white squares of a chessboard. */
    private static boolean[] blocks(int width, int height, int block, boolean white) {
        boolean[] in = new boolean[width * height];
        for (int i = 0; i < in.length; i++) {
            in[i] = (i % width / block + i / width / block) % 2 == 0 == white;
        }
        return in;
    }

    private Calibration fit(List<Assessment> fitted) {
        return switch (calibration) {
            case "conformal" -> ConformalCalibration.ofPixels(fitted, ConformalCalibration.usualLevels());
            case "scale" -> ScaleCalibration.fit(fitted);
            case "isotonic" -> IsotonicCalibration.fit(fitted, IsotonicCalibration.usualLevels());
            default ->
                throw new IllegalArgumentException(
                        "calibration is \"" + calibration + "\", but must be conformal, scale or isotonic");
        };
    }

    private ImagePlus result(
            Planes input, Planes truth, Calibration made, List<Assessment> fitted, List<Assessment> held, int block)
            throws IOException {
        List<Double> levels = CalibrationCurve.levels(LEVELS);
        CalibrationCurve before = CoverageCounter.gaussian(levels, held);
        CalibrationCurve after = curve(levels, made, held);
        String covered = String.format(
                Locale.ROOT,
                "%.1f %% of %d other pixels at 90 %%, before %.1f %%",
                100 * curve(List.of(TOLD), made, held).points().get(0).observed(),
                pixels(held),
                100
                        * CoverageCounter.gaussian(List.of(TOLD), held)
                                .points()
                                .get(0)
                                .observed());
        String where = pixels(fitted) + " pixels of " + input.title() + " against " + truth.title()
                + ", every other block of " + block + " x " + block + " pixels of " + fitted.size() + " slices";
        CalibrationFile.write(file.toPath(), made, calibration + ", fitted to " + where + ", covers " + covered);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Calibration", calibration);
        facts.put("Fitted to", where);
        facts.put("Covers", covered);
        facts.put("Factor of standard deviations at 90 %", Double.toString(made.factor(TOLD)));
        facts.put("Largest difference between coverage and claim, before", Double.toString(before.worst()));
        facts.put("Largest difference between coverage and claim, after", Double.toString(after.worst()));
        facts.put("Holds for", "images like the reference, and for the mean over pixels, not for each of them");
        facts.put("File", file.toString());
        ImagePlus result = plot(input.title(), before, after);
        facts(result, facts);
        return result;
    }

    private static CalibrationCurve curve(List<Double> levels, Calibration made, List<Assessment> held) {
        CoverageCounter counter = new CoverageCounter(levels);
        held.forEach(a -> counter.add(made.intervals(a.mean(), a.standardDeviation()), a.truth()));
        return counter.curve();
    }

    private static long pixels(List<Assessment> all) {
        return all.stream().mapToLong(Assessment::pixels).sum();
    }

    private static ImagePlus plot(String title, CalibrationCurve before, CalibrationCurve after) {
        Plot plot = new Plot("Coverage of " + title, "claimed", "share of pixels held back that is covered");
        plot.setLimits(0, 1, 0, 1);
        plot.setLineWidth(1);
        plot.setColor(Color.gray);
        plot.addPoints(new double[] {0, 1}, new double[] {0, 1}, Plot.LINE);
        plot.setLineWidth(2);
        add(plot, before, new Color(0xd62728));
        add(plot, after, new Color(0x1f77b4));
        plot.setColor(Color.black);
        plot.addLegend("as claimed\nbefore\nafter", "top-left");
        return plot.getImagePlus();
    }

    private static void add(Plot plot, CalibrationCurve curve, Color colour) {
        plot.setColor(colour);
        plot.addPoints(
                curve.points().stream().mapToDouble(p -> p.level()).toArray(),
                curve.points().stream().mapToDouble(p -> p.observed()).toArray(),
                Plot.LINE);
    }

    @Override
    protected void deliver(ImagePlus result) {
        plot = result;
    }
}
