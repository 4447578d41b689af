package org.preimage.examples.benchmark;

import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MaskSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.reconstruction.InverseProblem;

/** A small problem of the kind of another one of restoring plane images. */
final class ImageWarmUp {
    private static final int SIDE = 64;

    private ImageWarmUp() {}

    /** None if the operator is of another kind. */
    static Optional<InverseProblem> like(OperatorSpec spec) {
        return switch (spec.name()) {
            case "identity" -> Optional.of(problem(ImageTasks.spec("identity", SIDE, "")));
            case "mask" -> Optional.of(problem(MaskSpec.random(Space.image(SIDE, SIDE, 1), 0.5, 1)));
            case "blur" ->
                Optional.of(problem(ImageTasks.spec(
                        "blur",
                        SIDE,
                        "\"psf\": {\"model\": \"gaussian\", \"sigma\": 1.5}, \"boundary\": \"reflecting\"")));
            case "downsample" -> Optional.of(problem(ImageTasks.spec("downsample", SIDE, "\"factor\": 2")));
            case "compressed-sensing" ->
                Optional.of(problem(ImageTasks.spec(
                        "compressed-sensing", SIDE, "\"matrix\": \"hadamard\", \"measurements\": 1024, \"seed\": 1")));
            default -> Optional.empty();
        };
    }

    private static InverseProblem problem(OperatorSpec spec) {
        Image data = ImageTasks.operated(spec, SheppLogan.modified(SIDE).render(spec.domain(), 2));
        float[] noisy = new GaussianNoise(0.05)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
        return new InverseProblem(spec.operator(), new Image(spec.range(), noisy));
    }
}
