package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

class PhysicsTest {
    private static final Projector PROJECTOR =
            ParallelBeam.halfTurn(Space.image(16, 12, 0.5), 23, 0.6, 7).projector();

    private static final List<Model> MODELS = List.of(
            new LearnedPrimalDual(2, 2, 2, new Convolution(3, 2, 3), new Convolution(4, 2, 3), true),
            new LearnedPrimalDual(2, 2, 2, new Convolution(3, 2, 3), new Convolution(4, 2, 3), false),
            new LearnedGradientDescent(3, 1, new Convolution(2, 1, 3), true));

    private static final List<Model> MRI_MODELS = List.of(
            new Modl(2, new Convolution(2, 2, 3), 0.3, 60, 1e-7),
            new VariationalNetwork(2, new Convolution(2, 2, 3), 0.7, false),
            new LearnedIsta(2, 2, 4, 0.7, 1e-3, false));

    /** With maps and lines of its own. */
    private static LinearOperator mri(int seed) {
        Space image = Space.image(8, 6, 1);
        return new CartesianMri(
                new LoopCoils(3, 1, 1 + 0.2 * seed).uniform(image),
                new RandomLines(Role.KY, 2, 2).mask(image, GradientCheck.random(seed)));
    }

    /** Image and gradient of the weights. */
    private static float[][] of(Model model, Physics physics, ComputeDevice device) {
        Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
        float[] y = GradientCheck.normal(2 * physics.data().length(), 2);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, weights);
            Tensor data = Tensor.of(y, Samples.shape(physics.data(), 2));
            Var x = model.reconstruct(tape, physics, tape.constant(data));
            float[] gradient = new float[weights.values().length];
            tape.backward(x, x.value(), gradient);
            return new float[][] {x.value().toFloats(), gradient};
        }
    }

    private static void compare(List<Model> models, Physics java, Physics resident) {
        List<ComputeDevice> devices = Stream.of(ComputeDevice.CPU, ComputeDevice.named("auto"))
                .distinct()
                .toList();
        for (ComputeDevice device : devices) {
            for (Model model : models) {
                float[][] expected = of(model, java, ComputeDevice.CPU);
                float[][] found = of(model, resident, device);
                for (int i = 0; i < 2; i++) {
                    assertArrayEquals(
                            expected[i], found[i], (float) (1e-5 * Vectors.norm(expected[i]) + 1e-6), model.toString());
                }
            }
        }
    }

    @Test
    void computesOnADeviceWhatItComputesInJava() {
        compare(MODELS, Physics.of(PROJECTOR), Physics.resident(PROJECTOR, true));
        List<LinearOperator> operators = List.of(mri(1), mri(2));
        compare(MRI_MODELS, Physics.of(operators), Physics.resident(operators, true));
    }

    /** One equation of the batch is solved at once, and waits for the other. */
    @Test
    void equationsOfABatchStopByThemselves() {
        Physics physics = Physics.resident(List.of(mri(1), mri(2)), true);
        Space image = physics.image();
        float[] z = GradientCheck.normal(2 * image.length(), 3);
        float[] zero = new float[image.length()];
        System.arraycopy(zero, 0, z, 0, zero.length);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, Weights.initial(MODELS.get(0).layout(), GradientCheck.random(1)));
            Var start = tape.constant(Tensor.of(z, Samples.shape(image, 2)));
            Var lambda = tape.constant(Tensor.of(new float[] {0.5f}, 1));
            Var b = tape.constant(Scope.zeros(Samples.shape(image, 2)));
            Var x = new Damped(100, 1e-6).solve(tape, physics, b, start, lambda);
            List<float[]> images = Samples.arrays(x.value(), image);
            assertArrayEquals(zero, images.get(0));
            LinearOperator gram = mri(2).gram();
            float[] right = gram.apply(images.get(1));
            Vectors.add(0.5f, images.get(1), right);
            float[] expected = Samples.arrays(start.value(), image).get(1);
            Vectors.scale(0.5f, expected);
            assertEquals(0, Vectors.relativeDistance(right, expected), 1e-5);
        }
    }

    @Test
    void keepsOneTableForADeviceAndNoneForTheProcessor() {
        int before = Torch.liveArrays();
        RampFilter ramp = new RampFilter(PROJECTOR.range(), RampFilter.Window.RAM_LAK, 1);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            assertNull(new ResidentProjector.OnDevices(PROJECTOR, 1, ramp, 1, false).here());
            ResidentProjector.OnDevices kept = new ResidentProjector.OnDevices(PROJECTOR, 1, ramp, 1, true);
            assertSame(kept.here(), kept.here());
        }
        assertEquals(before, Torch.liveArrays());
    }
}
