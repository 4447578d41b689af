package org.preimage.plugins.benchmark;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.reconstruction.quality.ImageQuality;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Benchmark &gt; Compare Images... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Benchmark>Compare Images...",
        description =
                "Tells PSNR, SSIM and errors of an image against a reference, slice by slice in a table, and makes the difference")
public final class CompareCommand extends PlanewiseCommand {
    /** Title of the table, to which every run adds its rows. */
    static final String TABLE = "Preimage Comparison";

    @Parameter(label = "Image", persist = false, description = "The image that is judged")
    private ImagePlus image;

    @Parameter(
            label = "Reference",
            persist = false,
            description = "What it should be: a stack of as many slices, or one for all of them")
    private ImagePlus reference;

    @Parameter(
            label = "Range of values (number, or auto)",
            description = "Peak of PSNR and SSIM; auto is maximum - minimum of the reference's slice")
    private String range = "auto";

    @Parameter(type = ItemIO.OUTPUT, label = "Difference")
    private ImagePlus difference;

    @Override
    protected String name() {
        return "Compare Images";
    }

    @Override
    protected Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected Plan plan(Planes input) {
        Planes truth = new Planes("Reference", reference);
        if (truth.width() != input.width()
                || truth.height() != input.height()
                || truth.count() != 1 && truth.count() != input.count()) {
            throw new IllegalArgumentException("reference is " + truth.width() + " x " + truth.height() + " x "
                    + truth.count() + ", but must be as large as the image, " + input.width() + " x " + input.height()
                    + " x " + input.count() + ", or one slice");
        }
        double peak = peak();
        Space plane = Space.image(input.width(), input.height(), 1);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Reference image", truth.title());
        facts.put("Range", range.strip());
        facts.put(
                "Reference",
                "Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, Image quality assessment, IEEE Transactions on Image"
                        + " Processing 13 (2004) 600-612");
        ResultsTable table = table();
        Calibration calibration = input.calibration();
        calibration.setFunction(Calibration.NONE, null, null);
        return new Plan(
                input.title() + "-minus-" + truth.title(),
                plane,
                plane.size(0),
                plane.size(1),
                calibration,
                4L * plane.length() * 12,
                facts,
                (i, data, listener) -> {
                    Image expected = truth.read(truth.count() == 1 ? 0 : i, plane);
                    double range = Double.isNaN(peak) ? ImageQuality.range(expected) : peak;
                    ImageQuality quality = ImageQuality.of(expected, data, range);
                    double nrmse = ImageQuality.nrmse(expected, data);
                    table.incrementCounter();
                    table.addValue("Image", input.title());
                    table.addValue("Reference", truth.title());
                    table.addValue("Slice", i + 1);
                    table.addValue("PSNR (dB)", quality.psnr());
                    table.addValue("SSIM", quality.ssim());
                    table.addValue("RMSE", quality.rmse());
                    table.addValue("NRMSE", nrmse);
                    table.show(TABLE);
                    float[] values = data.data().clone();
                    for (int k = 0; k < values.length; k++) {
                        values[k] -= expected.data()[k];
                    }
                    Map<String, String> how = new LinkedHashMap<>();
                    how.put("PSNR", quality.psnr() + " dB");
                    how.put("SSIM", Double.toString(quality.ssim()));
                    how.put("RMSE", Double.toString(quality.rmse()));
                    return new Plan.Result(values, how);
                });
    }

    /** The table on the screen, to be prolonged; without a screen there is none, and numbers are in the image's info. */
    private static ResultsTable table() {
        ResultsTable open = ResultsTable.getResultsTable(TABLE);
        return open == null ? new ResultsTable() : open;
    }

    private double peak() {
        String text = range.strip();
        if (text.equalsIgnoreCase("auto")) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // No number: the sentence below says so as well.
        }
        throw new IllegalArgumentException("range is \"" + text + "\", but must be auto or a number above 0");
    }

    @Override
    protected void deliver(ImagePlus result) {
        difference = result;
    }
}
