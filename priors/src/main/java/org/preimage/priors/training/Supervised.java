package org.preimage.priors.training;

import java.util.List;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training on pairs of data and true image.
 *
 * @param model what is trained
 * @param pairs where they come from
 * @param loss distance of reconstruction and truth
 * @param range of PSNR in validation: null for that of each truth, maximum - minimum
 */
public record Supervised(Model model, Pairs pairs, Loss loss, Double range) implements Objective {
    /** Numbered pairs; thread-safe, the same number always gives the same pair. */
    public interface Pairs {
        /** Data and image of a sample for training. */
        Pair training(long number);

        /** Pairs apart from training, always the same. */
        List<Pair> validation();

        /** The physics of some pairs. */
        Physics physics(List<Pair> pairs);
    }

    /**
     * @param data as measured, in the range of the operator
     * @param truth in its domain
     */
    public record Pair(float[] data, float[] truth) {}

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Pair[] batch = new Pair[count];
        for (int i = 0; i < count; i++) {
            batch[i] = pairs.training(from + i);
        }
        Physics physics = pairs.physics(List.of(batch));
        Var x = model.reconstruct(tape, physics, tape.constant(data(batch, physics)));
        float[][] truths = new float[count][];
        for (int i = 0; i < count; i++) {
            truths[i] = batch[i].truth();
        }
        Tensor truth = Samples.tensor(truths, physics.image());
        return tape.segment((w, in) -> loss.of(in[0], truth), x);
    }

    /** Data as networks see them. */
    static Tensor data(Pair[] batch, Physics physics) {
        float[][] data = new float[batch.length][];
        for (int i = 0; i < data.length; i++) {
            data[i] = batch[i].data().clone();
            for (int j = 0; j < data[i].length; j++) {
                data[i][j] /= (float) physics.norm();
            }
        }
        return Samples.tensor(data, physics.data());
    }

    /** Mean PSNR in dB. */
    @Override
    public double validate(Weights weights) {
        double sum = 0;
        List<Pair> all = pairs.validation();
        for (Pair pair : all) {
            Physics physics = pairs.physics(List.of(pair));
            float[] x;
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.evaluating(scope, weights);
                Var image = model.reconstruct(tape, physics, tape.constant(data(new Pair[] {pair}, physics)));
                x = Samples.arrays(image.value(), physics.image()).get(0);
            }
            sum += psnr(x, pair.truth());
        }
        return sum / all.size();
    }

    private double psnr(float[] x, float[] truth) {
        double square = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - truth[i];
            square += d * d;
            min = Math.min(min, truth[i]);
            max = Math.max(max, truth[i]);
        }
        double r = range == null ? max - min : range;
        return 10 * Math.log10(r * r * x.length / Math.max(square, 1e-30));
    }

    @Override
    public String measure() {
        return "PSNR in dB";
    }
}
