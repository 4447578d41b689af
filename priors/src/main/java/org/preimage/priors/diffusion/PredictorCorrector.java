package org.preimage.priors.diffusion;

import org.preimage.operators.space.Vectors;

/**
 * An ancestral step, then steps of Langevin's dynamics at the new level,
 *
 * <pre>z &lt;- z + h g + (2 h)<sup>1/2</sup> e,   g = (x - z) / s<sup>2</sup>,   h = 2 (r |e| / |g|)<sup>2</sup>.</pre>
 *
 * <p>Song, Sohl-Dickstein, Kingma, Kumar, Ermon and Poole 2021, Score-based generative modeling through stochastic differential
 * equations, ICLR, algorithms 2 to 5.
 *
 * @param corrections Langevin steps at each level
 * @param ratio r of signal to noise in them, positive
 */
public record PredictorCorrector(int corrections, double ratio) implements Walk {
    public PredictorCorrector {
        if (corrections < 1 || !(ratio > 0) || Double.isInfinite(ratio)) {
            throw new IllegalArgumentException("corrections are " + corrections + " with a ratio of " + ratio
                    + ", but there must be at least one, and a positive ratio");
        }
    }

    @Override
    public int calls() {
        return 1 + corrections;
    }

    @Override
    public void step(float[][] z, double level, double next, Guide guide, Noise noise) {
        Ddim.ANCESTRAL.step(z, level, next, guide, noise);
        float[][] x = new float[z.length][z[0].length];
        for (int k = 0; k < corrections && next > 0; k++) {
            guide.estimate(z, next, 1, x);
            for (int i = 0; i < z.length; i++) {
                Vectors.combine(1, x[i], -1, z[i], x[i]);
                double slope = Vectors.norm(x[i]) / (next * next);
                // |e| is the root of the number of values but for a per cent or so.
                double h = slope == 0 ? 0 : 2 * Math.pow(ratio * Math.sqrt(z[i].length) / slope, 2);
                Vectors.add(h / (next * next), x[i], z[i]);
                noise.add(i, Math.sqrt(2 * h), z[i]);
            }
        }
    }
}
