package org.preimage.examples.benchmark;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.quality.ImageQuality;

/**
 * How close an image is to the truth.
 *
 * @param psnr peak signal-to-noise ratio in dB
 * @param ssim structural similarity
 * @param rmse root mean square error
 * @param nrmse the error relative to the truth, |image - truth| / |truth|
 */
public record Quality(double psnr, double ssim, double rmse, double nrmse) {
    /**
     * Compares an image with the truth, their magnitudes if either is complex.
     *
     * @param peak the range of values that PSNR and SSIM refer to; NaN for the truth's maximum - minimum
     * @throws IllegalArgumentException if shapes differ, or the truth is constant and no peak is given
     */
    public static Quality of(Image truth, Image image, double peak) {
        return of(truth, image, peak, null);
    }

    /**
     * Compares on a part of the image.
     *
     * @param region one entry for each pixel; null for all
     */
    static Quality of(Image truth, Image image, double peak, boolean[] region) {
        boolean complex =
                truth.space().field() == Field.COMPLEX || image.space().field() == Field.COMPLEX;
        Image x = complex ? truth.magnitude() : truth;
        Image y = complex ? image.magnitude() : image;
        double range = Double.isNaN(peak) ? ImageQuality.range(x) : peak;
        ImageQuality quality = region == null ? ImageQuality.of(x, y, range) : ImageQuality.on(region, x, y, range);
        return new Quality(quality.psnr(), quality.ssim(), quality.rmse(), quality.nrmse());
    }
}
