package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Reconstruct Cone Beam... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Reconstruct Cone Beam...",
        description =
                "Reconstructs the volume of a cone-beam scan that CT Open Raw Scan opened: fdk slab by slab, or by any method that"
                        + " takes a cone beam")
public final class ReconstructConeCommand extends PlanewiseCommand {
    @Parameter(
            label = "Scan",
            persist = false,
            description = "A stack of a cone-beam scan that knows its geometry, as CT Open Raw Scan opens it")
    private ImagePlus scan;

    @Parameter(
            label = "Slices of the stack are",
            choices = {"auto", "sinograms", "projections"},
            description = "auto: what the image's geometry says")
    private String slices = "auto";

    @Parameter(
            label = "Rotation axis (column, or auto)",
            persist = false,
            description =
                    "Column of the panel, counted from 0, onto which the rotation axis projects; auto: as the file states")
    private String axis = "auto";

    @Parameter(
            label = "Output size (pixels, 0 = panel columns)",
            min = "0",
            description = "Columns and rows of each slice; there are as many slices as the panel has rows")
    private int size = 0;

    @Parameter(
            label = "Method",
            choices = {
                "fdk",
                "sirt",
                "sart",
                "os-sart",
                "cgls",
                "landweber",
                "lsqr",
                "os-mltr",
                "tikhonov",
                "l1",
                "fista",
                "elastic-net",
                "tv",
                "tv-admm",
                "tgv",
                "hessian-schatten",
                "poisson-tv",
                "mlem",
                "osem",
                "l1-wavelet",
                "l1-shearlet",
                "pnp-bm3d",
                "pnp-nlm",
                "pnp-wavelet",
                "pnp-tv",
                "red-bm3d",
                "red-nlm",
                "red-wavelet",
                "red-tv"
            },
            description =
                    "fdk needs the least memory and time; sirt and cgls for few views, tv for few or noisy ones, hold the whole"
                            + " scan and volume in memory")
    private String method = "fdk";

    @Parameter(label = MethodSettings.WEIGHT_LABEL, description = MethodSettings.WEIGHT_HELP)
    private String weight = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Parameter(type = ItemIO.OUTPUT, label = "Volume")
    private ImagePlus volume;

    @Override
    protected String name() {
        return "CT Reconstruct Cone Beam";
    }

    @Override
    protected Planes input() {
        return StackOrder.of(new Planes("Scan", scan), slices).sinograms("Scan", scan);
    }

    @Override
    protected Plan plan(Planes input) {
        Method chosen = Methods.named(Methods.classical(), method);
        if (!chosen.takes("cone-beam")) {
            throw new IllegalArgumentException("method " + method + " takes " + String.join(", ", chosen.operators())
                    + ", but the scan is of a cone-beam");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Method", chosen.name());
        Geometry geometry = geometry(input);
        ConeBeam beam = placed(input, (ConeBeam) geometry.beam(), facts);
        ConeVolume steps = new ConeVolume(
                input,
                beam,
                geometry.panel().withCenter(beam.center()),
                new MethodStep(chosen, MethodSettings.of(chosen, weight, settings)),
                Runtime.getRuntime().maxMemory() / 4);
        facts.putAll(steps.facts());
        Calibration calibration = Scan.square(input.calibration(), beam.image().spacing(0), "mm");
        calibration.pixelDepth = beam.image().spacing(2);
        calibration.setZUnit(null);
        facts.put("Value unit", calibration.getValueUnit());
        facts.put("Reference", chosen.reference());
        return new Plan(
                input.title() + "-" + chosen.name(),
                null,
                beam.image().size(0),
                beam.image().size(1),
                calibration,
                steps.bytes(),
                facts,
                steps);
    }

    private static Geometry geometry(Planes input) {
        Geometry known = Geometry.in(input)
                .orElseThrow(() -> new IllegalArgumentException(
                        "scan does not know its geometry: CT Open Raw Scan opens files that state it"));
        if (!(known.beam() instanceof ConeBeam cone)) {
            throw new IllegalArgumentException("scan is of no cone beam: CT Reconstruct takes parallel and fan beams");
        }
        int rows = known.panel().rows();
        if (input.width() != cone.detectors()
                || input.height() != cone.views()
                || input.count() != rows
                || cone.image().size(2) != cone.detector().rows()) {
            throw new IllegalArgumentException("scan has " + input.width() + " columns, " + input.count()
                    + " rows and " + input.height() + " views, but it was opened with " + cone.detectors() + ", " + rows
                    + " and " + cone.views() + ": open the scan again");
        }
        return known;
    }

    /** The geometry with the axis and the slices that are asked for. */
    private ConeBeam placed(Planes input, ConeBeam cone, Map<String, String> facts) {
        if (size < 0) {
            throw new IllegalArgumentException("output size is " + size
                    + ", but must be positive, or 0 for as many pixels as the panel has columns");
        }
        double column = Scan.givenAxis(input, axis, cone.center(), facts);
        int n = size == 0 ? cone.image().size(0) : size;
        double pixel = cone.image().spacing(0);
        Axis z = cone.image().axes().get(2);
        facts.put(
                "Views",
                cone.views() + " from " + Scan.number(cone.angles()[0]) + " to "
                        + Scan.number(cone.angles()[cone.views() - 1]) + " degree");
        facts.put(
                "Source to axis, to detector",
                Scan.number(cone.sourceToAxis()) + " mm, " + Scan.number(cone.sourceToDetector()) + " mm");
        facts.put("Voxel", Scan.number(pixel) + " x " + Scan.number(pixel) + " x " + Scan.number(z.spacing()) + " mm");
        return cone.with(Space.image(n, n, pixel).with(z), cone.detector().withCenter(column));
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected void deliver(ImagePlus result) {
        volume = result;
    }
}
