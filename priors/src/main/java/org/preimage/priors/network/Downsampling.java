package org.preimage.priors.network;

/** How images are halved, by name. */
public enum Downsampling {
    /** A convolution of stride 2. */
    STRIDED {
        @Override
        public Network layer(int channels) {
            return new Convolution(channels, channels, 3).strided(2);
        }
    },
    /** Means of 2 x 2 pixels. */
    AVERAGE {
        @Override
        public Network layer(int channels) {
            return new Pooling(2, false);
        }
    },
    /** Maxima of 2 x 2 pixels. */
    MAXIMUM {
        @Override
        public Network layer(int channels) {
            return new Pooling(2, true);
        }
    };

    /** A layer that halves images of so many channels, which it keeps. */
    public abstract Network layer(int channels);
}
