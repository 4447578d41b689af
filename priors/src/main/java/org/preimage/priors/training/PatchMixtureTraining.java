package org.preimage.priors.training;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.model.PatchScores;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Online expectation maximisation of a {@link PatchMixture} for random patches x of slices: the weights are the sums n_k and S_k, and
 * each step moves them by its rate towards those of its batch,
 *
 * <pre>n_k &lt;- n_k + rate (mean r_k(x) - n_k),   S_k &lt;- S_k + rate (mean r_k(x) x x* - S_k),</pre>
 *
 * with the probabilities r_k that x is of component k. For a rate of 1 and a batch of all patches that is expectation maximisation
 * itself. What {@link #loss} hands back as a gradient is this step, which {@link PlainDescent} takes; it rises with the likelihood on
 * average, but is not its gradient.
 *
 * <p>Cappe and Moulines 2009, On-line expectation-maximization algorithm for latent data models, J. R. Stat. Soc. B 71.
 *
 * @param model the mixture
 * @param kinds slices, from which patches are drawn equally often
 * @param validation slices that it does not see
 * @param noise standard deviation of white noise that is added to patches, positive: no variance becomes smaller
 * @param seed of the patches
 */
public record PatchMixtureTraining(
        PatchMixture model, List<Slices> kinds, List<Slices> validation, double noise, long seed) implements Objective {
    /** Patches of which the first components are made, each. */
    private static final int FIRST = 100;

    private static final int VALIDATIONS = 4000;

    /** Of the noise's variance, by which scores are made finite. */
    private static final double SMALL = 0.1;

    public PatchMixtureTraining {
        kinds = List.copyOf(kinds);
        validation = List.copyOf(validation);
        if (kinds.isEmpty() || validation.isEmpty() || !(noise > 0)) {
            throw new IllegalArgumentException("a mixture learns from " + kinds.size() + " kinds of slices with noise "
                    + noise + " and is validated on " + validation.size()
                    + ", but needs at least one of each and positive noise");
        }
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    /** Patches without their means, [D, N]. */
    private float[] patches(List<Slices> from, long first, int count) {
        int d = model.values();
        float[] out = new float[d * count];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.of(seed, first + i);
            float[] patch = from.get(random.nextInt(from.size())).draw(random, model.side());
            double mean = 0;
            for (int j = 0; j < d; j++) {
                patch[j] += (float) (noise * random.nextGaussian());
                mean += patch[j] / d;
            }
            for (int j = 0; j < d; j++) {
                out[j * count + i] = (float) (patch[j] - mean);
            }
        }
        return out;
    }

    /** Components of random patches, each with those that are most like it in direction and size. */
    @Override
    public float[] start() {
        int d = model.values();
        int k = model.components();
        int count = FIRST * k;
        float[] x = patches(kinds, ~(long) (count + VALIDATIONS), count);
        double[] norms = new double[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < d; j++) {
                norms[i] += x[j * count + i] * x[j * count + i];
            }
            norms[i] = Math.sqrt(norms[i]);
        }
        float[][] probabilities = new float[k][count];
        for (int i = 0; i < count; i++) {
            double best = Double.NEGATIVE_INFINITY;
            int own = 0;
            for (int c = 0; c < k; c++) {
                double dot = 0;
                for (int j = 0; j < d; j++) {
                    dot += x[j * count + i] * x[j * count + c * FIRST];
                }
                double like = Math.abs(dot) / (norms[i] * norms[c * FIRST])
                        - 0.3 * Math.abs(Math.log(norms[i] / norms[c * FIRST]));
                if (like > best) {
                    best = like;
                    own = c;
                }
            }
            probabilities[own][i] = 1;
        }
        float[] masses = new float[k];
        float[] moments = new float[k * d * d];
        sums(x, probabilities, masses, moments);
        // A few patches do not tell a covariance: that of all of them keeps the rest of it up.
        float[] whole = new float[d * d];
        float[] one = new float[1];
        float[][] all = new float[1][count];
        Arrays.fill(all[0], 1);
        sums(x, all, one, whole);
        for (int c = 0; c < k; c++) {
            masses[c] += 0.1f / k;
            for (int i = 0; i < d * d; i++) {
                moments[c * d * d + i] += 0.1f / k * whole[i];
            }
        }
        return model.weights(masses, moments).values();
    }

    /** Means over patches of r_k and r_k x x*. */
    private void sums(float[] x, float[][] probabilities, float[] masses, float[] moments) {
        int d = model.values();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            int n = probabilities[0].length;
            Tensor patches = scope.tensor(x, d, n);
            for (int k = 0; k < probabilities.length; k++) {
                try (Scope inner = Scope.inner()) {
                    Tensor r = inner.tensor(probabilities[k], 1, n);
                    masses[k] = (float) r.mean().toDouble();
                    float[] own = patches.times(r)
                            .matrixTimes(patches.permute(1, 0))
                            .times(1.0 / n)
                            .toFloats();
                    System.arraycopy(own, 0, moments, k * d * d, d * d);
                }
            }
        }
    }

    /** Replaces scores by probabilities; the sum of the logarithms of their sums. */
    private static double probabilities(float[][] scores) {
        double likelihood = 0;
        for (int i = 0; i < scores[0].length; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float[] s : scores) {
                largest = Math.max(largest, s[i]);
            }
            double sum = 0;
            for (float[] s : scores) {
                sum += Math.exp(s[i] - largest);
            }
            for (float[] s : scores) {
                s[i] = (float) (Math.exp(s[i] - largest) / sum);
            }
            likelihood += largest + Math.log(sum);
        }
        return likelihood;
    }

    private PatchScores scores(Weights weights) {
        return new PatchScores(model, weights, SMALL * noise * noise);
    }

    /** Minus the mean log p of patches. */
    @Override
    public Var loss(Tape tape, long from, int count) {
        Var masses = tape.segment((w, none) -> w.get("masses").times(1));
        Var moments = tape.segment((w, none) -> w.get("moments").times(1));
        return tape.custom(
                in -> {
                    float[] n = in[0].toFloats();
                    float[] s = in[1].toFloats();
                    float[] x = patches(kinds, from, count);
                    float[][] r = scores(model.weights(n, s)).of(Tensor.of(x, model.values(), count));
                    double likelihood = probabilities(r);
                    float[] ownMasses = new float[n.length];
                    float[] ownMoments = new float[s.length];
                    sums(x, r, ownMasses, ownMoments);
                    for (int i = 0; i < n.length; i++) {
                        n[i] -= ownMasses[i];
                    }
                    for (int i = 0; i < s.length; i++) {
                        s[i] -= ownMoments[i];
                    }
                    Tensor value = Tensor.of(new float[] {(float) (-likelihood / count)});
                    return new Tape.Derived(value, c -> new Tensor[] {
                        Tensor.of(n, in[0].shape()).times(c.toDouble()),
                        Tensor.of(s, in[1].shape()).times(c.toDouble())
                    });
                },
                masses,
                moments);
    }

    /** Mean log p of patches of the validation slices. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        float[] x = patches(validation, ~(long) VALIDATIONS, VALIDATIONS);
        try (Scope scope = Scope.open(device)) {
            return probabilities(scores(weights).of(scope.tensor(x, model.values(), VALIDATIONS))) / VALIDATIONS;
        }
    }

    @Override
    public String measure() {
        return "log likelihood of a patch in nats";
    }
}
