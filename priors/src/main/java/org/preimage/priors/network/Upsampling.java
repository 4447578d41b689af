package org.preimage.priors.network;

/** How images are doubled, by name. */
public enum Upsampling {
    /** Each pixel repeated, then a convolution. */
    NEAREST {
        @Override
        public Network layer(int in, int out) {
            return Sequence.of(new Enlarging(2, false), new Convolution(in, out, 3));
        }
    },
    /** Bilinear interpolation, then a convolution. */
    BILINEAR {
        @Override
        public Network layer(int in, int out) {
            return Sequence.of(new Enlarging(2, true), new Convolution(in, out, 3));
        }
    },
    /** {@link TransposedConvolution}. */
    TRANSPOSED {
        @Override
        public Network layer(int in, int out) {
            return new TransposedConvolution(in, out, 2);
        }
    };

    /** A layer that doubles images of {@code in} channels and gives {@code out} channels. */
    public abstract Network layer(int in, int out);
}
