package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Deconvolution with the squared gradient: Tikhonov and Miller's filter in closed form, and the same without negative
 * values (ICTM) by conjugate gradients that are clipped. It assumes that the image is smooth; the weight is chosen by
 * generalised cross-validation or Stein's risk.
 *
 * <p>Choose {@code tikhonov-miller} as {@link WienerFilter}, when nothing is known of spectra, and {@code ictm} for
 * fluorescence, where dark is dark: that there is nothing below zero sharpens what lies on black.
 *
 * <p>A. N. Tikhonov and V. Y. Arsenin, Solutions of ill-posed problems, Wiley, 1977; G. M. P. van Kempen et al., A
 * quantitative comparison of image restoration methods for confocal microscopy, J. Microsc. 185, 1997.
 */
public final class TikhonovMiller {
    private TikhonovMiller() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fluorescence(in.size(), 2, 400);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Tikhonov-Miller", scene.by("tikhonov-miller"))
                .with("ICTM", scene.by("ictm"))
                .save(in.folder(), "tikhonov-miller");
    }
}
