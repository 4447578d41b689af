package org.preimage.reconstruction.denoise;

import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.Proximable;

/**
 * A proximal map as a denoiser: D(y) = prox_{gamma f}(y), the most probable image under white Gaussian noise of variance
 * sigma<sup>2</sup> and the prior density exp(-w f), for gamma = w sigma<sup>2</sup>. Such denoisers are firmly non-expansive,
 * and plug-and-play with one is the minimisation of the data term plus w f.
 *
 * <p>With {@code power} 1 the step is gamma = w sigma instead. For f of degree 1, as norms and total variation, D is
 * then the same whatever the unit of the image: D(a y) for noise a sigma is a D(y).
 *
 * @param f the functional
 * @param weight w, positive
 * @param power of sigma in the step, 1 or 2
 */
public record ProximalDenoiser(Proximable f, double weight, int power) implements Denoiser {
    /** @throws IllegalArgumentException if the weight is not positive or the power is another */
    public ProximalDenoiser {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight is " + weight + ", but must be positive and finite");
        }
        if (power != 1 && power != 2) {
            throw new IllegalArgumentException("power is " + power + ", but must be 1 or 2");
        }
    }

    /** With gamma = w sigma<sup>2</sup>. */
    public ProximalDenoiser(Proximable f, double weight) {
        this(f, weight, 2);
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        Planes.require(domain(), noisy, sigma, out);
        f.prox(noisy, weight * (power == 2 ? sigma * sigma : sigma), out);
    }
}
