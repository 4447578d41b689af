package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Wiener's filter. Blur divides the spectrum of an image by known factors, and noise fills in where little is left. The
 * filter multiplies back as far as the signal stands above the noise, frequency by frequency: the best that a linear
 * filter can do if both spectra are known. Here both are found in the data.
 *
 * <p>Choose it for a deconvolution within milliseconds and as a start for others. Edges ring, negative values occur. It
 * does not know where the image is not smooth: {@link PlugAndPlay} does.
 *
 * <p>N. Wiener, Extrapolation, interpolation, and smoothing of stationary time series, MIT Press, 1949.
 */
public final class WienerFilter {
    private WienerFilter() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.blurred(in.size(), 1.6, 2);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Wiener", scene.by("wiener"))
                .save(in.folder(), "wiener-filter");
    }
}
