package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * A denoiser for a range of noise levels: a network that sees the image and, as a second channel, the standard deviation of the
 * noise, the same in all pixels.
 *
 * <p>Zhang, Zuo and Zhang 2018, FFDNet: toward a fast and flexible solution for CNN-based image denoising, IEEE Trans. Image
 * Process. 27, for the map of the noise level.
 *
 * @param network from 2 channels to 1
 * @param highest standard deviation that it was made for, in the unit of the images
 */
public record Denoising(Network network, double highest) implements DenoisingModel {
    public Denoising {
        if (!(highest > 0)) {
            throw new IllegalArgumentException("highest is " + highest + ", but must be positive");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    @Override
    public Var denoise(Tape tape, Var noisy, float[] sigmas) {
        Tensor levels = DenoisingModel.levels(noisy.value().shape(), sigmas);
        return tape.segment((w, in) -> network.forward(Tensor.channels(in[0], levels), w), noisy);
    }
}
