package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.Flattening;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.network.TransposedConvolution;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/** Every generator's gradient by latent values and weights. A new generator needs a line here. */
public class GeneratorTest {
    private static final int LATENT = 3;

    private static Network decoder(int channels) {
        return Sequence.of(
                new TransposedConvolution(LATENT, 6, 4),
                new Silu(),
                new TransposedConvolution(6, 6, 2),
                new Silu(),
                new Convolution(6, channels, 3));
    }

    /** Images of 8 x 8 pixels from three latent values. */
    public static VariationalAutoencoder autoencoder(double least, double most) {
        Network encoder = Sequence.of(
                new Convolution(1, 6, 3).strided(2),
                new Silu(),
                new Flattening(),
                new Convolution(6 * 16, 2 * LATENT, 1).gain(0.5));
        return new VariationalAutoencoder(encoder, decoder(most > least ? 2 : 1), LATENT, 8, 8, least, most);
    }

    public static GenerativeAdversarialPair adversarial() {
        Network critic = Sequence.of(
                new Convolution(1, 6, 3).strided(2),
                new Silu(),
                new Flattening(),
                new Convolution(6 * 16, 1, 1).gain(0.2));
        return new GenerativeAdversarialPair(decoder(1), new NetworkCritic(critic, null, 1, 1), LATENT, 8, 8);
    }

    private static final List<Generator> CASES = List.of(autoencoder(0.05, 0.5), autoencoder(0.1, 0.1), adversarial());

    @Test
    void gradientsAgreeWithDifferencesAndSurviveGarbage() {
        List<GradientCheck> checks = CASES.stream()
                .map(g -> GradientCheck.of(
                        g.toString(),
                        (w, x) -> {
                            Generator.Made made = g.make(x[0], w);
                            return made.deviations() == null
                                    ? made.images()
                                    : Tensor.channels(made.images(), made.deviations());
                        },
                        Weights.initial(g.layout(), GradientCheck.random(1)),
                        new int[] {2, LATENT, 1, 1}))
                .toList();
        checks.forEach(c -> c.againstDifferences(1e-5));
        GradientCheck.surviveGarbage(checks);
    }

    @Test
    void everyGeneratorHasItsCase() {
        Set<Class<?>> all = Arrays.stream(
                        Generator.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .collect(Collectors.toSet());
        assertEquals(all, CASES.stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void deviationsStayWithinTheirBounds() {
        VariationalAutoencoder model = autoencoder(0.05, 0.5);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Weights weights = Weights.initial(model.layout(), GradientCheck.random(2));
            Tensor z = scope.tensor(GradientCheck.normal(20 * LATENT, 3), 20, LATENT, 1, 1);
            for (float s : model.make(
                            z.times(30), Tape.evaluating(scope, weights).weights())
                    .deviations()
                    .toFloats()) {
                assertTrue(s >= 0.0499 && s <= 0.501, "" + s);
            }
        }
    }

    /** Of two normal laws in closed form. */
    @Test
    void theCodesDivergenceIsThatOfNormalLaws() {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            var code = new VariationalAutoencoder.Code(
                    scope.tensor(new float[] {2}, 1, 1, 1, 1),
                    scope.tensor(new float[] {(float) Math.log(0.25)}, 1, 1, 1, 1));
            assertEquals(0.5 * (4 + 0.25 - 1 + Math.log(4)), code.divergence().toDouble(), 1e-6);
            assertEquals(
                    2 + 0.5 * 3,
                    code.at(scope.tensor(new float[] {3}, 1, 1, 1, 1)).toDouble(),
                    1e-6);
        }
    }

    @Test
    void refusesNetworksOfAnotherSize() {
        VariationalAutoencoder wrong = new VariationalAutoencoder(decoder(1), decoder(1), LATENT, 9, 8, 0.1, 0.1);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, Weights.initial(wrong.layout(), GradientCheck.random(1)));
            Tensor z = scope.full(0, 1, LATENT, 1, 1);
            String message = assertThrows(IllegalArgumentException.class, () -> wrong.make(z, tape.weights()))
                    .getMessage();
            assertTrue(message.contains("8 x 8") && message.contains("9 x 8"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> autoencoder(0.2, 0.1));
    }
}
