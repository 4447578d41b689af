package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Missing pixels, for inpainting: {"operator": "mask", "image": {"size": [256, 256]}, "mask": "mask.npy"}. Pixels where
 * the mask is not zero are kept, the others are measured as zero. A mask drawn at random, each pixel kept with the
 * same probability, is "mask": {"kept": 0.5, "seed": 1}.
 */
public final class MaskSpec implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("mask", MaskSpec::read);

    private final Image mask;
    private final ObjectNode source;

    private MaskSpec(Image mask, ObjectNode source) {
        this.mask = mask;
        this.source = source;
    }

    /**
     * A mask drawn at random.
     *
     * @param image where images live
     * @param kept probability of a pixel to be kept, above 0 and at most 1
     * @param seed of the draw
     * @throws IllegalArgumentException if the probability is not allowed, or no pixel was kept
     */
    public static MaskSpec random(Space image, double kept, int seed) {
        if (!(kept > 0 && kept <= 1)) {
            throw new IllegalArgumentException("\"mask.kept\" is " + kept + ", but must be above 0 and at most 1");
        }
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        Image mask = Image.zeros(image);
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = random.nextDouble() < kept ? 1 : 0;
        }
        ObjectNode source = Fields.object();
        source.putObject("mask").put("kept", kept).put("seed", seed);
        Mask.nonZero(mask);
        return new MaskSpec(mask, source);
    }

    private static MaskSpec read(Fields fields, Path folder) throws IOException {
        Space image = ImageSize.ofAny(fields);
        if (fields.isObject("mask")) {
            Fields drawn = fields.object("mask");
            double kept = drawn.number("kept");
            int seed = drawn.has("seed") ? drawn.count("seed") : 1;
            fields.requireNoOthers();
            return random(image, kept, seed);
        }
        Path file = folder.resolve(fields.word("mask"));
        fields.requireNoOthers();
        ObjectNode source = Fields.object().put("mask", file.toString());
        return new MaskSpec(Shapes.fit("the mask", ImageFiles.read(file), image), source);
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
        return json.setAll(source);
    }
}
