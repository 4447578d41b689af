package org.preimage.priors.dip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

class LinearisedNetworkTest {
    private static final Space SPACE = Space.image(12, 10, 1);

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

    private static LinearisedNetwork network(Space space, int channels) {
        NetworkImage image = NetworkImage.ofNoise(
                Sequence.of(
                        new SkipNetwork(1, channels, List.of(8, 8, 8), 4, Style.PLAIN.with(Activation.SILU)),
                        new Sigmoid()),
                1,
                space,
                2,
                random(1));
        Weights at = Weights.initial(image.layout(), random(2));
        float[] deviations = new float[at.values().length];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = 0.1f + 0.1f * (i % 3);
        }
        return new LinearisedNetwork(image, at, deviations, ComputeDevice.CPU);
    }

    @Test
    void hasTheAdjointItClaims() {
        // Once before counting, as what describes an operation is kept for ever.
        try (LinearisedNetwork first = network(SPACE, 1)) {
            first.adjoint(first.apply(normal(first.domain().length(), 3)));
        }
        int before = Torch.liveArrays();
        try (LinearisedNetwork real = network(SPACE, 1);
                LinearisedNetwork complex = network(SPACE.complex(), 2)) {
            for (LinearOperator a : new LinearOperator[] {complex, real}) {
                float[] v = normal(a.domain().length(), 3);
                float[] x = normal(a.range().length(), 4);
                double forward = Vectors.dot(a.apply(v), x);
                assertEquals(forward, Vectors.dot(v, a.adjoint(x)), 1e-4 * Math.abs(forward) + 1e-4);
            }
        }
        assertEquals(before, Torch.liveArrays());
    }

    /** The posterior mean by conjugate gradients in the space of weights is that of dense algebra in the space of data. */
    @Test
    void thePosteriorMeanIsThatOfDenseAlgebra() {
        double noise = 0.3;
        LinearOperator a = ParallelBeam.halfTurn(SPACE, 17, 1, 5).projector();
        try (LinearisedNetwork j = network(SPACE, 1)) {
            LinearOperator b = a.after(j);
            int m = b.range().length();
            float[] residual = a.apply(normal(SPACE.length(), 5));
            // K = B B* + noise^2, column by column.
            RealMatrix k = new Array2DRowRealMatrix(m, m);
            for (int c = 0; c < m; c++) {
                float[] unit = new float[m];
                unit[c] = 1;
                float[] column = b.apply(b.adjoint(unit));
                for (int r = 0; r < m; r++) {
                    k.setEntry(r, c, column[r] + (r == c ? noise * noise : 0));
                }
            }
            k = k.add(k.transpose()).scalarMultiply(0.5);
            double[] solved = new CholeskyDecomposition(k, 1e-4, 1e-12)
                    .getSolver()
                    .solve(new ArrayRealVector(
                            IntStream.range(0, m).mapToDouble(i -> residual[i]).toArray()))
                    .toArray();
            float[] dual = new float[m];
            for (int i = 0; i < m; i++) {
                dual[i] = (float) solved[i];
            }
            float[] dense = j.apply(b.adjoint(dual));
            LinearOperator stacked = LinearOperator.stacked(b.scaled(1 / noise), new Identity(b.domain()));
            float[] right = Arrays.copyOf(residual, stacked.range().length());
            for (int i = 0; i < m; i++) {
                right[i] /= (float) noise;
            }
            float[] v = new Runner("cg", Stopping.at(400, 1e-5))
                    .run(new Cgls(stacked, right), b.domain().zeros())
                    .solution();
            double distance = Vectors.relativeDistance(j.apply(v), dense);
            assertTrue(distance < 1e-3, "" + distance);
        }
    }

    @Test
    void refusesDeviationsThatAreNone() {
        NetworkImage image = NetworkImage.ofNoise(UNet.of(1, 1, 8, 8), 1, SPACE, 1, random(1));
        Weights at = Weights.initial(image.layout(), random(2));
        float[] negative = new float[at.values().length];
        negative[3] = -1;
        assertThrows(
                IllegalArgumentException.class, () -> new LinearisedNetwork(image, at, negative, ComputeDevice.CPU));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinearisedNetwork(image, at, new float[2], ComputeDevice.CPU));
    }

    @Test
    void givesTheImageAboutWhichItIsLinear() {
        try (LinearisedNetwork j = network(SPACE, 1)) {
            assertEquals(SPACE.length(), j.image().length);
            for (float v : j.image()) {
                assertTrue(v > 0 && v < 2);
            }
            assertArrayEquals(j.image(), j.image());
        }
    }
}
