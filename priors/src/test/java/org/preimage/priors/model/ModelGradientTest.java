package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.ConvolutionBlock;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.TapeCheck;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

/** Every unrolled model: gradients against differences and through garbage. A new model needs a line here. */
class ModelGradientTest {
    private static final LinearOperator PROJECTOR =
            ParallelBeam.halfTurn(Space.image(8, 8, 1), 13, 1, 6).projector();

    static Stream<Model> models() {
        Style smooth = new Style(Activation.SILU, Normalization.NONE, 3, 2, 0);
        return Stream.of(
                new PostProcessing(UNet.of(3, 4).with(smooth)),
                new BayesianModel(
                        new LearnedGradientDescent(2, 1, new ConvolutionBlock(2, 1, smooth), true),
                        "conv1",
                        new MeanField(1, -3),
                        -2),
                new LearnedGradientDescent(3, 2, new ConvolutionBlock(3, 2, smooth), false),
                new LearnedGradientDescent(2, 1, new ConvolutionBlock(2, 1, smooth), true),
                new LearnedPrimalDual(
                        3, 2, 3, new ConvolutionBlock(3, 2, smooth), new ConvolutionBlock(5, 3, smooth), false),
                new LearnedPrimalDual(
                        2, 2, 2, new ConvolutionBlock(3, 2, smooth), new ConvolutionBlock(4, 2, smooth), true));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsAgreeWithDifferencesAndSurviveGarbage(Model model) {
        Physics physics = Physics.of(PROJECTOR);
        Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
        float[] shift = GradientCheck.normal(weights.values().length, 2);
        for (int i = 0; i < shift.length; i++) {
            weights.values()[i] += 0.1f * shift[i];
        }
        float[][] data = {
            GradientCheck.normal(physics.data().length(), 3),
            GradientCheck.normal(physics.data().length(), 4)
        };
        TapeCheck.check(
                model.toString(),
                tape -> {
                    Var y = tape.constant(TapeCheck.tensor(tape, data, physics.data()));
                    return tape.segment((w, x) -> x[0].square().mean(), model.reconstruct(tape, physics, y));
                },
                weights,
                1e-3);
    }

    @Test
    void everyModelHasItsCase() {
        Set<String> listed = Arrays.stream(
                        Model.class.getAnnotation(JsonSubTypes.class).value())
                .map(t -> t.value().getSimpleName())
                .collect(Collectors.toSet());
        assertEquals(listed, models().map(m -> m.getClass().getSimpleName()).collect(Collectors.toSet()));
    }
}
