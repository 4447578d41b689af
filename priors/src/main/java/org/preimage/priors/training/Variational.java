package org.preimage.priors.training;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.training.Supervised.Pair;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Variational inference of random weights: minus the evidence lower bound for pairs of data and true image, divided by the
 * numbers of pairs N and of pixels n,
 *
 * <pre>-1/n E_q log p(x_i | y_i, w) + T/(N n) KL(q | prior)</pre>
 *
 * <p>Each sample has a draw of the weights of its own, from a generator that its number seeds, so that the gradient does not
 * depend on how samples are put together.
 *
 * @param model whose distribution q of weights is learned
 * @param pairs where they come from
 * @param samples N: how many independent pairs are counted
 * @param temperature T, positive. At 1 all n pixels of an image count as independent observations of the weights; errors of
 *     neighbouring pixels are not, and q gets too narrow. At n an image counts as one. (Wenzel et al. 2020, How good is the
 *     Bayes posterior in deep neural networks really?, ICML, for tempered posteriors.)
 * @param seed of the draws
 */
public record Variational(BayesianModel model, Supervised.Pairs pairs, long samples, double temperature, long seed)
        implements Objective {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** @throws IllegalArgumentException if a number is not positive */
    public Variational {
        if (samples < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException("variational inference has " + samples + " samples and temperature "
                    + temperature + ", but needs positive numbers");
        }
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Var[] losses = new Var[count];
        for (int i = 0; i < count; i++) {
            losses[i] = loss(tape, pairs.training(from + i), from + i);
        }
        return tape.segment(
                (w, in) -> {
                    Tensor sum = in[0];
                    for (int i = 1; i < in.length; i++) {
                        sum = sum.plus(in[i]);
                    }
                    return sum.times(1.0 / count);
                },
                losses);
    }

    private Var loss(Tape tape, Pair pair, long number) {
        Physics physics = pairs.physics(List.of(pair));
        Var x = draw(tape, physics, pair, number);
        Tensor truth = Samples.tensor(pair.truth(), physics.image());
        double share = temperature / ((double) samples * pair.truth().length);
        return tape.segment(
                (w, in) -> model.divergence(w).times(share).minus(BayesianModel.logLikelihood(w, in[0], truth)), x);
    }

    private Var draw(Tape tape, Physics physics, Pair pair, long number) {
        Var data = tape.constant(Supervised.data(new Pair[] {pair}, physics));
        return model.sample(tape, physics, data, generator(number));
    }

    private RandomGenerator generator(long number) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SPREAD * seed + number);
    }

    /** The mean of log p(x | y, w) for one draw of the weights for each pair, always the same. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        double sum = 0;
        List<Pair> all = pairs.validation();
        for (int i = 0; i < all.size(); i++) {
            Pair pair = all.get(i);
            Physics physics = pairs.physics(List.of(pair));
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.evaluating(scope, weights);
                Var x = draw(tape, physics, pair, -1 - i);
                Tensor truth = Samples.tensor(pair.truth(), physics.image());
                sum += BayesianModel.logLikelihood(tape.weights(), x.value(), truth)
                        .toDouble();
            }
        }
        return sum / all.size();
    }

    @Override
    public String measure() {
        return "log-likelihood in nats per pixel";
    }
}
