package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Blur: {"operator": "blur", "image": {"size": [512, 512]}, "psf": "psf.npy", "boundary": "periodic"}. The boundary may also be
 * "reflecting", which is the default, or "zero"; {@link PointSpreadFields} has the models that "psf" may name.
 *
 * @param image domain and range
 * @param psf the point spread function
 * @param boundary what is outside the image
 * @param words what the SPEC says of the function
 */
public record BlurSpec(Space image, Image psf, Boundary boundary, JsonNode words) implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("blur", BlurSpec::read);

    private static BlurSpec read(Fields fields, Path folder) throws IOException {
        Boundary boundary = fields.has("boundary") ? Boundary.of(fields.word("boundary")) : Boundary.REFLECTING;
        PointSpreadFields.Read read = PointSpreadFields.read(fields, folder);
        return new BlurSpec(read.image(), read.psf(), boundary, read.json());
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
        return image;
    }

    @Override
    public Blur operator() {
        return new Blur(image, psf, boundary);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        json.set("psf", words.deepCopy());
        return json.put("boundary", boundary.label());
    }
}
