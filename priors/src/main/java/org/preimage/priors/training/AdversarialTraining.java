package org.preimage.priors.training;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.model.AdversarialPair;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Unrolled adversarial regularisation: a model G that reconstructs learns without pairs, from data y alone, while a critic f learns
 * to tell its images from real ones x of other objects,
 *
 * <pre>min over G   E 1/2 |A G(y) - y|^2 / |A|^2 + w E f(G(y)),
 * min over f   (E f(x) - E f(G(y))) / r + 300 E (|grad f| - 0.9)_+^2,</pre>
 *
 * in the same step, each with the other one as it is. The second line makes E f(G(y)) - E f(x) the Wasserstein-1 distance of both
 * kinds of images: what G minimises is a transport cost beside the misfit. w = c E |A*(y - A x)| / |A|<sup>2</sup> balances it with the
 * noise, as the true image balances both where |grad f| = 1 / c.
 *
 * <p>Mukherjee, Carioni, Oktem and Schonlieb 2021, End-to-end reconstruction meets data-driven regularization for inverse
 * problems, NeurIPS.
 */
public final class AdversarialTraining implements Objective {
    private final AdversarialPair model;
    private final Supervised.Pairs pairs;
    private final Supervised validation;
    private final double weight;
    private final double exceeding;
    private final long seed;

    /**
     * @param model G and f
     * @param pairs where images and data come from: the images of the even and the data of the odd numbers
     * @param share c, positive
     * @param exceeding share of images beyond real ones among those that the critic is to tell from them, as in {@link CriticTraining}
     * @param seed of the points between images at which f's slope is penalised
     */
    public AdversarialTraining(
            AdversarialPair model, Supervised.Pairs pairs, double share, double exceeding, long seed) {
        this.model = model;
        this.pairs = pairs;
        this.exceeding = exceeding;
        this.seed = seed;
        validation = new Supervised(model, pairs, Loss.meanSquare(), null);
        weight = share * noise(pairs);
    }

    /** E |A* e| / |A|^2 with the noise e = y - A x of the validation pairs. */
    private static double noise(Supervised.Pairs pairs) {
        double sum = 0;
        for (Supervised.Pair pair : pairs.validation()) {
            Physics physics = pairs.physics(List.of(pair));
            LinearOperator a = physics.operator();
            float[] e = a.apply(pair.truth());
            for (int i = 0; i < e.length; i++) {
                e[i] -= pair.data()[i] / (float) physics.norm();
            }
            sum += Vectors.norm(a.transposed().apply(e));
        }
        return sum / pairs.validation().size();
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Supervised.Pair[] real = new Supervised.Pair[count];
        Supervised.Pair[] measured = new Supervised.Pair[count];
        for (int i = 0; i < count; i++) {
            real[i] = pairs.training(2 * (from + i));
            measured[i] = pairs.training(2 * (from + i) + 1);
        }
        Physics physics = pairs.physics(List.of(measured));
        Var data = tape.constant(Supervised.data(measured, physics));
        Var made = model.reconstruct(tape, physics, data);
        Var projected = physics.forward(tape, made, 0);
        // Without a history: what the critic learns does not teach the model.
        CriticTraining.Draw draw = new CriticTraining.Draw(
                        CriticTraining.Draw.truths(real, physics.image()),
                        made.value().detached())
                .exceeding(tape.evaluating(), pairs, real, exceeding, Draws.of(seed, from));
        Tensor between = draw.between(CriticTraining.shares(seed, from, count));
        return tape.segment(
                (w, in) -> {
                    Tensor misfit = in[1].minus(in[2]).square().sum().times(0.5 / count);
                    Tensor transport = model.valueOfFixed(in[0], w).mean().times(weight);
                    return misfit.plus(transport)
                            .plus(CriticTraining.loss(
                                    x -> model.value(x, w), model.critic().unit(), draw, between));
                },
                made,
                projected,
                data);
    }

    /** Mean PSNR of the model's images of validation data. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return validation.validate(weights, device);
    }

    @Override
    public String measure() {
        return validation.measure();
    }

    @Override
    public void project(float[] weights) {
        Weights all = new Weights(layout(), weights);
        Weights critics = model.criticWeights(all);
        model.critic().project(critics);
        model.setCriticWeights(critics, all);
    }
}
