package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.weights.Weights;

class LinearisationTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] normal(int n, long seed) {
        RandomGenerator random = random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    static Stream<Network> networks() {
        Style smooth = Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP);
        return Stream.of(
                Sequence.of(UNet.of(1, 1, 8, 8), new Sigmoid()), new SkipNetwork(1, 1, List.of(8, 8, 8), 4, smooth));
    }

    private static Linearisation of(Network network, Weights at, boolean precise) {
        return new Linearisation(
                ComputeDevice.CPU,
                at,
                w -> {
                    Tensor z = Tensor.of(normal(64, 7), 1, 1, 8, 8);
                    return network.forward(precise ? z.toDoublePrecision() : z, w);
                },
                precise);
    }

    /** J v is the limit of differences, and J* its transpose. */
    @ParameterizedTest
    @MethodSource("networks")
    void productsAreThoseOfTheJacobian(Network network) {
        Weights at = Weights.initial(network.layout(), random(1));
        float[] v = normal(at.values().length, 2);
        float[] u = normal(64, 3);
        float[] jv;
        float[] ju;
        try (Linearisation f = of(network, at, true)) {
            jv = f.times(v);
            ju = f.transposedTimes(u);
        }
        double h = 1e-3;
        float[] quotient = new float[64];
        for (int side = -1; side <= 1; side += 2) {
            Weights moved = at.copy();
            Vectors.add(side * h, v, moved.values());
            try (Linearisation f = of(network, moved, true)) {
                Vectors.add(side / (2 * h), f.value(), quotient);
            }
        }
        assertTrue(Vectors.relativeDistance(jv, quotient) < 2e-3, "" + Vectors.relativeDistance(jv, quotient));
        assertEquals(Vectors.dot(jv, u), Vectors.dot(v, ju), 1e-5 * Vectors.norm(jv) * Vectors.norm(u));
    }

    @Test
    void productsAreLinearAndCanBeRepeated() {
        Network network = Sequence.of(UNet.of(1, 1, 8, 8), new Sigmoid());
        Weights at = Weights.initial(network.layout(), random(1));
        int before = Torch.available() ? Torch.liveArrays() : 0;
        try (Linearisation f = of(network, at, false)) {
            float[] v = normal(at.values().length, 2);
            float[] once = f.times(v);
            int during = Torch.liveArrays();
            for (int i = 0; i < 5; i++) {
                f.transposedTimes(once);
                assertArrayEquals(once, f.times(v));
            }
            assertEquals(during, Torch.liveArrays());
            float[] twice = v.clone();
            Vectors.scale(2, twice);
            Vectors.scale(2, once);
            assertArrayEquals(once, f.times(twice), 1e-5f);
            assertThrows(IllegalArgumentException.class, () -> f.times(new float[3]));
            assertThrows(IllegalArgumentException.class, () -> f.transposedTimes(new float[3]));
        }
        assertEquals(before, Torch.liveArrays());
    }

    @Test
    void aMapWithoutWeightsIsRefused() {
        Weights at = Weights.initial(UNet.of(1, 1, 8, 8).layout(), random(1));
        int before = Torch.liveArrays();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Linearisation(ComputeDevice.CPU, at, w -> Tensor.of(new float[] {1}, 1)));
        assertEquals(before, Torch.liveArrays());
    }
}
