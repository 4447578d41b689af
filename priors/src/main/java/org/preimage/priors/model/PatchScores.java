package org.preimage.priors.model;

import java.util.Arrays;
import org.preimage.priors.model.PatchMixture.Component;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/**
 * What a {@link PatchMixture} says of patches with white noise of variance s<sup>2</sup>: log pi_k N(x; 0, C_k + s<sup>2</sup>) of each
 * component, and the Wiener filter C_k (C_k + s<sup>2</sup>)<sup>-1</sup> of the likeliest.
 *
 * <p>In the axes of C_k only those are computed in which its variance is more than a thousandth of the noise's.
 */
public final class PatchScores {
    private static final double NOTHING = 1e-3;

    private final Component[] components;
    private final int values;
    private final double variance;
    private final int[] counted;

    /**
     * @param model the mixture
     * @param weights of it
     * @param variance s^2, positive
     */
    public PatchScores(PatchMixture model, Weights weights, double variance) {
        this(model.components(weights), model.values(), variance);
    }

    /** The same of components, each of so many values. */
    public PatchScores(Component[] components, int values, double variance) {
        this.components = components;
        this.values = values;
        this.variance = variance;
        counted = new int[components.length];
        for (int k = 0; k < counted.length; k++) {
            double least = NOTHING * variance;
            counted[k] = (int) Arrays.stream(components[k].variances())
                    .filter(v -> v > least)
                    .count();
        }
    }

    /** The axes of a component that count, [r, D], of which there must be some. */
    private Tensor axes(int k) {
        int r = Math.max(1, counted[k]);
        return Tensor.of(Arrays.copyOf(components[k].axes(), r * values), r, values);
    }

    /**
     * The scores of patches.
     *
     * @param patches [D, N] without their means
     * @return for each component those of all patches
     */
    public float[][] of(Tensor patches) {
        int n = patches.size(1);
        float[] squares = patches.square().sumOver(0).toFloats();
        float[][] scores = new float[components.length][];
        for (int k = 0; k < scores.length; k++) {
            try (Scope inner = Scope.inner()) {
                Component c = components[k];
                int r = Math.max(1, counted[k]);
                float[] factors = new float[r];
                double constant = c.logShare() - 0.5 * values * Math.log(2 * Math.PI * variance);
                for (int j = 0; j < r; j++) {
                    double v = c.variances()[j];
                    factors[j] = (float) (0.5 / variance - 0.5 / (v + variance));
                    constant -= 0.5 * Math.log1p(v / variance);
                }
                float[] gains = inner.tensor(factors, 1, r)
                        .matrixTimes(axes(k).matrixTimes(patches).square())
                        .toFloats();
                scores[k] = new float[n];
                for (int i = 0; i < n; i++) {
                    scores[k][i] = (float) (constant - 0.5 * squares[i] / variance + gains[i]);
                }
            }
        }
        return scores;
    }

    /** The component of the highest score of each patch. */
    public static int[] likeliest(float[][] scores) {
        int[] best = new int[scores[0].length];
        for (int i = 0; i < best.length; i++) {
            for (int k = 1; k < scores.length; k++) {
                best[i] = scores[k][i] > scores[best[i]][i] ? k : best[i];
            }
        }
        return best;
    }

    /** The Wiener filter of one component, of patches [D, N]. */
    public Tensor filtered(int k, Tensor patches) {
        int r = Math.max(1, counted[k]);
        float[] factors = new float[r];
        for (int j = 0; j < r; j++) {
            double v = components[k].variances()[j];
            factors[j] = (float) (v / (v + variance));
        }
        Tensor u = axes(k);
        return u.permute(1, 0).matrixTimes(u.matrixTimes(patches).times(Tensor.of(factors, r, 1)));
    }
}
