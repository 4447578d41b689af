package org.preimage.priors.training;

import java.util.List;
import java.util.random.RandomGenerator;
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
 * Training on data alone: the true images of the pairs are never looked at. Weights are judged by the same loss on the pairs for
 * validation, with the same random choices each time.
 */
public abstract sealed class SelfSupervised implements Objective
        permits Noise2Inverse, MeasurementSplitting, SteinRisk, EquivariantImaging {
    private final Model model;
    private final Supervised.Pairs pairs;
    private final long seed;

    /**
     * @param model what is trained
     * @param pairs of which only the data and the operators serve
     * @param seed of random choices
     */
    SelfSupervised(Model model, Supervised.Pairs pairs, long seed) {
        this.model = model;
        this.pairs = pairs;
        this.seed = seed;
    }

    /** The loss of one sample, a tensor of one value. */
    abstract Var loss(Tape tape, Supervised.Pair pair, RandomGenerator random);

    /** What is trained. */
    public final Model model() {
        return model;
    }

    final Physics physics(Supervised.Pair pair) {
        return pairs.physics(List.of(pair));
    }

    /** Data as models take them. */
    static Tensor scaled(float[] data, Physics physics) {
        float[] out = data.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] /= (float) physics.norm();
        }
        return Samples.tensor(out, physics.data());
    }

    @Override
    public final Layout layout() {
        return model.layout();
    }

    @Override
    public final Var loss(Tape tape, long from, int count) {
        Var[] all = new Var[count];
        for (int i = 0; i < count; i++) {
            all[i] = loss(tape, pairs.training(from + i), Draws.of(seed, from + i));
        }
        return tape.segment(
                (w, in) -> {
                    Tensor sum = in[0];
                    for (int i = 1; i < count; i++) {
                        sum = sum.plus(in[i]);
                    }
                    return sum.times(1.0 / count);
                },
                all);
    }

    @Override
    public final double validate(Weights weights, ComputeDevice device) {
        List<Supervised.Pair> all = pairs.validation();
        double sum = 0;
        for (int i = 0; i < all.size(); i++) {
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.evaluating(scope, weights);
                sum += loss(tape, all.get(i), Draws.of(seed, -3_000_000 - i))
                        .value()
                        .toDouble();
            }
        }
        return -sum / all.size();
    }

    @Override
    public final String measure() {
        return "minus the loss";
    }
}
