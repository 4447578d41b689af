package org.preimage.priors.diffusion;

import org.preimage.operators.space.Vectors;

/**
 * The probability flow dz / ds = (z - D(z, s)) / s by Heun's method: Euler's step to s', then one with the mean of the slopes at both
 * ends. Two estimates a step, one in the last.
 *
 * <p>Karras, Aittala, Aila and Laine 2022, Elucidating the design space of diffusion-based generative models, NeurIPS, algorithm 1.
 */
public record Heun() implements Walk {
    @Override
    public int calls() {
        return 2;
    }

    @Override
    public void step(float[][] z, double level, double next, Guide guide, Noise noise) {
        float[][] x = new float[z.length][z[0].length];
        double share = 1 - next / level;
        guide.estimate(z, level, share, x);
        if (next == 0) {
            for (int i = 0; i < z.length; i++) {
                System.arraycopy(x[i], 0, z[i], 0, x[i].length);
            }
            return;
        }
        float[][] euler = new float[z.length][];
        for (int i = 0; i < z.length; i++) {
            euler[i] = new float[z[i].length];
            Vectors.combine(1 - share, z[i], share, x[i], euler[i]);
        }
        float[][] ahead = new float[z.length][z[0].length];
        guide.estimate(euler, next, share, ahead);
        double half = 0.5 * (next - level);
        for (int i = 0; i < z.length; i++) {
            for (int k = 0; k < z[i].length; k++) {
                double first = (z[i][k] - x[i][k]) / level;
                double second = (euler[i][k] - ahead[i][k]) / next;
                z[i][k] += (float) (half * (first + second));
            }
        }
    }
}
