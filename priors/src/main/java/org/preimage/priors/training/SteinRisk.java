package org.preimage.priors.training;

import java.util.random.RandomGenerator;
import org.preimage.priors.model.Denoising;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/**
 * Stein's unbiased estimate of a denoiser's mean squared error on images y of noise sigma,
 *
 * <pre>|D y - y|<sup>2</sup> / n - sigma<sup>2</sup> + 2 sigma<sup>2</sup> div D(y) / n,</pre>
 *
 * with the divergence by one random direction of signs b, &lt;b, D(y + e b) - D(y)&gt; / e, e a hundredth of sigma.
 *
 * <p>S. Ramani, T. Blu, M. Unser, "Monte-Carlo SURE: a black-box optimization of regularization parameters for general denoising
 * algorithms", IEEE Trans. Image Process. 17 (2008); C. A. Metzler, A. Mousavi, R. Heckel, R. G. Baraniuk, "Unsupervised learning with
 * Stein's unbiased risk estimator", arXiv 1805.10531 (2018).
 */
public final class SteinRisk extends SelfSupervised {
    private static final double SHIFT = 0.01;

    private final Denoising denoiser;
    private final double sigma;

    /**
     * @param denoiser what is trained
     * @param pairs of images and the identity
     * @param sigma standard deviation of their noise
     * @param seed of directions
     */
    public SteinRisk(Denoising denoiser, Supervised.Pairs pairs, double sigma, long seed) {
        super(denoiser, pairs, seed);
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive");
        }
        this.denoiser = denoiser;
        this.sigma = sigma;
    }

    @Override
    Var loss(Tape tape, Supervised.Pair pair, RandomGenerator random) {
        float[] b = new float[pair.data().length];
        float[] ahead = pair.data().clone();
        double shift = SHIFT * sigma;
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextBoolean() ? 1 : -1;
            ahead[i] += (float) (shift * b[i]);
        }
        Tensor noisy = Samples.tensor(pair.data(), physics(pair).image());
        Tensor direction = Samples.tensor(b, physics(pair).image());
        float[] level = {(float) sigma};
        Var x = denoiser.denoise(tape, tape.constant(noisy), level);
        Var shifted = denoiser.denoise(
                tape, tape.constant(Samples.tensor(ahead, physics(pair).image())), level);
        double variance = sigma * sigma;
        return tape.segment(
                (w, in) -> in[0].minus(noisy)
                        .square()
                        .mean()
                        .affine(1, -variance)
                        .plus(in[1].minus(in[0]).times(direction).mean().times(2 * variance / shift)),
                x,
                shifted);
    }
}
