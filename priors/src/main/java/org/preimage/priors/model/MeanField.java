package org.preimage.priors.model;

import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Independent normal weights w = mu + exp(rho) e, e ~ N(0, 1), with the network's own weights as mu and a logarithm of the
 * standard deviation, "rho", learned for each. Against the prior N(0, p<sup>2</sup>) their divergence is
 *
 * <pre>sum log p - rho + (exp(2 rho) + mu^2) / (2 p^2) - 1/2</pre>
 *
 * <p>Blundell, Cornebise, Kavukcuoglu and Wierstra 2015, Weight uncertainty in neural networks, ICML. A draw of the weights
 * serves all pixels of an image, as the distribution says. Noise drawn for each pixel of the output instead (Kingma, Salimans and
 * Welling 2015, Variational dropout and the local reparameterization trick, NeurIPS) is exact for one pixel, but loses how the
 * pixels of a convolution go together, which the forward operator of the next iteration sees.
 *
 * @param prior standard deviation p of the prior, positive
 * @param start of rho
 */
public record MeanField(double prior, double start) implements RandomWeights {
    private static final String RHO = ".rho";

    /** @throws IllegalArgumentException if the prior is not positive and finite, or the start not finite */
    public MeanField {
        ChannelDropout.requirePrior(prior);
        if (!Double.isFinite(start)) {
            throw new IllegalArgumentException("start is " + start + ", but must be finite");
        }
    }

    @Override
    public void declare(Layout.Builder weights, Layout.Entry of) {
        // In one axis, so that no optimiser takes it for a matrix or decays it.
        weights.add(of.name() + RHO, Law.constant(start), of.length());
    }

    @Override
    public float[] draw(Layout.Entry of, RandomGenerator random) {
        float[] e = new float[of.length()];
        for (int i = 0; i < e.length; i++) {
            e[i] = (float) random.nextGaussian();
        }
        return e;
    }

    @Override
    public Tensor at(Layout.Entry of, Tensor weight, Bound weights, float[] drawn) {
        Tensor deviation = weights.get(of.name() + RHO).exp().reshape(of.shape());
        return weight.plus(deviation.times(Tensor.of(drawn, of.shape())));
    }

    @Override
    public Tensor divergence(Layout.Entry of, Bound weights) {
        Tensor mean = weights.get(of.name());
        Tensor rho = weights.get(of.name() + RHO);
        Tensor squares = mean.square().sum().plus(rho.times(2).exp().sum());
        return squares.times(1 / (2 * prior * prior)).minus(rho.sum()).affine(1, of.length() * (Math.log(prior) - 0.5));
    }

    @Override
    public void widen(Layout.Entry of, Weights weights, double factor) {
        float[] rho = weights.get(of.name() + RHO);
        for (int i = 0; i < rho.length; i++) {
            rho[i] += (float) Math.log(factor);
        }
        weights.set(of.name() + RHO, rho);
    }
}
