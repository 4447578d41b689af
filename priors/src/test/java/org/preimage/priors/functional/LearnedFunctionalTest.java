package org.preimage.priors.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.FilterBank;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SmoothSum;
import org.preimage.reconstruction.solver.BacktrackingForwardBackward;

/** Functionals with networks inside: a new one needs a line here. */
class LearnedFunctionalTest {
    private static final Space SPACE = Space.image(9, 7, 1);
    private static final ComputeDevice CPU = ComputeDevice.CPU;

    private static Sequence network(int in) {
        return Sequence.of(new Convolution(in, 4, 3), new Silu(), new Convolution(4, 1, 3).gain(0.5));
    }

    private static final NetworkCritic CRITIC = new NetworkCritic(network(1), null, 1, 0.4);

    private static final ConvexCritic CONVEX = new ConvexCritic(
            new InputConvex(4, 3, 2, 3, Activation.SOFTPLUS, 0), 2, new FilterBank(3, 3, 0.1), 0.3, 1, 0.4);

    private static Weights weights(Layout layout) {
        return Weights.initial(layout, GradientCheck.random(1));
    }

    static Stream<Differentiable> functionals() {
        NetworkCritic complex = new NetworkCritic(network(2), new FilterBank(3, 3, 0.1), 2, 0.4);
        GradientStepDenoising denoiser = new GradientStepDenoising(network(2), 0.3);
        return Stream.of(
                new CriticFunctional(SPACE, CRITIC, weights(CRITIC.layout()), 1.7, CPU),
                new CriticFunctional(SPACE.complex(), complex, weights(complex.layout()), 1.7, CPU),
                new CriticFunctional(SPACE, CONVEX, weights(CONVEX.layout()), 1.7, CPU),
                new GradientStepPrior(SPACE, denoiser, weights(denoiser.layout()), -0.3, 2.1, 0.2, 1.7, CPU),
                new GradientStepPrior(SPACE.complex(), denoiser, weights(denoiser.layout()), -0.3, 2.1, 0.2, 1.7, CPU));
    }

    @ParameterizedTest
    @MethodSource("functionals")
    void theGradientAgreesWithDifferences(Differentiable f) {
        int n = f.domain().length();
        float[] x = GradientCheck.normal(n, 2);
        float[] gradient = new float[n];
        assertEquals(f.value(x), f.gradient(x, gradient), 1e-5 * Math.abs(f.value(x)));
        for (int seed = 3; seed < 6; seed++) {
            float[] direction = GradientCheck.normal(n, seed);
            double slope = 0;
            float[] ahead = x.clone();
            float[] behind = x.clone();
            for (int i = 0; i < n; i++) {
                slope += (double) gradient[i] * direction[i];
                ahead[i] += 2e-3f * direction[i];
                behind[i] -= 2e-3f * direction[i];
            }
            double difference = (f.value(ahead) - f.value(behind)) / 4e-3;
            assertEquals(difference, slope, 0.01 * Math.abs(difference) + 1e-3);
        }
        assertEquals(Double.POSITIVE_INFINITY, f.lipschitz());
    }

    @ParameterizedTest
    @MethodSource("functionals")
    void nativeMemoryStaysFlat(Differentiable f) {
        float[] x = GradientCheck.normal(f.domain().length(), 2);
        f.gradient(x, x.clone());
        int live = Torch.liveArrays();
        f.gradient(x, x.clone());
        f.value(x);
        assertEquals(live, Torch.liveArrays());
    }

    /** A solver that knows nothing of networks takes them as it takes others, and its objective never rises. */
    @ParameterizedTest
    @MethodSource("functionals")
    void solversAcceptThem(Differentiable prior) {
        if (prior.domain().equals(SPACE)) {
            var a = ParallelBeam.halfTurn(SPACE, 13, 1, 5).projector();
            float[] data = new float[a.range().length()];
            Arrays.fill(data, 1);
            var f = new SmoothSum(List.of(new LeastSquares(a, data), prior));
            var method = new BacktrackingForwardBackward(f, Box.nonNegative(SPACE), 1);
            var state = method.start(SPACE.zeros());
            double first = method.objective(state);
            double last = first;
            for (int i = 0; i < 30; i++) {
                method.step(state);
                assertTrue(method.objective(state) <= last);
                last = method.objective(state);
            }
            assertTrue(last < first);
        }
    }

    @Test
    void imagesOfAnotherKindAreRefused() {
        Weights weights = weights(CRITIC.layout());
        for (Space space : List.of(SPACE.complex(), Space.vector(63))) {
            var e = assertThrows(
                    IllegalArgumentException.class, () -> new CriticFunctional(space, CRITIC, weights, 1, CPU));
            assertTrue(e.getMessage().startsWith("the critic rates plane real images, but these are "), e.getMessage());
        }
        GradientStepDenoising denoiser = new GradientStepDenoising(network(2), 0.3);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new GradientStepPrior(SPACE, denoiser, weights(denoiser.layout()), 0, 1, 0.4, 1, CPU));
        assertTrue(e.getMessage().contains("was made for at most 0.3"), e.getMessage());
    }

    @Test
    void onlyTheConvexCriticIsConvex() {
        assertFalse(CRITIC.convex());
        assertTrue(CONVEX.convex());
        assertEquals(0.3 / 0.4, CONVEX.strongConvexity(), 1e-12);
    }

    /** Images of twice the sides have about the same slope. */
    @Test
    void theSlopeDoesNotDependOnTheSize() {
        double[] norms = new double[2];
        for (int k = 0; k < 2; k++) {
            Space space = Space.image(24 << k, 24 << k, 1);
            var f = new CriticFunctional(space, CRITIC, weights(CRITIC.layout()), 1, CPU);
            float[] gradient = space.zeros();
            f.gradient(GradientCheck.normal(space.length(), 4), gradient);
            for (float g : gradient) {
                norms[k] += (double) g * g;
            }
        }
        assertEquals(1, Math.sqrt(norms[1] / norms[0]), 0.1);
    }
}
