package org.preimage.priors.model;

import java.util.Arrays;
import org.preimage.operators.space.Image;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.reconstruction.parameter.NoiseLevel;

/** A model that removes white noise of a known level. Where the level is not given, as of data of the identity, it is estimated. */
public interface DenoisingModel extends Model {
    /** The highest standard deviation that it was made for, in the unit of the images. */
    double highest();

    /**
     * Images without noise.
     *
     * @param noisy [N, 1, H, W]
     * @param sigmas standard deviation of the noise of each
     */
    Var denoise(Tape tape, Var noisy, float[] sigmas);

    @Override
    default Var reconstruct(Tape tape, Physics physics, Var data) {
        float[] sigmas = new float[data.value().size(0)];
        int n = 0;
        for (float[] image : Samples.arrays(data.value(), physics.image())) {
            sigmas[n++] = (float) Math.min(highest(), NoiseLevel.of(new Image(physics.image(), image)));
        }
        return denoise(tape, data, sigmas);
    }

    /** Maps of noise levels, the same in all pixels: a second channel for networks. */
    static Tensor levels(int[] shape, float[] sigmas) {
        int pixels = shape[2] * shape[3];
        float[] map = new float[shape[0] * pixels];
        for (int n = 0; n < shape[0]; n++) {
            Arrays.fill(map, n * pixels, (n + 1) * pixels, sigmas[n]);
        }
        return Tensor.of(map, shape[0], 1, shape[2], shape[3]);
    }
}
