package org.preimage.plugins.simulate;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.plugins.ct.Scan;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Simulate &gt; CT Simulate Sinogram... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Simulate>CT Simulate Sinogram...",
        description = "Projects slices as a parallel-beam CT scanner sees them, with noise if wanted")
public final class SimulateSinogramCommand extends PlanewiseCommand {
    /** Through more than this (exp(-50)) no photon comes from any source. */
    private static final double OPAQUE = 50;

    @Parameter(
            label = "Image",
            persist = false,
            description = "What is scanned; the rotation axis stands in its middle, its pixel width is the detector"
                    + " spacing")
    private ImagePlus image;

    @Parameter(label = "Number of angles", min = "1")
    private int angles = 180;

    @Parameter(
            label = "Angle range (degrees)",
            description = "Angles are equally spaced from 0 up to, not including, this one")
    private double range = 180;

    @Parameter(
            label = "Detectors (cells, 0 = enough to see all)",
            min = "0",
            description = "Cells are as wide as the image's pixels; the axis projects onto their middle")
    private int detectors = 0;

    @Parameter(
            label = "Noise (none, gaussian:5%, poisson:1e4, ...)",
            description =
                    "gaussian:SD in units of the sinogram, gaussian:P% of its mean, poisson:N with N photons for each cell,"
                            + " poisson:N:MU where image value 1 stands for the attenuation MU per unit length")
    private String noise = "none";

    @Parameter(label = "Seed of the noise", description = "The same seed gives the same noise")
    private long seed = 1;

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Parameter(type = ItemIO.OUTPUT, label = "Sinogram")
    private ImagePlus sinogram;

    @Override
    protected String name() {
        return "CT Simulate Sinogram";
    }

    @Override
    protected Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected Plan plan(Planes input) {
        if (angles < 1) {
            throw new IllegalArgumentException("number of angles is " + angles + ", but must be at least 1");
        }
        if (!(range > 0) || Double.isInfinite(range)) {
            throw new IllegalArgumentException(
                    "angle range is " + range + ", but must be a positive number of degrees");
        }
        if (detectors < 0) {
            throw new IllegalArgumentException(
                    "detectors is " + detectors + ", but must be positive, or 0 for enough to see all of the image");
        }
        Calibration calibration = input.calibration();
        double pixel = Scan.positive("pixel width", calibration.pixelWidth);
        if (Math.abs(calibration.pixelHeight - pixel) > 1e-6 * pixel) {
            throw new IllegalArgumentException("image has pixels of " + Scan.number(pixel) + " x "
                    + Scan.number(calibration.pixelHeight) + " " + calibration.getXUnit()
                    + ", but they must be square (Image > Scale... makes them so)");
        }
        SliceNoise random = SliceNoise.parse(noise, seed);
        Space space = Space.image(input.width(), input.height(), pixel);
        int cells = detectors == 0 ? ParallelBeam.coveringDetectors(space, pixel) : detectors;
        ParallelBeam beam =
                new ParallelBeam(space, cells, pixel, (cells - 1) / 2.0, ParallelBeam.uniformAngles(0, range, angles));
        Projector projector = beam.projector();
        return new Plan(
                input.title() + "-sinogram",
                space,
                cells,
                angles,
                sinogramCalibration(calibration),
                4L * space.length() * 2 + 4L * beam.sinogram().length() * 2,
                facts(input, beam, calibration),
                (i, plane, listener) -> {
                    float[] values = projector.apply(plane.data());
                    requireTransparent(random.model(), values);
                    random.add(i, values);
                    return new Plan.Result(values, Map.of());
                });
    }

    private Map<String, String> facts(Planes input, ParallelBeam beam, Calibration calibration) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Projector", "parallel beam, linear interpolation");
        facts.put("Angles", Integer.toString(angles));
        facts.put("Angle range", Scan.number(range) + " degree");
        facts.put("Angle step", Scan.number(range / angles) + " degree");
        facts.put("Rotation axis", "column " + Scan.number(beam.center()));
        facts.put("Detector spacing", Scan.number(beam.spacing()) + " " + calibration.getXUnit());
        facts.put("Value unit", "image value x " + calibration.getXUnit());
        facts.put("Noise", noise.strip());
        if (!noise.strip().equals("none")) {
            facts.put("Seed", Long.toString(seed));
        }
        facts.put(
                "Reference",
                "P. M. Joseph, An improved algorithm for reprojecting rays through pixel images,"
                        + " IEEE Transactions on Medical Imaging 1 (1982) 192-196");
        return facts;
    }

    private Calibration sinogramCalibration(Calibration image) {
        Calibration sinogram = image.copy();
        sinogram.setFunction(Calibration.NONE, null, null);
        sinogram.pixelHeight = range / angles;
        sinogram.setYUnit("degree");
        sinogram.xOrigin = 0;
        sinogram.yOrigin = 0;
        return sinogram;
    }

    private static void requireTransparent(NoiseModel model, float[] values) {
        if (model instanceof PoissonTransmission poisson) {
            float max = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                max = Math.max(max, value);
            }
            double depth = poisson.attenuation() * max;
            if (depth > OPAQUE) {
                throw new IllegalArgumentException(
                        "noise: the image has an optical depth of up to " + Scan.number(depth)
                                + ", through which no photon comes; write poisson:N:MU with a smaller MU, as "
                                + Scan.number(5 / max));
            }
        }
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected void deliver(ImagePlus result) {
        sinogram = result;
    }
}
