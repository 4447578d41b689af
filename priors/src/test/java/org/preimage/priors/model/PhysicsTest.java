package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    /** Image and gradient of the weights. */
    private static float[][] of(Model model, Physics physics, ComputeDevice device) {
        Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
        float[] y = GradientCheck.normal(2 * PROJECTOR.range().length(), 2);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, weights);
            Tensor data = Tensor.of(y, Samples.shape(PROJECTOR.range(), 2));
            Var x = model.reconstruct(tape, physics, tape.constant(data));
            float[] gradient = new float[weights.values().length];
            tape.backward(x, x.value(), gradient);
            return new float[][] {x.value().toFloats(), gradient};
        }
    }

    @Test
    void computesOnADeviceWhatItComputesInJava() {
        List<ComputeDevice> devices = Stream.of(ComputeDevice.CPU, ComputeDevice.named("auto"))
                .distinct()
                .toList();
        for (ComputeDevice device : devices) {
            Physics resident = Physics.resident(PROJECTOR, true);
            for (Model model : MODELS) {
                float[][] expected = of(model, Physics.of(PROJECTOR), ComputeDevice.CPU);
                float[][] found = of(model, resident, device);
                for (int i = 0; i < 2; i++) {
                    assertArrayEquals(
                            expected[i], found[i], (float) (1e-5 * Vectors.norm(expected[i]) + 1e-6), model.toString());
                }
            }
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
