package org.preimage.priors.network;

/** Non-linear functions between layers, by name. */
public enum Activation {
    /** None. */
    LINEAR {
        @Override
        public Network layer(int channels) {
            return new Identity();
        }
    },
    /** {@link Relu}. */
    RELU {
        @Override
        public Network layer(int channels) {
            return new Relu();
        }
    },
    /** {@link LeakyRelu} of slope 0.2. */
    LEAKY_RELU {
        @Override
        public Network layer(int channels) {
            return new LeakyRelu(0.2);
        }
    },
    /** {@link Prelu} that begins with slope 0.25. */
    PRELU {
        @Override
        public Network layer(int channels) {
            return new Prelu(channels, 0.25);
        }
    },
    /** {@link Silu}. */
    SILU {
        @Override
        public Network layer(int channels) {
            return new Silu();
        }
    },
    /** {@link Softplus}. */
    SOFTPLUS {
        @Override
        public Network layer(int channels) {
            return new Softplus();
        }
    };

    /** A layer of it for images of so many channels. */
    public abstract Network layer(int channels);
}
