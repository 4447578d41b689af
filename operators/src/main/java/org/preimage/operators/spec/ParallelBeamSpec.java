package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.ParallelProjector;

/**
 * The parallel-beam x-ray transform: {"operator": "parallel-beam", "image": {"size": [256, 256], "pixel": 1.0}, "detector":
 * {"count": 363, "spacing": 1.0, "center": 181.0}, "angles": {"start": 0, "stop": 180, "count": 180}}.
 *
 * <p>"center" is the cell index, from 0 and fractional, onto which the rotation axis projects, by default the middle,
 * (count - 1) / 2. "angles" are in degrees, in equal steps with "stop" excluded, or {"list": [0, 0.5, 1]}.
 *
 * @param geometry the geometry described
 */
public record ParallelBeamSpec(ParallelBeam geometry) implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("parallel-beam", ParallelBeamSpec::read);

    private static ParallelBeamSpec read(Fields fields, Path folder) {
        Space image = ImageSize.withPixel(fields);
        Fields detector = fields.object("detector");
        int count = detector.count("count");
        double spacing = detector.positive("spacing");
        double center = detector.has("center") ? detector.number("center") : (count - 1) / 2.0;
        double[] angles = angles(fields.object("angles"));
        return new ParallelBeamSpec(new ParallelBeam(image, count, spacing, center, angles));
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
        return ParallelBeam.uniformAngles(start, stop, count);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Space domain() {
        return geometry.image();
    }

    @Override
    public Space range() {
        return geometry.sinogram();
    }

    @Override
    public LinearOperator operator() {
        return new ParallelProjector(geometry);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(geometry.image(), json);
        json.putObject("detector")
                .put("count", geometry.detectors())
                .put("spacing", geometry.spacing())
                .put("center", geometry.center());
        ObjectNode node = json.putObject("angles");
        double[] angles = geometry.angles();
        double stop = uniformStop(angles);
        if (Double.isFinite(stop)) {
            node.put("start", angles[0]).put("stop", stop).put("count", angles.length);
        } else {
            ArrayNode list = node.putArray("list");
            for (double angle : angles) {
                list.add(angle);
            }
        }
        return json;
    }

    /** Where angles in equal steps stop, or NaN if the steps are not equal to 1e-9 degrees. */
    private static double uniformStop(double[] angles) {
        int n = angles.length;
        if (n < 2 || angles[n - 1] == angles[0]) {
            return Double.NaN;
        }
        double stop = angles[0] + (angles[n - 1] - angles[0]) * n / (n - 1);
        stop = Math.abs(stop - Math.rint(stop)) < 1e-9 ? Math.rint(stop) : stop;
        double[] uniform = ParallelBeam.uniformAngles(angles[0], stop, n);
        for (int i = 0; i < n; i++) {
            if (Math.abs(uniform[i] - angles[i]) > 1e-9) {
                return Double.NaN;
            }
        }
        return stop;
    }
}
