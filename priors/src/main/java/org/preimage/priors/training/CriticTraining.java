package org.preimage.priors.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.Critic;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Gradients;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a {@link Critic} f without pairs: real images x against direct reconstructions z of the data of other images,
 *
 * <pre>min (E f(x) - E f(z)) / r + 300 E (|grad f(t x + (1 - t) z)| - 0.9)_+^2,   0 &lt;= t &lt;= 1,</pre>
 *
 * with r the images' range, so that f is about 1-Lipschitz and the difference of its means comes up to the Wasserstein-1
 * distance of both kinds of images.
 *
 * <p>Such a critic goes on to fall beyond real images, as x + s (x - z(x)), s &gt; 0, with the direct reconstruction z(x) of simulated data of x
 * itself: in a reconstruction by it edges come out too bright, ever more so when the iteration goes on. On wish a share of the images
 * z are such ones, s uniform from 0 to 1, so that f is least about real images. Nothing but images and the operator is needed for
 * them.
 *
 * <p>Lunz, Oktem and Schonlieb 2018, Adversarial regularizers in inverse problems, NeurIPS, without a share.
 *
 * @param critic f
 * @param pairs where real images and data come from: the images of the even and the data of the odd numbers
 * @param exceeding share of images z that are beyond real ones, from 0 to 1
 * @param seed of t and s
 */
public record CriticTraining(Critic critic, Supervised.Pairs pairs, double exceeding, long seed) implements Objective {
    /**
     * Published is 20. Of a distance d between both kinds of images in ranges, which is about 10 for 128 x 128 pixels, the slope
     * comes to d / (2 * penalty) above the one aimed at.
     */
    private static final double PENALTY = 300;

    /** Published is 1. Slopes spread by a tenth or two, and the largest is to be at most 1.1. */
    private static final double SLOPE = 0.9;

    /** Of the images' range. */
    private static final double UNITS = 0.1;

    /** How far t is drawn beyond 0 and 1, and brought back to them: so the slope at the images themselves counts, too. */
    private static final float ENDS = 0.25f;

    @Override
    public Layout layout() {
        return critic.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Draw draw = Draw.training(tape, pairs, from, count, exceeding, Draws.of(seed, from));
        float[] shares = shares(seed, from, count);
        return tape.segment((w, none) -> loss(x -> critic.value(x, w), critic.unit(), draw, draw.between(shares)));
    }

    /** t of each sample. */
    static float[] shares(long seed, long from, int count) {
        RandomGenerator random = Draws.of(seed, ~from);
        float[] shares = new float[count];
        for (int i = 0; i < count; i++) {
            shares[i] = Math.min(1, Math.max(0, random.nextFloat(-ENDS, 1 + ENDS)));
        }
        return shares;
    }

    /**
     * What is minimised.
     *
     * @param f the critic's numbers
     * @param unit a tenth of the images' range
     * @param draw x and z
     * @param between where slopes are penalised
     */
    static Tensor loss(UnaryOperator<Tensor> f, double unit, Draw draw, Tensor between) {
        Tensor distance = f.apply(draw.real).mean().minus(f.apply(draw.direct).mean());
        Tensor excess = slopes(f, between).affine(1, -SLOPE).relu();
        return distance.times(UNITS / unit).plus(excess.square().mean().times(PENALTY));
    }

    /** |grad f| at each image, [N, 1, 1, 1]. */
    static Tensor slopes(UnaryOperator<Tensor> f, Tensor images) {
        Tensor at = Gradients.variable(images);
        // The root has no slope at 0.
        return Gradients.of(f.apply(at), at)
                .square()
                .sumOver(1, 2, 3)
                .affine(1, 1e-20)
                .sqrt();
    }

    /** Real images and direct reconstructions of other images' data. */
    record Draw(Tensor real, Tensor direct) {
        static Draw training(
                Tape tape, Supervised.Pairs pairs, long from, int count, double exceeding, RandomGenerator random) {
            Supervised.Pair[] real = new Supervised.Pair[count];
            Supervised.Pair[] measured = new Supervised.Pair[count];
            for (int i = 0; i < count; i++) {
                real[i] = pairs.training(2 * (from + i));
                measured[i] = pairs.training(2 * (from + i) + 1);
            }
            return of(tape, pairs, real, measured).exceeding(tape, pairs, real, exceeding, random);
        }

        static Draw of(Tape tape, Supervised.Pairs pairs, Supervised.Pair[] real, Supervised.Pair[] measured) {
            Physics physics = pairs.physics(List.of(measured));
            return new Draw(truths(real, physics.image()), direct(tape, pairs, measured, physics));
        }

        private static Tensor direct(Tape tape, Supervised.Pairs pairs, Supervised.Pair[] measured, Physics physics) {
            Tape values = tape.evaluating();
            Supervised.Pair[] unbiased = new Supervised.Pair[measured.length];
            Arrays.setAll(unbiased, i -> new Supervised.Pair(pairs.unbiased(measured[i]), measured[i].truth()));
            return physics.direct(values, values.constant(Supervised.data(unbiased, physics)))
                    .value();
        }

        static Tensor truths(Supervised.Pair[] pairs, Space space) {
            float[][] truths = new float[pairs.length][];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = pairs[i].truth();
            }
            return Samples.tensor(truths, space);
        }

        /** With x + s (x - z(x)) for a share of z, where {@code own} are the pairs of x. */
        Draw exceeding(Tape tape, Supervised.Pairs pairs, Supervised.Pair[] own, double share, RandomGenerator random) {
            if (share == 0) {
                return this;
            }
            float[] s = new float[own.length];
            float[] k = new float[own.length];
            for (int i = 0; i < own.length; i++) {
                s[i] = random.nextFloat();
                k[i] = random.nextDouble() < share ? 0 : 1;
            }
            Tensor steps = Tensor.of(s, own.length, 1, 1, 1);
            Tensor kept = Tensor.of(k, own.length, 1, 1, 1);
            Tensor same = direct(tape, pairs, own, pairs.physics(List.of(own)));
            Tensor beyond = real.plus(real.minus(same).times(steps));
            return new Draw(real, beyond.plus(direct.minus(beyond).times(kept)));
        }

        /** t x + (1 - t) z. */
        Tensor between(float[] shares) {
            Tensor t = Tensor.of(shares, shares.length, 1, 1, 1);
            return direct.plus(real.minus(direct).times(t));
        }
    }

    /** Mean of f over direct reconstructions less that over real images, less the penalty between them. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return rating(weights, device, pairs.validation()).quality();
    }

    @Override
    public String measure() {
        return "distance less penalty";
    }

    /** The largest |grad f| that was found on validation images, on direct reconstructions and between them, and the distance. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        Rating rating = rating(weights, device, pairs.validation());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("validation distance", rating.distance());
        figures.put("validation Lipschitz constant", rating.steepest());
        return figures;
    }

    /**
     * What a critic does on pairs.
     *
     * @param distance mean of f over direct reconstructions less that over real images
     * @param penalty mean of 300 (|grad f| - 0.9)_+^2
     * @param steepest largest |grad f|
     */
    private record Rating(double distance, double penalty, double steepest) {
        double quality() {
            return distance - penalty;
        }
    }

    private Rating rating(Weights weights, ComputeDevice device, List<Supervised.Pair> all) {
        double distance = 0;
        double penalty = 0;
        double steepest = 0;
        for (int i = 0; i < all.size(); i++) {
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.recording(scope, weights);
                Supervised.Pair[] pair = {all.get(i)};
                // Data of another image than the real one.
                Supervised.Pair[] other = {all.get((i + 1) % all.size())};
                Draw draw = Draw.of(tape, pairs, pair, other)
                        .exceeding(tape, pairs, pair, i % 2 == 0 || exceeding == 0 ? 0 : 1, Draws.of(seed, -2 - i));
                float[] shares = {(i + 0.5f) / all.size()};
                Var numbers = tape.segment((w, none) -> {
                    Tensor images = Tensor.joined(0, List.of(draw.real, draw.direct, draw.between(shares)));
                    return Tensor.joined(0, List.of(critic.value(images, w), slopes(x -> critic.value(x, w), images)));
                });
                float[] n = numbers.value().toFloats();
                distance += UNITS / critic.unit() * (n[1] - n[0]) / all.size();
                penalty += PENALTY * Math.pow(Math.max(n[5] - SLOPE, 0), 2) / all.size();
                steepest = Math.max(steepest, Math.max(n[3], Math.max(n[4], n[5])));
            }
        }
        return new Rating(distance, penalty, steepest);
    }

    @Override
    public void project(float[] weights) {
        critic.project(new Weights(layout(), weights));
    }
}
