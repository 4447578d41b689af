package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;

/**
 * A map G from latent vectors z to images of one size, such that G(z) for standard normal z looks like what it learned from. Its
 * range is a set of few dimensions in which, or near which, an image is sought.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = GenerativeAdversarialPair.class, name = "generative-adversarial-pair"),
    @JsonSubTypes.Type(value = VariationalAutoencoder.class, name = "variational-autoencoder")
})
public interface Generator extends Architecture {
    /**
     * Images, and how far real ones are from them.
     *
     * @param images G(z) [N, 1, rows, columns]
     * @param deviations s(z) of the same shape, the standard deviation of a real image about G(z) at each pixel; null where the
     *     generator has learned none
     */
    record Made(Tensor images, Tensor deviations) {}

    /**
     * Makes images.
     *
     * @param latent z [N, {@link #latent}, 1, 1]
     */
    Made make(Tensor latent, Bound weights);

    /** The number of latent values. */
    int latent();

    /** Rows of the images. */
    int rows();

    /** Columns of the images. */
    int columns();

    /** Checks sizes. */
    static void requireSizes(int latent, int rows, int columns) {
        if (latent < 1 || rows < 1 || columns < 1) {
            throw new IllegalArgumentException("a generator makes " + rows + " x " + columns + " pixels of " + latent
                    + " latent values, but needs positive numbers");
        }
    }

    /** Checks that a network has made images of the size that a generator declares. */
    static Tensor requireImages(Tensor images, int channels, int rows, int columns) {
        int[] s = images.shape();
        if (s[1] != channels || s[2] != rows || s[3] != columns) {
            throw new IllegalArgumentException("the network makes " + s[1] + " channels of " + s[2] + " x " + s[3]
                    + " pixels, but " + channels + " of " + rows + " x " + columns + " are needed");
        }
        return images;
    }
}
