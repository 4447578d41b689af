package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.plugins.Planes;

/**
 * The geometry of a sinogram as an image carries it in its properties, where TIFF files keep it: the SPEC of one slice, or of the whole
 * panel of a cone beam, so that nobody has to type angles that a file states.
 *
 * @param beam of one slice, or a cone beam; lengths in mm
 * @param panel its detector; of a cone beam all rows, also where these are too many for one array and the beam has only one of them
 * @param millimetres whether the file told lengths; without, a cell is 1 wide and the unit is the pixel
 * @param axis whether the file told where the rotation axis is
 * @param angles whether the file told the angles; without, they are half a turn
 */
record Geometry(Beam beam, Detector panel, boolean millimetres, boolean axis, boolean angles) {
    private static final String SPEC = "preimage.geometry";
    private static final String KNOWN = "preimage.geometry.known";
    private static final String PANEL = "preimage.geometry.panel";
    private static final String[] ALL = {SPEC, KNOWN, PANEL, FoundAxis.KEY};
    private static final double HALF_TURN = 180;

    /** With the beam's detector. */
    Geometry(Beam beam, boolean millimetres, boolean axis, boolean angles) {
        this(beam, beam.detector(), millimetres, axis, angles);
    }

    /** Of a scan file. */
    static Geometry of(ScanFile scan, Map<String, String> facts) {
        Optional<Beam> known = scan.beam();
        Optional<double[]> stated = scan.angles();
        Beam beam;
        if (known.isPresent()) {
            beam = known.get();
        } else {
            double[] angles = stated.orElseGet(() -> Beam.uniformAngles(0, HALF_TURN, scan.views()));
            int n = scan.cells();
            beam = new ParallelBeam(Space.image(n, n, 1), n, 1, (n - 1) / 2.0, angles);
        }
        boolean told = known.isPresent() || stated.isPresent();
        facts.put(
                "Angles",
                beam.views() + " from " + Scan.number(beam.angles()[0]) + " to "
                        + Scan.number(beam.angles()[beam.views() - 1]) + " degree ("
                        + (told ? "as the file states" : "assumed: half a turn") + ")");
        Detector panel = scan.panel().orElse(beam.detector());
        return new Geometry(
                beam instanceof FanBeam fan && panel.rows() > 1 ? coneOf(fan, panel) : beam,
                panel,
                known.isPresent(),
                known.isPresent(),
                told);
    }

    /** A cone beam of one row, and one slice, of a panel whose rows are too many for one array. */
    private static ConeBeam coneOf(FanBeam middle, Detector panel) {
        double slice = panel.rowSpacing() * middle.sourceToAxis() / middle.sourceToDetector();
        return new ConeBeam(
                middle.image().with(new Axis(Role.Z, 1, slice)),
                panel.withRows(panel.rows() / 2, 1),
                middle.sourceToAxis(),
                middle.sourceToDetector(),
                middle.angles());
    }

    /** Writes it into an image and its calibration. */
    void attach(ImagePlus image) {
        image.setProp(SPEC, new BeamSpec(beam).text().replaceAll("\\s+", " "));
        image.setProp(KNOWN, (millimetres ? "length " : "") + (axis ? "axis " : "") + (angles ? "angles" : ""));
        if (panel.rows() != beam.detector().rows()) {
            image.setProp(PANEL, panel.rows() + " rows, orbit at row " + panel.rowCenter());
        }
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = beam.spacing();
        calibration.setXUnit(millimetres ? "mm" : "pixel");
        calibration.pixelHeight = step();
        calibration.setYUnit("degree");
        if (beam.image().dimensions() == 3) {
            calibration.pixelDepth = beam.detector().rowSpacing();
            calibration.setZUnit("mm");
        }
        calibration.setValueUnit("line integral");
    }

    /** Takes along what an image says of its geometry. */
    static void copy(ImagePlus from, ImagePlus to) {
        for (String key : ALL) {
            if (from.getProp(key) != null) {
                to.setProp(key, from.getProp(key));
            }
        }
    }

    /** Mean step of the angles in degrees. */
    double step() {
        double[] a = beam.angles();
        return a.length == 1 ? HALF_TURN : (a[a.length - 1] - a[0]) / (a.length - 1);
    }

    /**
     * What an image carries; empty if nothing.
     *
     * @throws IllegalArgumentException in one sentence, if it is damaged
     */
    static Optional<Geometry> in(Planes image) {
        String text = image.property(SPEC);
        if (text == null) {
            return Optional.empty();
        }
        String known = String.valueOf(image.property(KNOWN));
        try {
            if (OperatorSpec.parse(text, Path.of("")) instanceof BeamSpec spec) {
                return Optional.of(new Geometry(
                        spec.beam(),
                        panel(spec.beam().detector(), image.property(PANEL)),
                        known.contains("length"),
                        known.contains("axis"),
                        known.contains("angles")));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the property " + SPEC + " of the image is damaged: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the property " + SPEC + " of the image is of no scan");
    }

    private static Detector panel(Detector beams, String text) {
        if (text == null) {
            return beams;
        }
        Matcher all =
                Pattern.compile("(\\d{1,9}) rows, orbit at row (-?[0-9.E-]+)").matcher(text);
        if (!all.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no panel");
        }
        return new Detector(
                beams.cells(),
                beams.spacing(),
                beams.center(),
                Integer.parseInt(all.group(1)),
                beams.rowSpacing(),
                Double.parseDouble(all.group(2)));
    }
}
