package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phase.CodedDiffraction;
import org.preimage.operators.phase.OversampledFourier;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.space.Space;

/**
 * Phase retrieval: {"operator": "phase-retrieval", "image": {"size": [128, 128]}, "patterns": 6, "seed": 1} for coded diffraction
 * patterns with random octanary masks, or {..., "oversampling": 2} for the Fourier transform of an image in zeros. "measured" is
 * "intensity" (the default) or "magnitude", "field" is "complex" (the default for patterns) or "real" (the default for
 * oversampling).
 *
 * @param image the image, real or complex
 * @param patterns how many, or 0 for oversampling
 * @param oversampling factor, or 0 for patterns
 * @param seed of the masks
 * @param measured of the wave
 */
public record PhaseRetrievalSpec(
        Space image, int patterns, int oversampling, long seed, PhaseRetrieval.Quantity measured)
        implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("phase-retrieval", PhaseRetrievalSpec::read);

    private static PhaseRetrievalSpec read(Fields fields, Path folder) {
        Space image = ImageSize.ofAny(fields);
        boolean coded = !fields.has("oversampling");
        if (coded && !fields.has("patterns")) {
            throw new IllegalArgumentException("the SPEC lacks \"patterns\" or \"oversampling\"");
        }
        int patterns = coded ? fields.count("patterns") : 0;
        int oversampling = coded ? 0 : fields.count("oversampling");
        long seed = coded && fields.has("seed") ? fields.whole("seed") : 1;
        boolean complex =
                fields.has("field") ? fields.oneOf("field", "real", "complex").equals("complex") : coded;
        PhaseRetrieval.Quantity measured = fields.has("measured")
                ? PhaseRetrieval.Quantity.of(fields.word("measured"))
                : PhaseRetrieval.Quantity.INTENSITY;
        return new PhaseRetrievalSpec(complex ? image.complex() : image, patterns, oversampling, seed, measured);
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
        return operator().range();
    }

    @Override
    public PhaseRetrieval operator() {
        LinearOperator propagation = patterns > 0
                ? CodedDiffraction.octanary(
                        image,
                        patterns,
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed))
                : new OversampledFourier(image, oversampling);
        return new PhaseRetrieval(propagation, measured);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        if (patterns > 0) {
            json.put("patterns", patterns).put("seed", seed);
        } else {
            json.put("oversampling", oversampling);
        }
        return json.put("field", image.field().name().toLowerCase(Locale.ROOT)).put("measured", measured.label());
    }
}
