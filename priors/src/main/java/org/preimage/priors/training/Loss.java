package org.preimage.priors.training;

import org.preimage.priors.tensor.Tensor;

/** How far images are from what they should be, as a tensor of one value: the mean over a batch. */
@FunctionalInterface
public interface Loss {
    /**
     * @param images [N, C, H, W]
     * @param targets of the same shape
     */
    Tensor of(Tensor images, Tensor targets);

    /** Mean of squared differences. */
    static Loss meanSquare() {
        return (x, y) -> x.minus(y).square().mean();
    }

    /** Mean of absolute differences. */
    static Loss meanAbsolute() {
        return (x, y) -> x.minus(y).abs().mean();
    }

    /**
     * Mean over images of log10(mean square + floor): a tenth of minus the PSNR at a range of 1, so that all images count alike
     * in dB, whether easy or hard.
     *
     * @param floor that keeps perfect images finite, as 1e-7
     */
    static Loss logarithmic(double floor) {
        double perNat = 1 / Math.log(10);
        return (x, y) -> {
            int[] shape = x.shape();
            double pixels = (double) shape[1] * shape[2] * shape[3];
            return x.minus(y)
                    .square()
                    .sumOver(1, 2, 3)
                    .affine(1 / pixels, floor)
                    .log()
                    .mean()
                    .times(perNat);
        };
    }
}
