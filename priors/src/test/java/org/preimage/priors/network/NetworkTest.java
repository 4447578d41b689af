package org.preimage.priors.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/** What networks compute, beside their gradients. */
class NetworkTest {
    private record Result(int[] shape, float[] values) {}

    private static Result run(Network network, Weights weights, RandomGenerator random, float[] x, int... shape) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Bound bound = Bound.in(scope, weights);
            Tensor y = network.forward(scope.tensor(x, shape), random == null ? bound : bound.drawing(random));
            return new Result(y.shape(), y.toFloats());
        }
    }

    private static Weights weights(Network network) {
        Weights weights = Weights.initial(network.layout(), GradientCheck.random(1));
        var random = GradientCheck.random(2);
        for (int i = 0; i < weights.values().length; i++) {
            weights.values()[i] += (float) (0.1 * random.nextGaussian());
        }
        return weights;
    }

    @Test
    void uNetsTakeImagesOfAnySize() {
        List<Network> networks = List.of(
                UNet.of(4, 4, 4, 4),
                UNet.of(4, 4, 4).with(new UNet.Sampling(Downsampling.STRIDED, Upsampling.TRANSPOSED)),
                new SkipNetwork(1, 1, List.of(4, 4, 4, 4), 2, Style.PLAIN));
        int[][] sizes = {{8, 8}, {9, 8}, {13, 23}, {1, 1}, {16, 31}, {3, 50}};
        for (Network network : networks) {
            for (int[] size : sizes) {
                int[] shape = {1, 1, size[0], size[1]};
                Result y = run(network, weights(network), null, GradientCheck.normal(size[0] * size[1], 1), shape);
                assertArrayEquals(shape, y.shape);
            }
        }
    }

    @Test
    void paddingDoesNotMoveTheImage() {
        // As it begins, the correction is 0.
        UNet network = UNet.of(3, 3, 3);
        Weights weights = Weights.initial(network.layout(), GradientCheck.random(1));
        float[] x = GradientCheck.normal(7 * 10, 1);
        assertArrayEquals(x, run(network, weights, null, x, 1, 1, 7, 10).values);
    }

    @Test
    void paddedSizesGiveTheSameInside() {
        // Far from the border a network of this depth does not know how large the image is.
        UNet network = UNet.of(3, 3).direct();
        Weights weights = weights(network);
        float[] large = GradientCheck.normal(40 * 40, 1);
        float[] small = new float[39 * 39];
        for (int i = 0; i < small.length; i++) {
            small[i] = large[i / 39 * 40 + i % 39];
        }
        float[] even = run(network, weights, null, large, 1, 1, 40, 40).values;
        float[] odd = run(network, weights, null, small, 1, 1, 39, 39).values;
        for (int row = 15; row < 20; row++) {
            for (int column = 15; column < 20; column++) {
                assertEquals(even[40 * row + column], odd[39 * row + column], 1e-5);
            }
        }
    }

    @Test
    void conditionsMatterAndAreNeeded() {
        UNet network = UNet.of(4, 4).conditioned(6);
        Weights weights = weights(network);
        float[] x = GradientCheck.normal(64, 1);
        float[] waves = Conditional.waves(new double[] {0.3, 40}, 6);
        assertEquals(Math.sin(0.3), waves[0], 1e-6);
        assertEquals(Math.cos(40 * 1e-4), waves[11], 1e-6);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Bound bound = Bound.in(scope, weights);
            Tensor image = scope.tensor(x, 1, 1, 8, 8);
            Tensor pair = Tensor.joined(0, List.of(image, image));
            float[] both =
                    network.forward(pair, scope.tensor(waves, 2, 6), bound).toFloats();
            float[] second = network.forward(image, scope.tensor(Arrays.copyOfRange(waves, 6, 12), 1, 6), bound)
                    .toFloats();
            assertNotEquals(both[0], both[64]);
            for (int i = 0; i < 64; i++) {
                assertEquals(second[i], both[64 + i], 1e-5);
            }
            assertThrows(IllegalArgumentException.class, () -> network.forward(image, bound));
            UNet plain = UNet.of(4, 4);
            Bound other = Bound.in(scope, weights(plain));
            assertThrows(IllegalArgumentException.class, () -> plain.forward(image, scope.tensor(waves, 2, 6), other));
        }
    }

    @Test
    void dropoutKeepsTheMeanAndComesFromTheGivenGenerator() {
        float[] ones = new float[40_000];
        Arrays.fill(ones, 1);
        Dropout pixels = new Dropout(0.25, false);
        Weights none = GradientCheck.none();
        assertArrayEquals(ones, run(pixels, none, null, ones, 1, 4, 100, 100).values);
        float[] y = run(pixels, none, GradientCheck.random(3), ones, 1, 4, 100, 100).values;
        double mean = 0;
        for (float v : y) {
            assertTrue(v == 0 || Math.abs(v - 4.0 / 3) < 1e-6);
            mean += v / y.length;
        }
        assertEquals(1, mean, 0.015);
        assertArrayEquals(y, run(pixels, none, GradientCheck.random(3), ones, 1, 4, 100, 100).values);
        float[] whole = run(new Dropout(0.5, true), none, GradientCheck.random(3), ones, 4, 100, 10, 10).values;
        int dropped = 0;
        for (int c = 0; c < 400; c++) {
            for (int i = 0; i < 100; i++) {
                assertEquals(whole[100 * c], whole[100 * c + i]);
            }
            dropped += whole[100 * c] == 0 ? 1 : 0;
        }
        assertEquals(200, dropped, 50);
    }

    @Test
    void normalisationGivesMeanAndVariance() {
        GroupNormalization network = new GroupNormalization(4, 2, 0);
        float[] x = GradientCheck.normal(2 * 4 * 30, 1);
        Weights weights = Weights.initial(network.layout(), GradientCheck.random(1));
        float[] y = run(network, weights, null, x, 2, 4, 5, 6).values;
        for (int g = 0; g < 4; g++) {
            double sum = 0;
            double squares = 0;
            for (int i = 60 * g; i < 60 * (g + 1); i++) {
                sum += y[i];
                squares += y[i] * y[i];
            }
            assertEquals(0, sum / 60, 1e-6);
            assertEquals(1, squares / 60, 1e-5);
        }
    }

    @Test
    void convolutionIsTheSumOverTheKernel() {
        Convolution network = new Convolution(2, 3, 3).dilated(2).strided(2);
        Weights weights = weights(network);
        float[] x = GradientCheck.normal(2 * 7 * 6, 1);
        Result y = run(network, weights, null, x, 1, 2, 7, 6);
        assertArrayEquals(new int[] {1, 3, 4, 3}, y.shape);
        float[] kernel = weights.get("weight");
        for (int o = 0; o < 3; o++) {
            for (int r = 0; r < 4; r++) {
                for (int c = 0; c < 3; c++) {
                    double sum = weights.get("bias")[o];
                    for (int k = 0; k < 18; k++) {
                        int row = 2 * r + 2 * (k % 9 / 3) - 2;
                        int column = 2 * c + 2 * (k % 3) - 2;
                        if (row >= 0 && row < 7 && column >= 0 && column < 6) {
                            sum += kernel[18 * o + k] * x[42 * (k / 9) + 6 * row + column];
                        }
                    }
                    assertEquals(sum, y.values[12 * o + 3 * r + c], 1e-5);
                }
            }
        }
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> UNet.of(4, 0));
        assertThrows(IllegalArgumentException.class, () -> UNet.of(4, 4).withSkips(1, 2));
        assertThrows(IllegalArgumentException.class, () -> new DnCnn(1, 0, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> new GroupNormalization(4, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> new Dropout(1, true));
        assertThrows(IllegalArgumentException.class, () -> Style.PLAIN.withDropout(-1));
    }
}
