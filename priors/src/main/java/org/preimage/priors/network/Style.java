package org.preimage.priors.network;

/**
 * What the blocks of a network are made of.
 *
 * @param activation between layers
 * @param normalization before activations
 * @param size of kernels, odd
 * @param convolutions of a block
 * @param dropout probability with which channels are dropped at the end of a block ({@link Dropout})
 */
public record Style(Activation activation, Normalization normalization, int size, int convolutions, double dropout) {
    /** Two 3 x 3 convolutions with rectified linear units, no normalisation, no dropout. */
    public static final Style PLAIN = new Style(Activation.RELU, Normalization.NONE, 3, 2, 0);

    public Style {
        if (size < 1 || size % 2 != 1) {
            throw new IllegalArgumentException("size is " + size + ", but must be odd");
        }
        if (convolutions < 1) {
            throw new IllegalArgumentException("convolutions is " + convolutions + ", but must be at least 1");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ", but must be at least 0 and below 1");
        }
    }

    /** The same with another activation. */
    public Style with(Activation other) {
        return new Style(other, normalization, size, convolutions, dropout);
    }

    /** The same with another normalisation. */
    public Style with(Normalization other) {
        return new Style(activation, other, size, convolutions, dropout);
    }

    /** The same with dropout. */
    public Style withDropout(double rate) {
        return new Style(activation, normalization, size, convolutions, rate);
    }

    Convolution convolution(int in, int out) {
        double gain = activation == Activation.LINEAR ? 1 : Math.sqrt(2);
        return new Convolution(in, out, size).gain(gain);
    }
}
