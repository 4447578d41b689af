package org.preimage.priors.model;

import java.util.Arrays;
import org.preimage.operators.space.Image;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.reconstruction.parameter.NoiseLevel;

/**
 * A denoiser for a range of noise levels: a network that sees the image and, as a second channel, the standard deviation of the
 * noise, the same in all pixels. Where the level is not given, as of data of the identity, it is estimated from the image.
 *
 * <p>Zhang, Zuo and Zhang 2018, FFDNet: toward a fast and flexible solution for CNN-based image denoising, IEEE Trans. Image
 * Process. 27, for the map of the noise level.
 *
 * @param network from 2 channels to 1
 * @param highest standard deviation that it was made for, in the unit of the images
 */
public record Denoising(Network network, double highest) implements Model {
    public Denoising {
        if (!(highest > 0)) {
            throw new IllegalArgumentException("highest is " + highest + ", but must be positive");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    /**
     * Images without noise.
     *
     * @param noisy [N, 1, H, W]
     * @param sigmas standard deviation of the noise of each
     */
    public Var denoise(Tape tape, Var noisy, float[] sigmas) {
        int[] shape = noisy.value().shape();
        int pixels = shape[2] * shape[3];
        float[] map = new float[shape[0] * pixels];
        for (int n = 0; n < shape[0]; n++) {
            Arrays.fill(map, n * pixels, (n + 1) * pixels, sigmas[n]);
        }
        Tensor levels = Tensor.of(map, shape);
        return tape.segment((w, in) -> network.forward(Tensor.channels(in[0], levels), w), noisy);
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        float[] sigmas = new float[data.value().size(0)];
        int n = 0;
        for (float[] image : Samples.arrays(data.value(), physics.image())) {
            sigmas[n++] = (float) Math.min(highest, NoiseLevel.of(new Image(physics.image(), image)));
        }
        return denoise(tape, data, sigmas);
    }
}
