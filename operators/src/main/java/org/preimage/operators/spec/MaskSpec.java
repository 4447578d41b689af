package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Missing pixels, for inpainting: {"operator": "mask", "image": {"size": [256, 256]}, "mask": "mask.npy"}. Pixels where
 * the mask is not zero are kept, the others are measured as zero.
 *
 * @param mask the mask, in the image's space
 * @param file where the mask came from
 */
public record MaskSpec(Image mask, Path file) implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("mask", MaskSpec::read);

    private static MaskSpec read(Fields fields, Path folder) throws IOException {
        Space image = ImageSize.ofAny(fields);
        Path file = folder.resolve(fields.word("mask"));
        fields.requireNoOthers();
        return new MaskSpec(Shapes.fit("the mask", ImageFiles.read(file), image), file);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Space domain() {
        return mask.space();
    }

    @Override
    public Space range() {
        return mask.space();
    }

    @Override
    public LinearOperator operator() {
        return Mask.nonZero(mask);
    }

    @Override
    public void clearUnmeasured(Image data) {
        for (int i = 0; i < data.data().length; i++) {
            data.data()[i] = mask.data()[i] == 0 ? 0 : data.data()[i];
        }
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(domain(), json);
        return json.put("mask", file.toString());
    }
}
