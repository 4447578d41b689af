package org.preimage.priors.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
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
import org.preimage.reconstruction.quality.ImageQuality;

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

        /** Pairs apart from both, for figures after training; none by default. */
        default List<Pair> test() {
            return List.of();
        }

        /** The physics of some pairs. */
        Physics physics(List<Pair> pairs);

        /** Data for direct reconstructions whose errors have a mean of about 0: those of the pair by default. */
        default float[] unbiased(Pair pair) {
            return pair.data();
        }
    }

    /**
     * @param data as measured, in the range of the operator
     * @param truth in its domain
     * @param operator that made the data, where each sample has its own; else null
     */
    public record Pair(float[] data, float[] truth, LinearOperator operator) {
        /** Of the operator that all have in common. */
        public Pair(float[] data, float[] truth) {
            this(data, truth, null);
        }
    }

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

    /** Mean PSNR in dB; of magnitudes where images are complex. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return mean(weights, device, pairs.validation(), false);
    }

    /** Mean PSNR of the test images, and that of the direct reconstructions with which models begin. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        if (pairs.test().isEmpty()) {
            return Map.of();
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test " + measure(), mean(weights, device, pairs.test(), false));
        figures.put("test " + measure() + " of the direct reconstruction", mean(weights, device, pairs.test(), true));
        return figures;
    }

    private double mean(Weights weights, ComputeDevice device, List<Pair> all, boolean direct) {
        double sum = 0;
        for (Pair pair : all) {
            Physics physics = pairs.physics(List.of(pair));
            sum += psnr(physics.image(), image(weights, device, pair, physics, direct), pair.truth());
        }
        return sum / all.size();
    }

    private float[] image(Weights weights, ComputeDevice device, Pair pair, Physics physics, boolean direct) {
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.evaluating(scope, weights);
            Var data = tape.constant(data(new Pair[] {pair}, physics));
            Var image = direct ? physics.direct(tape, data) : model.reconstruct(tape, physics, data);
            return Samples.arrays(image.value(), physics.image()).get(0);
        }
    }

    private double psnr(Space space, float[] x, float[] truth) {
        Image image = new Image(space, x).magnitude();
        Image reference = new Image(space, truth).magnitude();
        return ImageQuality.psnr(reference, image, range == null ? ImageQuality.range(reference) : range);
    }

    @Override
    public String measure() {
        return "PSNR in dB";
    }
}
