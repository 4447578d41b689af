package org.preimage.priors.network;

/** How the sizes of channels are kept alike, by name. */
public enum Normalization {
    /** Not at all. */
    NONE {
        @Override
        public Network layer(int channels) {
            return new Identity();
        }
    },
    /** {@link ChannelAffine}: what is left of batch normalisation when its statistics are fixed. */
    AFFINE {
        @Override
        public Network layer(int channels) {
            return new ChannelAffine(channels);
        }
    },
    /** {@link GroupNormalization} of each channel by itself. */
    INSTANCE {
        @Override
        public Network layer(int channels) {
            return GroupNormalization.instance(channels);
        }
    },
    /** {@link GroupNormalization} of up to 8 groups: the greatest divisor of the number of channels. */
    GROUP {
        @Override
        public Network layer(int channels) {
            int groups = Math.min(8, channels);
            while (channels % groups != 0) {
                groups--;
            }
            return new GroupNormalization(channels, groups, 1e-5);
        }
    };

    /** A layer of it for images of so many channels. */
    public abstract Network layer(int channels);
}
