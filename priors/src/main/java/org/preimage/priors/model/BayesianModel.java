package org.preimage.priors.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A model some of whose weights are random, and what is left between its images and the truth: independent normal noise with one
 * standard deviation s, of which "noise" is the logarithm. All other weights have the names that they have in the model, so that
 * trained ones can be a start.
 *
 * <p>R. Barbano, C. Zhang, S. Arridge, B. Jin, "Quantifying model uncertainty in inverse problems via Bayesian deep gradient
 * descent", ICPR 2020, where the last convolution of each iteration is random.
 *
 * @param inner the model
 * @param layer whose arrays are random, as "last": all that are named "last.weight" or end in ".last.weight", with any word in
 *     place of weight
 * @param law of these arrays
 * @param start of the logarithm of s
 */
public record BayesianModel(Model inner, String layer, RandomWeights law, double start) implements Model {
    private static final String NOISE = "noise";

    /** @throws IllegalArgumentException if the model has no such layer */
    public BayesianModel {
        if (random(inner, layer).isEmpty()) {
            throw new IllegalArgumentException("no layer of the model is named \"" + layer + "\"");
        }
        if (!Double.isFinite(start)) {
            throw new IllegalArgumentException("start is " + start + ", but must be finite");
        }
    }

    private static Map<String, Layout.Entry> random(Model inner, String layer) {
        Map<String, Layout.Entry> out = new LinkedHashMap<>();
        for (Layout.Entry e : inner.layout().entries()) {
            String[] words = e.name().split("\\.");
            if (words.length > 1 && words[words.length - 2].equals(layer)) {
                out.put(e.name(), e);
            }
        }
        return out;
    }

    @Override
    public void declare(Layout.Builder weights) {
        inner.declare(weights);
        random(inner, layer).values().forEach(e -> law.declare(weights, e));
        weights.add(NOISE, Law.constant(start), 1);
    }

    /** The reconstruction by the weights without randomness, which is not quite the posterior mean. */
    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        return inner.reconstruct(tape, physics, data);
    }

    /** The reconstruction by one draw of the weights for the whole batch; the noise is not added. */
    public Var sample(Tape tape, Physics physics, Var data, RandomGenerator random) {
        return inner.reconstruct(tape.seeing(w -> drawn(w, random)), physics, data);
    }

    /** Weights of which the random ones are drawn where a network first asks for them, and then stay. */
    public Bound drawn(Bound weights, RandomGenerator random) {
        Map<String, Layout.Entry> entries = random(inner, layer);
        Map<String, float[]> kept = new HashMap<>();
        return weights.substituting((name, weight, all) -> {
            Layout.Entry e = entries.get(name);
            return e == null ? weight : law.at(e, weight, all, kept.computeIfAbsent(name, n -> law.draw(e, random)));
        });
    }

    /** The Kullback-Leibler divergence of all random weights from their prior, in nats: a tensor without axes. */
    public Tensor divergence(Bound weights) {
        Tensor sum = null;
        for (Layout.Entry e : random(inner, layer).values()) {
            Tensor part = law.divergence(e, weights);
            sum = sum == null ? part : sum.plus(part);
        }
        return sum;
    }

    /**
     * The logarithm of the density of an image under N(x, s<sup>2</sup>), in nats, mean over pixels: a tensor of one value.
     *
     * @param x the model's image
     * @param truth of the same shape
     */
    public static Tensor logLikelihood(Bound weights, Tensor x, Tensor truth) {
        Tensor log = weights.get(NOISE);
        Tensor square = x.minus(truth).square().mean();
        return square.times(log.times(-2).exp()).times(-0.5).minus(log).affine(1, -0.5 * Math.log(2 * Math.PI));
    }

    /** The variance s<sup>2</sup> of the noise. */
    public static double noiseVariance(Weights weights) {
        return Math.exp(2.0 * weights.get(NOISE)[0]);
    }

    /**
     * Weights with wider or narrower distributions.
     *
     * @param weights of this model; not changed
     * @param factor of the standard deviations of random weights, positive and finite
     * @throws IllegalArgumentException if it is not, or the distribution has no width of its own and the factor is not 1
     */
    public Weights widened(Weights weights, double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be positive and finite");
        }
        Weights out = weights.copy();
        if (factor != 1) {
            random(inner, layer).values().forEach(e -> law.widen(e, out, factor));
        }
        return out;
    }

    /**
     * Weights with another noise.
     *
     * @param weights of this model; not changed
     * @param variance positive and finite
     * @throws IllegalArgumentException if it is not
     */
    public Weights withNoise(Weights weights, double variance) {
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException("variance is " + variance + ", but must be positive and finite");
        }
        Weights out = weights.copy();
        out.set(NOISE, new float[] {(float) (0.5 * Math.log(variance))});
        return out;
    }
}
