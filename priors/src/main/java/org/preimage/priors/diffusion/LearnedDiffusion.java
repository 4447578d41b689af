package org.preimage.priors.diffusion;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Threads;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

/**
 * A trained {@link DiffusionModel} as a prior of images in a unit of their own. Several images pass the network together, in as many
 * parts as there are threads.
 */
public final class LearnedDiffusion implements DiffusionPrior {
    private final DiffusionModel model;
    private final Weights weights;
    private final Space space;
    private final double unit;
    private final ComputeDevice device;

    /**
     * @param model D
     * @param weights of the model; not copied
     * @param space of plane images with as many channels as the model has
     * @param unit what is 1 for the model, in the unit of the images
     * @throws IllegalArgumentException if images do not fit the model, or the unit is not positive
     */
    public LearnedDiffusion(DiffusionModel model, Weights weights, Space space, double unit, ComputeDevice device) {
        if (space.dimensions() != 2 || Samples.channels(space) != model.channels()) {
            throw new IllegalArgumentException("images are " + space + ", but the model knows plane "
                    + (model.channels() == 1 ? "real" : "complex") + " ones");
        }
        if (!(unit > 0) || Double.isInfinite(unit)) {
            throw new IllegalArgumentException("unit is " + unit + ", but must be positive and finite");
        }
        this.model = model;
        this.weights = weights;
        this.space = space;
        this.unit = unit;
        this.device = device;
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public double mean() {
        return unit * model.mean();
    }

    @Override
    public double deviation() {
        return unit * model.deviation();
    }

    @Override
    public double level(double time) {
        return unit * model.level(time);
    }

    @Override
    public double time(double level) {
        return model.process().time(level / deviation());
    }

    @Override
    public void denoise(float[][] noisy, double level, float[][] out) {
        inParts(noisy.length, (from, to) -> {
            try (Scope scope = Scope.open(device)) {
                Tensor z = tensor(noisy, from, to);
                Tensor x = Tape.evaluating(scope, weights)
                        .segment((w, none) -> model.denoise(z, levels(level, to - from), w))
                        .value();
                write(x, 1, out, from);
            }
        });
    }

    @Override
    public void pullBack(float[][] noisy, double level, Cotangent cotangent, float[][] out, float[][] products) {
        inParts(noisy.length, (from, to) -> {
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.recording(scope, weights);
                Var z = tape.variable(tensor(noisy, from, to));
                Var x = tape.segment((w, in) -> model.denoise(in[0], levels(level, to - from), w), z);
                write(x.value(), 1, out, from);
                float[][] w = new float[to - from][];
                for (int i = from; i < to; i++) {
                    w[i - from] = cotangent.of(i, out[i]);
                }
                // Both sides are divided by the unit, which so drops out.
                write(tape.product(x, Samples.tensor(w, space), z), 1 / unit, products, from);
            }
        });
    }

    /** A graphics card takes all at once. */
    private void inParts(int n, Parallel.Range work) {
        if (device.equals(ComputeDevice.CPU)) {
            Threads.pieces(n, work);
        } else {
            work.run(0, n);
        }
    }

    private double[] levels(double level, int n) {
        double[] levels = new double[n];
        Arrays.fill(levels, level / unit);
        return levels;
    }

    private Tensor tensor(float[][] images, int from, int to) {
        Tensor all = Samples.tensor(Arrays.copyOfRange(images, from, to), space);
        return unit == 1 ? all : all.times(1 / unit);
    }

    private void write(Tensor tensor, double factor, float[][] out, int from) {
        List<float[]> found = Samples.arrays(factor * unit == 1 ? tensor : tensor.times(factor * unit), space);
        for (int i = 0; i < found.size(); i++) {
            System.arraycopy(found.get(i), 0, out[from + i], 0, out[from + i].length);
        }
    }
}
