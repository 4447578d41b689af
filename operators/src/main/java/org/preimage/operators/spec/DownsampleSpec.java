package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Antialiasing;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.Downsampling;
import org.preimage.operators.blur.SampledBlur;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Low resolution: {"operator": "downsample", "image": {"size": [256, 256]}, "factor": 4}. The factor is one number or a list of one
 * for each axis. "kernel" may be "box" (the default), "bicubic" or "gaussian", and "boundary" as for {@link BlurSpec}. With "psf"
 * as there instead of "kernel", samples of the blurred image are taken.
 *
 * @param image the fine image
 * @param factors one for each axis
 * @param kernel against aliasing, where there is no function
 * @param psf the point spread function and the SPEC's words for it, if there is one
 * @param boundary what is outside the image
 */
public record DownsampleSpec(Space image, int[] factors, Antialiasing kernel, Optional<Function> psf, Boundary boundary)
        implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("downsample", DownsampleSpec::read);

    /** A point spread function. */
    public record Function(Image psf, JsonNode words) {}

    private static DownsampleSpec read(Fields fields, Path folder) throws IOException {
        Optional<Function> psf = Optional.empty();
        Antialiasing kernel = Antialiasing.BOX;
        Space image;
        if (fields.has("psf")) {
            PointSpreadFields.Read read = PointSpreadFields.read(fields, folder);
            image = read.image();
            psf = Optional.of(new Function(read.psf(), read.json()));
        } else {
            image = ImageSize.ofAny(fields);
            kernel = fields.has("kernel") ? Antialiasing.of(fields.word("kernel")) : kernel;
        }
        Boundary boundary = fields.has("boundary") ? Boundary.of(fields.word("boundary")) : Boundary.REFLECTING;
        int[] factors = fields.countOrCounts("factor");
        return new DownsampleSpec(
                image, new Downsampling(image, kernel, boundary, factors).factors(), kernel, psf, boundary);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Space domain() {
        return image;
    }

    @Override
    public Space range() {
        return new Downsampling(image, kernel, boundary, factors).range();
    }

    @Override
    public LinearOperator operator() {
        return psf.isPresent()
                ? new SampledBlur(new Blur(image, psf.get().psf(), boundary), factors)
                : new Downsampling(image, kernel, boundary, factors);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        ArrayNode list = json.putArray("factor");
        for (int factor : factors) {
            list.add(factor);
        }
        psf.ifPresentOrElse(p -> json.set("psf", p.words().deepCopy()), () -> json.put("kernel", kernel.label()));
        return json.put("boundary", boundary.label());
    }
}
