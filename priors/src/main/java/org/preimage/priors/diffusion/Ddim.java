package org.preimage.priors.diffusion;

import org.preimage.operators.space.Vectors;

/**
 * From s to s' with a share of fresh noise,
 *
 * <pre>z' = x + (s'<sup>2</sup> - q<sup>2</sup>)<sup>1/2</sup> (z - x) / s + q e,   q = eta s' (1 - s'<sup>2</sup> / s<sup>2</sup>)<sup>1/2</sup>,</pre>
 *
 * with the estimate x of the image: for eta = 0 a step of Euler's method on the probability flow, which draws nothing, for eta = 1 the
 * ancestral step, which draws from p(z' | z, x).
 *
 * <p>Song, Meng and Ermon 2021, Denoising diffusion implicit models, ICLR.
 *
 * @param eta from 0 to 1
 */
public record Ddim(double eta) implements Walk {
    /** Without fresh noise. */
    public static final Ddim FLOW = new Ddim(0);

    /** With all of it. */
    public static final Ddim ANCESTRAL = new Ddim(1);

    public Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta is " + eta + ", but must be from 0 to 1");
        }
    }

    @Override
    public int calls() {
        return 1;
    }

    @Override
    public void step(float[][] z, double level, double next, Guide guide, Noise noise) {
        double fresh = eta * next * Math.sqrt(1 - next * next / (level * level));
        double kept = Math.sqrt(next * next - fresh * fresh) / level;
        float[][] x = new float[z.length][z[0].length];
        guide.estimate(z, level, 1 - kept, x);
        for (int i = 0; i < z.length; i++) {
            Vectors.combine(kept, z[i], 1 - kept, x[i], z[i]);
        }
        noise.add(fresh, z);
    }
}
