package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A variational autoencoder: a decoder that makes images of latent vectors, x | z ~ N(G(z), diag s(z)<sup>2</sup>), and the
 * encoder that learned with it, z | x ~ N(m(x), diag v(x)). With sigma(t) = 1 / (1 + exp(-t)),
 *
 * <pre>G = sigma(D_1(z)),   log s = log least + (log most - log least) sigma(D_2(z)),   (m, log v) = E(x).</pre>
 *
 * Where least and most are the same, that is the fixed deviation, and the decoder has one channel.
 *
 * <p>Kingma and Welling 2014, Auto-encoding variational Bayes, ICLR; deviations as the prior of an inverse problem takes them: Duff,
 * Campbell and Ehrhardt 2024, Regularising inverse problems with generative machine learning models, J. Math. Imaging Vis.
 *
 * @param encoder E, [N, 1, rows, columns] to [N, 2 latent, 1, 1]; its weights are "encoder." and their names
 * @param decoder D, [N, latent, 1, 1] to [N, 2, rows, columns], one channel for a fixed deviation; "decoder." and their names
 * @param latent values of z
 * @param rows of the images
 * @param columns of the images
 * @param least deviation, positive
 * @param most deviation, at least that
 */
public record VariationalAutoencoder(
        Network encoder, Network decoder, int latent, int rows, int columns, double least, double most)
        implements Generator {
    private static final String ENCODER = "encoder";
    private static final String DECODER = "decoder";

    public VariationalAutoencoder {
        Generator.requireSizes(latent, rows, columns);
        if (!(least > 0 && most >= least && Double.isFinite(most))) {
            throw new IllegalArgumentException("deviations are from " + least + " to " + most
                    + ", but must be positive, the first not above the second");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        encoder.declare(weights.within(ENCODER));
        decoder.declare(weights.within(DECODER));
    }

    @Override
    public Made make(Tensor latent, Bound weights) {
        boolean learned = most > least;
        Tensor out = Generator.requireImages(
                decoder.forward(latent, weights.within(DECODER)), learned ? 2 : 1, rows, columns);
        Tensor images = out.slice(1, 0, 1).sigmoid();
        Tensor deviations = learned
                ? out.slice(1, 1, 2)
                        .sigmoid()
                        .affine(Math.log(most / least), Math.log(least))
                        .exp()
                : images.detached().times(0).affine(1, least);
        return new Made(images, deviations);
    }

    /**
     * What the encoder tells of images.
     *
     * @param mean m [N, latent, 1, 1]
     * @param logVariance log v of the same shape
     */
    public record Code(Tensor mean, Tensor logVariance) {
        /** KL(N(m, v) || N(0, 1)) in all. */
        public Tensor divergence() {
            return mean.square()
                    .plus(logVariance.exp())
                    .minus(logVariance)
                    .affine(1, -1)
                    .sum()
                    .times(0.5);
        }

        /** m + sqrt(v) e. */
        public Tensor at(Tensor e) {
            return mean.plus(logVariance.times(0.5).exp().times(e));
        }
    }

    /** The law of z for images [N, 1, rows, columns]. */
    public Code encode(Tensor images, Bound weights) {
        Tensor out = Generator.requireImages(encoder.forward(images, weights.within(ENCODER)), 2 * latent, 1, 1);
        return new Code(out.slice(1, 0, latent), out.slice(1, latent, 2 * latent));
    }
}
