package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.sensing.RandomMatrix;
import org.preimage.operators.sensing.RandomizedTransform;
import org.preimage.operators.space.Space;

/**
 * Compressed sensing: {"operator": "compressed-sensing", "image": {"size": [64, 64]}, "matrix": "gaussian", "measurements": 1000,
 * "seed": 1}. The matrix is "gaussian" or "bernoulli", dense, or "hadamard" or "dct", fast.
 *
 * @param image the image
 * @param matrix its kind
 * @param measurements how many
 * @param seed of the random numbers
 */
public record SensingSpec(Space image, String matrix, int measurements, long seed) implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("compressed-sensing", SensingSpec::read);

    private static SensingSpec read(Fields fields, Path folder) {
        Space image = ImageSize.ofAny(fields);
        String matrix = fields.oneOf("matrix", "gaussian", "bernoulli", "hadamard", "dct");
        return new SensingSpec(
                image, matrix, fields.count("measurements"), fields.has("seed") ? fields.whole("seed") : 1);
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
        return Space.vector(measurements);
    }

    @Override
    public LinearOperator operator() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        return switch (matrix) {
            case "gaussian" -> new RandomMatrix(image, measurements, RandomMatrix.Entries.GAUSSIAN, random);
            case "bernoulli" -> new RandomMatrix(image, measurements, RandomMatrix.Entries.BERNOULLI, random);
            case "hadamard" -> new RandomizedTransform(image, measurements, RandomizedTransform.Basis.HADAMARD, random);
            default -> new RandomizedTransform(image, measurements, RandomizedTransform.Basis.COSINE, random);
        };
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        return json.put("matrix", matrix).put("measurements", measurements).put("seed", seed);
    }
}
