package org.preimage.priors.laplace;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.dip.DeepImagePrior;
import org.preimage.priors.dip.NetworkImage;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Sigmoid;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.training.Adam;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.functional.LeastSquares;

/** A small deep image prior that is fitted a little. */
record Fitted(Space space, LinearOperator operator, float[] data, double noise, LinearModel model) {
    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static float[] normal(int n, long seed) {
        RandomGenerator random = random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    static Fitted of(int side, int channels, int steps) {
        Space space = Space.image(side, side, 1);
        LinearOperator a = ParallelBeam.halfTurn(space, ParallelBeam.coveringDetectors(space, 1), 1, 6)
                .projector();
        float[] y = a.apply(SheppLogan.modified(side).render(space, 2).data());
        double noise = 0.1;
        float[] e = normal(y.length, 3);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (noise * e[i]);
        }
        NetworkImage image = NetworkImage.ofNoise(
                Sequence.of(
                        UNet.of(channels, channels)
                                .with(Style.PLAIN.with(Activation.SILU))
                                .direct(),
                        new Sigmoid()),
                1,
                space,
                1,
                random(1));
        DeepImagePrior prior = new DeepImagePrior(
                image,
                List.of(new LeastSquares(a, y)),
                Adam.standard(),
                Schedule.constant(0.003),
                steps,
                0.1,
                Double.POSITIVE_INFINITY,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT);
        DeepImagePrior.State state = prior.start(prior.initial());
        for (int k = 0; k < steps; k++) {
            prior.step(state);
        }
        LinearModel model = new LinearModel(
                image,
                new Weights(image.layout(), state.weights()),
                WeightBlocks.ofKernels(image.layout()),
                a,
                y,
                ComputeDevice.CPU);
        return new Fitted(space, a, y, noise, model);
    }

    /** Different for each block, and small enough for float: K's condition is what its accuracy allows. */
    double[] variances() {
        double[] v = model.blocks().meanSquares(model.weights());
        for (int b = 0; b < v.length; b++) {
            v[b] *= 0.003 + 0.005 * b;
        }
        return v;
    }
}
