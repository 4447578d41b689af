package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * The x-ray transform: {"operator": "parallel-beam", "image": {"size": [256, 256], "pixel": 1.0}, "detector": {"count": 363,
 * "spacing": 1.0, "center": 181.0}, "angles": {"start": 0, "stop": 180, "count": 180}}, or "fan-beam" or "cone-beam".
 *
 * <ul>
 *   <li>"center" is the cell index, from 0 and fractional, onto which the rotation axis projects, by default the middle,
 *       (count - 1) / 2.
 *   <li>"angles" are in degrees, in equal steps with "stop" excluded, or {"list": [0, 0.5, 1]}.
 *   <li>"model" is "joseph", the default, or "strip".
 *   <li>An image of three sizes has slices "slice" mm apart, by default "pixel". Parallel beams have a detector row for each.
 *   <li>Fan and cone beams have "sourceToAxis" and "sourceToDetector" in mm; a fan's detector may have the "shape" "flat" (the
 *       default) or "curved". A cone's is a panel: "size": [cells, rows], "spacing": [mm, mm], "center": [cell, row].
 * </ul>
 *
 * @param beam the geometry described
 * @param model how pixels become line integrals
 */
public record BeamSpec(Beam beam, Model model) implements OperatorSpec {
    private static final String PARALLEL = "parallel-beam";
    private static final String FAN = "fan-beam";
    private static final String CONE = "cone-beam";

    static final List<OperatorKinds.Kind> KINDS = List.of(
            new OperatorKinds.Kind(PARALLEL, BeamSpec::parallel),
            new OperatorKinds.Kind(FAN, BeamSpec::fan),
            new OperatorKinds.Kind(CONE, BeamSpec::cone));

    /** With Joseph's method. */
    public BeamSpec(Beam beam) {
        this(beam, Model.JOSEPH);
    }

    private static BeamSpec parallel(Fields fields, Path folder) {
        Space image = ImageSize.withPixel(fields);
        Fields detector = fields.object("detector");
        Detector line = line(detector);
        Detector all = image.dimensions() == 2
                ? line
                : new Detector(
                        line.cells(),
                        line.spacing(),
                        line.center(),
                        image.size(2),
                        image.spacing(2),
                        (image.size(2) - 1) / 2.0);
        return new BeamSpec(new ParallelBeam(image, all, angles(fields.object("angles"))), model(fields));
    }

    private static BeamSpec fan(Fields fields, Path folder) {
        Space image = ImageSize.withPixel(fields);
        Fields detector = fields.object("detector");
        Detector line = line(detector);
        FanBeam.Shape shape = FanBeam.Shape.labelled(detector.has("shape") ? detector.word("shape") : "flat");
        return new BeamSpec(
                new FanBeam(
                        image,
                        line,
                        shape,
                        fields.positive("sourceToAxis"),
                        fields.positive("sourceToDetector"),
                        angles(fields.object("angles"))),
                model(fields));
    }

    private static BeamSpec cone(Fields fields, Path folder) {
        Space image = ImageSize.withPixel(fields);
        Fields detector = fields.object("detector");
        int[] size = detector.counts("size", 2);
        double[] spacing = detector.numbers("spacing", 2);
        double[] center = detector.has("center")
                ? detector.numbers("center", 2)
                : new double[] {(size[0] - 1) / 2.0, (size[1] - 1) / 2.0};
        return new BeamSpec(
                new ConeBeam(
                        image,
                        new Detector(size[0], spacing[0], center[0], size[1], spacing[1], center[1]),
                        fields.positive("sourceToAxis"),
                        fields.positive("sourceToDetector"),
                        angles(fields.object("angles"))),
                model(fields));
    }

    private static Detector line(Fields detector) {
        int count = detector.count("count");
        return Detector.line(
                count,
                detector.positive("spacing"),
                detector.has("center") ? detector.number("center") : (count - 1) / 2.0);
    }

    private static Model model(Fields fields) {
        return fields.has("model") ? Model.labelled(fields.word("model")) : Model.JOSEPH;
    }

    private static double[] angles(Fields angles) {
        if (angles.has("list")) {
            return angles.numbers("list");
        }
        double start = angles.number("start");
        double stop = angles.number("stop");
        int count = angles.count("count");
        if (start == stop && count > 1) {
            throw new IllegalArgumentException(
                    "\"angles\" start and stop at " + start + " degrees, but " + count + " angles must differ");
        }
        return Beam.uniformAngles(start, stop, count);
    }

    @Override
    public String name() {
        return beam instanceof ParallelBeam ? PARALLEL : beam instanceof FanBeam ? FAN : CONE;
    }

    @Override
    public Space domain() {
        return beam.image();
    }

    @Override
    public Space range() {
        return beam.sinogram();
    }

    @Override
    public LinearOperator operator() {
        return beam.projector(model);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(beam.image(), json);
        Detector d = beam.detector();
        ObjectNode detector = json.putObject("detector");
        if (beam instanceof ConeBeam cone) {
            detector.putArray("size").add(d.cells()).add(d.rows());
            detector.putArray("spacing").add(d.spacing()).add(d.rowSpacing());
            detector.putArray("center").add(d.center()).add(d.rowCenter());
            source(json, cone.sourceToAxis(), cone.sourceToDetector());
        } else {
            detector.put("count", d.cells()).put("spacing", d.spacing()).put("center", d.center());
        }
        if (beam instanceof FanBeam fan) {
            detector.put("shape", fan.shape().label());
            source(json, fan.sourceToAxis(), fan.sourceToDetector());
        }
        angles(json.putObject("angles"));
        if (model != Model.JOSEPH) {
            json.put("model", model.label());
        }
        return json;
    }

    private static void source(ObjectNode json, double axis, double detector) {
        json.put("sourceToAxis", axis).put("sourceToDetector", detector);
    }

    private void angles(ObjectNode node) {
        double[] angles = beam.angles();
        double stop = uniformStop(angles);
        if (Double.isFinite(stop)) {
            node.put("start", angles[0]).put("stop", stop).put("count", angles.length);
        } else {
            ArrayNode list = node.putArray("list");
            Arrays.stream(angles).forEach(list::add);
        }
    }

    /** Where angles in equal steps stop, or NaN if the steps are not equal to 1e-9 degrees. */
    private static double uniformStop(double[] angles) {
        int n = angles.length;
        if (n < 2 || angles[n - 1] == angles[0]) {
            return Double.NaN;
        }
        double stop = angles[0] + (angles[n - 1] - angles[0]) * n / (n - 1);
        stop = Math.abs(stop - Math.rint(stop)) < 1e-9 ? Math.rint(stop) : stop;
        double[] uniform = Beam.uniformAngles(angles[0], stop, n);
        for (int i = 0; i < n; i++) {
            if (Math.abs(uniform[i] - angles[i]) > 1e-9) {
                return Double.NaN;
            }
        }
        return stop;
    }
}
