package org.preimage.priors.tensor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Relu;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.training.Adam;
import org.preimage.priors.training.Objective;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.training.Training;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * A program that trains a slow network, most of the time in the backward pass, and saves its state after every step: it says
 * "running" and goes on until it is ended, by itself after a number of milliseconds where one is given.
 */
public final class EndlessBackward {
    private EndlessBackward() {}

    static Training training() {
        Network network = Sequence.of(
                new Convolution(1, 24, 3),
                new Relu(),
                new Convolution(24, 24, 3),
                new Relu(),
                new Convolution(24, 1, 3));
        Objective objective = new Objective() {
            @Override
            public Layout layout() {
                return network.layout();
            }

            @Override
            public Var loss(Tape tape, long from, int count) {
                float[] x = new float[count * 160 * 160];
                Random random = new Random(from);
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextGaussian();
                }
                Tensor in = Scope.current().tensor(x, count, 1, 160, 160);
                return tape.segment(
                        (w, none) -> network.forward(in, w).minus(in).square().mean());
            }

            @Override
            public double validate(Weights weights, ComputeDevice device) {
                return 0;
            }

            @Override
            public String measure() {
                return "nothing";
            }
        };
        return new Training(
                objective,
                Adam.standard(),
                Schedule.constant(1e-3),
                1_000_000,
                4,
                1,
                0,
                1_000_000,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
    }

    /** Arguments: the file of the state, and after how many milliseconds to end by System.exit, 0 for never. */
    public static void main(String[] args) throws IOException {
        Training training = training();
        Training.State state = training.start(training.initial());
        training.step(state);
        Checkpoint.save(training, state, Path.of(args[0]));
        int millis = Integer.parseInt(args[1]);
        if (millis > 0) {
            Thread exit = new Thread(() -> {
                try {
                    Thread.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                System.exit(7);
            });
            exit.start();
        }
        System.out.println("running");
        new Runner("endless", Stopping.at(1_000_000, 0).every(1_000_000))
                .saving(Path.of(args[0]), Duration.ZERO)
                .resume(training, state);
    }
}
