package org.preimage.plugins.ct;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.Calibration;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.preparation.AirNormalisation;
import org.preimage.operators.tomography.preparation.DetectorCorrection;
import org.preimage.operators.tomography.preparation.FlatField;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.PreparationSyntax;
import org.preimage.operators.tomography.preparation.Zingers;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Prepare Sinograms... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Prepare Sinograms...",
        description =
                "Makes sinograms ready to reconstruct: flats and darks, zingers, rings, phase retrieval, beam hardening, of a stack of"
                        + " sinograms or of projections")
public final class PrepareCommand extends PlanewiseCommand {
    private static final String NONE = "none";

    @Parameter(label = "Scan", persist = false, description = "Counts with flats, or line integrals without")
    private ImagePlus scan;

    @Parameter(
            label = "Slices of the stack are",
            choices = {"auto", "sinograms", "projections"},
            description = "auto: what the image's geometry says, and sinograms if it has none")
    private String slices = "auto";

    @Parameter(
            label = "Flats (title of an image, file, or none)",
            persist = false,
            description =
                    "Counts without object, in the order of the scan: slices as many as the scan's rows, or one for each"
                            + " shot. None: the scan holds line integrals")
    private String flats = NONE;

    @Parameter(
            label = "Darks (title of an image, file, or none)",
            persist = false,
            description = "Counts without beam, as the flats; none where the detector took them off")
    private String darks = NONE;

    @Parameter(
            label = "Flats are averaged by",
            choices = {"mean", "median", "interpolated"},
            description = "interpolated: the first half was taken before the scan and the second after it")
    private String average = "mean";

    @Parameter(
            label = "Air beside the object (cells, 0 = not used)",
            min = "0",
            description = "Takes drift of the beam out by so many cells of air at both ends of the detector")
    private int air = 0;

    @Parameter(label = "Remove zingers", description = "Single values that a stray photon made too bright")
    private boolean zingers = false;

    @Parameter(
            label = "Remove rings (none, sorting:11, ...)",
            description =
                    "Filters against stripes, several joined by +: sorting:CELLS (Vo 2018) takes stripes narrower than half so"
                            + " many cells, and the more of the object the more they are; wavelet (Munch 2009), large for broad stripes, dead"
                            + " for cells that do not answer; none")
    private String rings = "sorting:11";

    @Parameter(
            label = "Phase retrieval (empty = none)",
            required = false,
            description =
                    "After Paganin, as energy=20,distance=300,delta-beta=500 in keV and mm; pixel=MM where the image's unit"
                            + " is no length")
    private String phase = "";

    @Parameter(
            label = "Beam hardening (c1,c2,..., empty = none)",
            required = false,
            description = "Line integrals p become c1 p + c2 p^2 + ...")
    private String hardening = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Parameter(type = ItemIO.OUTPUT, label = "Sinogram")
    private ImagePlus sinogram;

    @Override
    protected String name() {
        return "CT Prepare Sinograms";
    }

    @Override
    protected Planes input() {
        return order().sinograms("Scan", scan);
    }

    private StackOrder order() {
        return StackOrder.of(new Planes("Scan", scan), slices);
    }

    @Override
    protected Plan plan(Planes input) {
        Calibration calibration = input.calibration();
        calibration.setFunction(Calibration.NONE, null, null);
        calibration.setValueUnit("line integral");
        Preparation steps = steps(calibration);
        Optional<Planes> flat = reference("flats", flats, input);
        if (flat.isEmpty() && !isNone(darks)) {
            throw new IllegalArgumentException(
                    "darks are given, but no flats, without which counts cannot be corrected");
        }
        Optional<Planes> dark = reference("darks", darks, input);
        RowPreparation rows = new RowPreparation(input, flat, dark, steps);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Slices of the source", order().label());
        facts.put("Flats", described(flat));
        facts.put("Darks", described(dark));
        if (flat.isEmpty()) {
            facts.put("Correction", "none, as the values are line integrals");
        }
        Space space = Space.of(new Axis(Role.DETECTOR, input.width()), new Axis(Role.ANGLE, input.height()));
        return new Plan(
                input.title() + "-prepared",
                steps.halo() == 0 ? space : null,
                input.width(),
                input.height(),
                calibration,
                rows.bytes(),
                facts,
                rows);
    }

    private Preparation steps(Calibration calibration) {
        DetectorCorrection d = DetectorCorrection.DEFAULT;
        Preparation steps = Preparation.DEFAULT
                .withDetector(new DetectorCorrection(average(), d.floor(), d.fullScale(), d.noisy()))
                .withStripes(PreparationSyntax.stripes("remove rings", rings));
        if (air < 0) {
            throw new IllegalArgumentException("air is " + air + " cells, but must be positive, or 0 for none");
        }
        steps = air > 0 ? steps.withAir(new AirNormalisation(air)) : steps;
        steps = zingers ? steps.withZingers(Zingers.DEFAULT) : steps;
        if (phase != null && !phase.isBlank()) {
            steps = steps.withPhase(PreparationSyntax.phase("phase retrieval", phase, millimetres(calibration)));
        }
        if (hardening != null && !hardening.isBlank()) {
            steps = steps.withHardening(PreparationSyntax.hardening("beam hardening", hardening));
        }
        return steps;
    }

    private FlatField.Average average() {
        return switch (average) {
            case "mean" -> FlatField.Average.MEAN;
            case "median" -> FlatField.Average.MEDIAN;
            case "interpolated" -> FlatField.Average.INTERPOLATED;
            default ->
                throw new IllegalArgumentException(
                        "flats are averaged by \"" + average + "\", but must be by mean, median or interpolated");
        };
    }

    /** The pixel's width, where the unit is a length. */
    private static OptionalDouble millimetres(Calibration calibration) {
        return switch (calibration.getXUnit()) {
            case "mm" -> OptionalDouble.of(calibration.pixelWidth);
            case "um", "\u00b5m", "\u03bcm", "micron", "microns" -> OptionalDouble.of(calibration.pixelWidth / 1000);
            case "cm" -> OptionalDouble.of(10 * calibration.pixelWidth);
            default -> OptionalDouble.empty();
        };
    }

    /** Flats or darks: a row of the detector in each plane, a shot in each of its rows. */
    private Optional<Planes> reference(String name, String text, Planes input) {
        if (isNone(text)) {
            return Optional.empty();
        }
        String given = text.strip();
        ImagePlus image = WindowManager.getImage(given);
        if (image == null && new File(given).isFile()) {
            image = IJ.openImage(given);
        }
        if (image == null) {
            throw new IllegalArgumentException(name + " are \"" + given
                    + "\", but no image of this title is open, and no image file has this name");
        }
        Planes planes = order().sinograms(name, image);
        if (planes.width() != input.width() || planes.count() != input.count()) {
            throw new IllegalArgumentException(name + " have " + planes.width() + " columns and " + planes.count()
                    + " rows of the detector, but the scan has "
                    + input.width() + " and " + input.count() + " where slices are "
                    + order().label());
        }
        return Optional.of(planes);
    }

    private static boolean isNone(String text) {
        return text == null || text.isBlank() || text.strip().equals(NONE);
    }

    private String described(Optional<Planes> reference) {
        return reference
                .map(r -> r.title() + ", " + r.height() + " shots, " + PlanewiseCommand.identity(r))
                .orElse(NONE);
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected void complete(ImagePlus result) {
        Geometry.copy(scan, result);
    }

    @Override
    protected void deliver(ImagePlus result) {
        sinogram = result;
    }
}
