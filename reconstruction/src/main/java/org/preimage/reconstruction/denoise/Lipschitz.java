package org.preimage.reconstruction.denoise;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Vectors;

/**
 * How far a denoiser stretches distances near an image x: the largest |M(x + h) - M(x)| / |h| that was found for the denoiser
 * M = D and for its residual M = I - D. Both are lower bounds of Lipschitz constants; no search can prove an upper one.
 *
 * <p>Plug-and-play is known to converge where D is averaged, in particular where it is a proximal map: then neither constant
 * exceeds 1. Forward-backward splitting with a step of 2 / (L + mu) converges for 1/2 |A x - b|<sup>2</sup> of modulus mu &gt; 0 and
 * constant L if I - D has a constant below 2 mu / (L - mu); ADMM if it is small enough besides (Ryu, Liu, Wang, Chen, Wang
 * and Yin 2019, Plug-and-play methods provably converge with properly trained denoisers, ICML). A constant of D above 1
 * shows that D is no proximal map of a convex functional.
 *
 * @param denoiser largest ratio found for D
 * @param residual largest ratio found for I - D
 * @param sigma noise level at which D was tried
 */
public record Lipschitz(double denoiser, double residual, double sigma) {
    private static final double SMALL = 0.1;

    /**
     * Searches by power iteration: h is replaced by M(x + h) - M(x), scaled to the same length. Of a symmetric Jacobian
     * this finds the largest eigenvalue, and every step gives a valid ratio.
     *
     * @param denoiser D
     * @param x an image, as the ones the denoiser will meet
     * @param sigma noise level
     * @param steps power iterations for each of the two, at least 1; each runs the denoiser once
     * @param random where h begins
     */
    public static Lipschitz near(Denoiser denoiser, float[] x, double sigma, int steps, RandomGenerator random) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", but must be at least 1");
        }
        float[] at = new float[x.length];
        denoiser.denoise(x, sigma, at);
        double[] largest = new double[2];
        float[] h = new float[x.length];
        float[] there = new float[x.length];
        float[] moved = new float[x.length];
        // As long as a tenth of the noise: denoisers that choose, as by thresholds, have no derivative to speak of.
        double length = SMALL * sigma * Math.sqrt(x.length);
        for (int of = 0; of < 2; of++) {
            for (int i = 0; i < h.length; i++) {
                h[i] = (float) random.nextGaussian();
            }
            double norm = Vectors.norm(h);
            for (int k = 0; k < steps && norm > 0; k++) {
                Vectors.scale(length / norm, h);
                Vectors.combine(1, x, 1, h, there);
                // What was added after rounding.
                Vectors.combine(1, there, -1, x, h);
                denoiser.denoise(there, sigma, moved);
                Vectors.add(-1, at, moved);
                if (of == 1) {
                    Vectors.combine(1, h, -1, moved, moved);
                }
                norm = Vectors.norm(moved);
                double size = Vectors.norm(h);
                largest[of] = Math.max(largest[of], size == 0 ? 0 : norm / size);
                System.arraycopy(moved, 0, h, 0, h.length);
            }
        }
        return new Lipschitz(largest[0], largest[1], sigma);
    }

    /** The two numbers and what they mean, in one sentence. */
    public String note() {
        String found = String.format(
                Locale.ROOT,
                "near the result at sigma %.4g the denoiser stretched distances up to %.3f times, its residual up to %.3f"
                        + " times",
                sigma,
                denoiser,
                residual);
        return found
                + (Math.max(denoiser, residual) <= 1.0005
                        ? ": nothing speaks against a firmly non-expansive map, with which plug-and-play converges"
                        : ": it is not firmly non-expansive, so that no theorem here promises convergence");
    }
}
