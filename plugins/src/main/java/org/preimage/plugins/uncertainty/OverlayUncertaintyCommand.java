package org.preimage.plugins.uncertainty;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.Planes;
import org.preimage.uncertainty.calibration.CalibrationFile;
import org.preimage.uncertainty.calibration.ScaleCalibration;
import org.preimage.uncertainty.prediction.PredictiveInterval;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Uncertainty &gt; Overlay Uncertainty... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Uncertainty>Overlay Uncertainty...",
        description =
                "Marks where not to trust an image, from its mean and standard deviation, and adds half the width of the"
                        + " intervals as a third channel")
public final class OverlayUncertaintyCommand extends ImageCommand {
    private static final Color MARK = new Color(0x60ff4000, true);

    /** The automatic threshold is this share of the range of the means. */
    private static final double SHARE = 0.1;

    /** Of the means, on either side, that the range leaves out. */
    private static final double TAIL = 0.01;

    @Parameter(label = "Image", persist = false, description = "Mean and standard deviation as two channels")
    private ImagePlus image;

    @Parameter(
            label = "File of a calibration (empty = uncalibrated)",
            required = false,
            persist = false,
            description =
                    "As Calibrate Uncertainty... saves it; without one, errors are taken as Gaussian with the standard"
                            + " deviations as they are")
    private String calibration = "";

    @Parameter(
            label = "Level (0 to 1)",
            min = "0",
            max = "1",
            description = "Probability with which the intervals are to hold the truth")
    private double level = 0.9;

    @Parameter(
            label = "Mark intervals wider than (number, or auto)",
            description =
                    "In the image's unit; auto takes a tenth of the range of the means, from the first to the last"
                            + " hundredth of them")
    private String threshold = "auto";

    @Parameter(type = ItemIO.OUTPUT, label = "Overlay")
    private ImagePlus overlay;

    @Override
    protected String name() {
        return "Overlay Uncertainty";
    }

    /** A calibration, and what is said of it. */
    private record Chosen(org.preimage.uncertainty.calibration.Calibration calibration, String word, String account) {}

    @Override
    protected ImagePlus make() {
        Estimates input = new Estimates(image);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie between 0 and 1");
        }
        double given = given();
        Chosen chosen = chosen();
        int points = input.space().points();
        requireMemory(4L * points * (3L * input.slices() + 8), "");
        ImageStack stack = new ImageStack(input.planes().width(), input.planes().height());
        List<float[]> means = new ArrayList<>();
        List<float[]> halves = new ArrayList<>();
        try (Job job = job(input.slices())) {
            for (int i = 0; i < input.slices(); i++) {
                if (!job.begin(i)) {
                    job.end(name() + ": cancelled, nothing is kept");
                    cancel(null);
                    return null;
                }
                Image mean = input.mean(i);
                Image deviation = input.deviation(i);
                float[] half =
                        half(chosen.calibration.intervals(mean, deviation).at(level));
                means.add(mean.data());
                halves.add(half);
                stack.addSlice("mean", mean.data());
                stack.addSlice("standard deviation", deviation.data());
                stack.addSlice(words() + " interval, half its width, " + chosen.word, half);
            }
            double widest = Double.isNaN(given) ? SHARE * range(means) : given;
            ImagePlus result = shown(input.planes(), stack, halves, widest, chosen);
            job.end(name() + ": done, " + chosen.word);
            return result;
        }
    }

    private String words() {
        return String.format(
                Locale.ROOT, "%s %%", Float.toString((float) (100 * level)).replaceFirst("\\.0$", ""));
    }

    private double given() {
        String text = threshold.strip();
        if (text.equalsIgnoreCase("auto")) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // No number: the sentence below says so as well.
        }
        throw new IllegalArgumentException(
                "mark intervals wider than is \"" + text + "\", but must be auto or a number that is not negative");
    }

    private Chosen chosen() {
        if (calibration == null || calibration.isBlank()) {
            return new Chosen(
                    ScaleCalibration.NONE,
                    "uncalibrated",
                    "none: standard deviations as they are, errors taken as Gaussian, coverage not checked");
        }
        try {
            Path file = Path.of(calibration.strip());
            String fitted = CalibrationFile.fitted(file).orElse("the file does not say to what it was fitted");
            return new Chosen(CalibrationFile.read(file), "calibrated", file.getFileName() + ": " + fitted);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file of a calibration is \"" + calibration + "\", which is no path", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private float[] half(PredictiveInterval interval) {
        float[] half = interval.upper().data().clone();
        for (int i = 0; i < half.length; i++) {
            half[i] = (half[i] - interval.lower().data()[i]) / 2;
            if (Float.isInfinite(half[i])) {
                throw new IllegalArgumentException("the calibration gives infinite intervals at level " + level
                        + ": it was fitted to too few pixels for it, or to errors where the standard deviation is 0");
            }
        }
        return half;
    }

    private static double range(List<float[]> means) {
        // Some thousands of pixels of a slice tell its quantiles.
        List<Float> some = new ArrayList<>();
        for (float[] mean : means) {
            for (int i = 0; i < mean.length; i += 1 + mean.length / 10_000) {
                some.add(mean[i]);
            }
        }
        double[] sorted = some.stream().mapToDouble(Float::doubleValue).toArray();
        Arrays.sort(sorted);
        int tail = (int) (TAIL * (sorted.length - 1));
        return sorted[sorted.length - 1 - tail] - sorted[tail];
    }

    private ImagePlus shown(Planes input, ImageStack stack, List<float[]> halves, double widest, Chosen chosen) {
        int slices = halves.size();
        ImagePlus result = new ImagePlus(input.title() + "-" + chosen.word, stack);
        result.setDimensions(3, slices, 1);
        result.setOpenAsHyperStack(true);
        result = new CompositeImage(result, CompositeImage.GRAYSCALE);
        Calibration same = input.calibration();
        same.setFunction(Calibration.NONE, null, null);
        result.setCalibration(same);
        for (int c = 3; c >= 1; c--) {
            ImageProcessor middle = stack.getProcessor(slices / 2 * 3 + c);
            result.setPosition(c, slices / 2 + 1, 1);
            result.setDisplayRange(c == 1 ? middle.getMin() : 0, middle.getMax());
        }
        Overlay marks = new Overlay();
        long marked = 0;
        for (int i = 0; i < slices; i++) {
            ByteProcessor wide = new ByteProcessor(stack.getWidth(), stack.getHeight());
            int here = 0;
            for (int k = 0; k < halves.get(i).length; k++) {
                if (2 * halves.get(i)[k] > widest) {
                    wide.set(k, 255);
                    here++;
                }
            }
            marked += here;
            if (here > 0) {
                add(marks, wide, i, chosen);
            }
        }
        TextRoi word = new TextRoi(
                1,
                1,
                chosen.word,
                new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(8, Math.min(24, stack.getHeight() / 20))));
        word.setStrokeColor(Color.yellow);
        word.setName(chosen.word);
        marks.add(word);
        result.setOverlay(marks);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Calibration", chosen.account);
        facts.put("Level", words());
        facts.put(
                "Third channel",
                "half the width of the " + words() + " interval of each pixel, in the unit of the image");
        facts.put(
                "Marked",
                String.format(
                        Locale.ROOT,
                        "%d of %d pixels, whose interval is wider than %.4g%s",
                        marked,
                        (long) slices * halves.get(0).length,
                        widest,
                        threshold.strip().equalsIgnoreCase("auto") ? " (a tenth of the range of the means)" : ""));
        facts(result, facts);
        return result;
    }

    private static void add(Overlay marks, ByteProcessor wide, int slice, Chosen chosen) {
        wide.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi roi = new ThresholdToSelection().convert(wide);
        roi.setFillColor(MARK);
        roi.setName("wide intervals, " + chosen.word);
        roi.setPosition(0, slice + 1, 1);
        marks.add(roi);
    }

    @Override
    protected void deliver(ImagePlus result) {
        overlay = result;
    }
}
