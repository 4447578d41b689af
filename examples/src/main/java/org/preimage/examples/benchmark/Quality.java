package org.preimage.examples.benchmark;

import org.preimage.examples.report.Pictures;
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
        Pictures.Scale scale = Pictures.Scale.of(truth);
        double range = Double.isNaN(peak) ? scale.high() - scale.low() : peak;
        if (!(range > 0)) {
            throw new IllegalArgumentException("the truth is constant, so that PSNR needs --peak");
        }
        return new Quality(
                ImageQuality.psnr(truth, image, range),
                ImageQuality.ssim(truth, image, range),
                ImageQuality.rmse(truth, image));
    }
}
