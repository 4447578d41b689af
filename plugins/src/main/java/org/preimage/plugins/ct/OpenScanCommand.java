package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.PreparationSyntax;
import org.preimage.operators.tomography.preparation.StripeFilter;
import org.preimage.operators.tomography.preparation.Zingers;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Open Raw Scan... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Open Raw Scan...",
        description =
                "Opens a scan as it comes from scanner or beamline (DXchange and other HDF5, MATLAB, .xtekct, .npy, TIFF) as"
                        + " calibrated sinograms, flats and darks applied, that know their geometry: parallel, fan or cone beam")
public final class OpenScanCommand extends ImageCommand {
    @Parameter(label = "Scan", style = "open", persist = false)
    private File scan;

    @Parameter(
            label = "Array (empty = found)",
            required = false,
            persist = false,
            description = "Name of the projections in MATLAB or HDF5 files that hold several arrays, as /sinogram")
    private String array = "";

    @Parameter(
            label = "Remove rings",
            choices = {"none", "sorting", "wavelet", "large", "dead"},
            description =
                    "Filter against stripes of the sinogram: sorting (Vo 2018) for most, wavelet (Munch 2009), large for broad"
                            + " ones, dead for cells that do not answer")
    private String rings = "none";

    @Parameter(label = "Remove zingers", description = "Single values that a stray photon made too bright")
    private boolean zingers = false;

    @Parameter(type = ItemIO.OUTPUT, label = "Sinogram")
    private ImagePlus sinogram;

    @Override
    protected String name() {
        return "CT Open Raw Scan";
    }

    @Override
    protected ImagePlus make() {
        if (scan == null) {
            throw new IllegalArgumentException("scan is missing: choose a file");
        }
        Path file = scan.toPath();
        String inside = array == null || array.isBlank() ? null : array.strip();
        try (Job job = job(1)) {
            job.begin(0);
            try (ScanFile open = ScanFiles.open(file, inside)) {
                ImagePlus made = opened(file, inside, open);
                job.end(name() + ": " + open.rows() + " sinograms of " + open.cells() + " cells and " + open.views()
                        + " angles");
                return made;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ImagePlus opened(Path file, String inside, ScanFile open) {
        Preparation steps = Preparation.DEFAULT;
        if (zingers) {
            steps = steps.withZingers(Zingers.DEFAULT);
        }
        steps = steps.withStripes(PreparationSyntax.stripes("remove rings", rings));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", file.toString());
        facts.put("Format", open.format());
        facts.put(
                "Rings",
                rings.equals("none")
                        ? "none"
                        : steps.stripes().stream()
                                .map(StripeFilter::description)
                                .collect(Collectors.joining("; ")));
        open.facts().forEach((key, value) -> facts.put("File, " + key, value));
        Geometry geometry = Geometry.of(open, facts);
        RawStack stack = new RawStack(file, inside, open, steps);
        String title = file.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]+$", "");
        ImagePlus image = new ImagePlus(title, stack);
        geometry.attach(image);
        facts(image, facts);
        ImageProcessor middle = stack.getProcessor(stack.getSize() / 2 + 1);
        image.setSlice(stack.getSize() / 2 + 1);
        image.setDisplayRange(middle.getMin(), middle.getMax());
        return image;
    }

    @Override
    protected void deliver(ImagePlus result) {
        sinogram = result;
    }
}
