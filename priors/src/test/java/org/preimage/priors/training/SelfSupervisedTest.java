package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.model.Denoising;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.model.VariationalNetwork;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/** Each loss without truths, on few small images: images come nearer to the truths, which were never looked at. */
class SelfSupervisedTest {
    private static final int SIDE = 16;
    private static final Space IMAGE = Space.image(SIDE, SIDE, 1);
    private static final ParallelBeam BEAM = ParallelBeam.halfTurn(IMAGE, 25, 1, 12);

    /** Boxes, measured with noise. */
    private record Boxes(LinearOperator operator, double noise) implements Supervised.Pairs {
        @Override
        public Supervised.Pair training(long number) {
            RandomGenerator random = Draws.of(1, number);
            float[] box = new float[SIDE * SIDE];
            for (int k = 0; k < 2; k++) {
                int left = random.nextInt(SIDE - 5);
                int top = random.nextInt(SIDE - 5);
                int width = 3 + random.nextInt(SIDE - 3 - left);
                int height = 3 + random.nextInt(SIDE - 3 - top);
                for (int i = 0; i < box.length; i++) {
                    boolean inside = i % SIDE >= left
                            && i % SIDE < Math.min(SIDE, left + width)
                            && i / SIDE >= top
                            && i / SIDE < Math.min(SIDE, top + height);
                    box[i] += inside ? 0.5f : 0;
                }
            }
            Image image = new Image(IMAGE, box);
            float[] truth =
                    operator.domain().equals(IMAGE) ? box : image.complex().data();
            float[] data = new GaussianNoise(noise).sample(operator.apply(truth), random);
            if (operator instanceof CartesianMri mri) {
                for (int i = 0; i < data.length; i++) {
                    data[i] *= mri.mask().kept(i / 2 % (SIDE * SIDE)) ? 1 : 0;
                }
            }
            return new Supervised.Pair(data, truth, operator);
        }

        @Override
        public List<Supervised.Pair> validation() {
            List<Supervised.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                pairs.add(training(-1 - i));
            }
            return pairs;
        }

        @Override
        public Physics physics(List<Supervised.Pair> pairs) {
            return operator instanceof CartesianMri
                    ? Physics.of(pairs.stream().map(Supervised.Pair::operator).toList())
                    : Physics.of(operator);
        }
    }

    private static Network network(int channels) {
        return Sequence.of(
                new Convolution(channels, 12, 3),
                new LeakyRelu(0.1),
                new Convolution(12, 12, 3),
                new LeakyRelu(0.1),
                new Convolution(12, channels, 3).gain(0.05));
    }

    /** PSNR in dB at range 1 before and after training, which only sees the objective. */
    private static double[] learned(SelfSupervised objective, Boxes boxes, int steps) {
        Training training = new Training(
                objective,
                Muon.standard(),
                Schedule.cosine(0.02, 0.05, 0),
                steps,
                2,
                1,
                0.9,
                steps,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
        float[] first = training.initial();
        Training.State state = training.start(first);
        for (int i = 0; i < steps; i++) {
            training.step(state);
        }
        Supervised judge = new Supervised(objective.model(), boxes, Loss.meanSquare(), 1.0);
        return new double[] {
            judge.validate(new Weights(objective.layout(), first), ComputeDevice.CPU),
            judge.validate(new Weights(objective.layout(), training.solution(state)), ComputeDevice.CPU)
        };
    }

    private static void assertGain(double least, double[] psnr) {
        assertTrue(psnr[1] > psnr[0] + least, "from " + psnr[0] + " to " + psnr[1] + " dB");
    }

    @Test
    void noise2Inverse() {
        Boxes boxes = new Boxes(BEAM.projector(), 1.5);
        Model model = new PostProcessing(network(1));
        assertGain(3, learned(new Noise2Inverse(model, boxes, BEAM, 4, Loss.meanSquare(), 1), boxes, 60));
    }

    @Test
    void splitMeasurements() {
        CartesianMri mri = new CartesianMri(
                new LoopCoils(4).uniform(IMAGE), new RandomLines(Role.KY, 2, 4).mask(IMAGE, Draws.of(1, 1)));
        Boxes boxes = new Boxes(mri, 0.02);
        Model model = new VariationalNetwork(3, network(2), 1, false);
        assertGain(1.5, learned(new MeasurementSplitting(model, boxes, 0.4, 1), boxes, 150));
    }

    @Test
    void steinRisk() {
        Boxes boxes = new Boxes(new Identity(IMAGE), 0.2);
        Denoising model = new Denoising(new DnCnn(1, 1, 4, 12), 0.3);
        assertGain(2, learned(new SteinRisk(model, boxes, 0.2, 1), boxes, 60));
    }

    @Test
    void equivariantImaging() {
        Boxes boxes = new Boxes(BEAM.withAngles(0, 10, 20, 30, 40, 50, 60, 70).projector(), 0.02);
        Model model = new VariationalNetwork(2, network(1), 1, true);
        assertGain(2, learned(new EquivariantImaging(model, boxes, 1, 1), boxes, 60));
    }

    @Test
    void turnsAreTheSymmetriesOfTheSquare() {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
            List<String> seen = new ArrayList<>();
            for (int turn = 0; turn < 8; turn++) {
                seen.add(Arrays.toString(EquivariantImaging.turned(x, turn).toFloats()));
            }
            assertEquals(8, seen.stream().distinct().count());
            assertEquals("[1.0, 2.0, 3.0, 4.0]", seen.get(0));
        }
    }

    /** The estimate with many directions is the true error for a linear denoiser, up to the noise of its samples. */
    @Test
    void steinRiskEstimatesTheError() {
        Boxes boxes = new Boxes(new Identity(IMAGE), 0.2);
        Denoising model = new Denoising(Sequence.of(new Convolution(2, 1, 3)), 0.3);
        Weights weights = new Weights(model.layout(), new float[model.layout().length()]);
        for (int i = 0; i < 9; i++) {
            weights.values()[i] = 1 / 9f;
        }
        double risk = 0;
        double error = 0;
        int samples = 100;
        SteinRisk objective = new SteinRisk(model, boxes, 0.2, 1);
        for (int n = 0; n < samples; n++) {
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.evaluating(scope, weights);
                risk += objective.loss(tape, n, 1).value().toDouble() / samples;
                Supervised.Pair pair = boxes.training(n);
                float[] x = model.denoise(
                                tape, tape.constant(Tensor.of(pair.data(), 1, 1, SIDE, SIDE)), new float[] {0.2f})
                        .value()
                        .toFloats();
                for (int i = 0; i < x.length; i++) {
                    error += Math.pow(x[i] - pair.truth()[i], 2) / x.length / samples;
                }
            }
        }
        assertEquals(error, risk, 0.06 * error);
    }
}
