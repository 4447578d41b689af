package org.preimage.examples.benchmark;

import org.preimage.operators.space.Image;
import org.preimage.reconstruction.quality.ImageQuality;

/**
 * How close an image is to the truth.
 *
 * @param psnr peak signal-to-noise ratio in dB
 * @param ssim structural similarity
 * @param rmse root mean square error
 */
public record Quality(double psnr, double ssim, double rmse) {
    /**
     * Compares an image with the truth.
     *
     * @param peak the range of values that PSNR and SSIM refer to; NaN for the truth's maximum - minimum
     * @throws IllegalArgumentException if shapes differ, or the truth is constant and no peak is given
     */
    public static Quality of(Image truth, Image image, double peak) {
        ImageQuality quality = Double.isNaN(peak) ? ImageQuality.of(truth, image) : ImageQuality.of(truth, image, peak);
        return new Quality(quality.psnr(), quality.ssim(), quality.rmse());
    }
}
