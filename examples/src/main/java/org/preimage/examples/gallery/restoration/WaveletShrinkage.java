package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Wavelet shrinkage. Noise spreads over all wavelet details, the image over few: details below a threshold are noise and
 * go, larger ones shrink. Each band has a threshold of its own, from the data; an undecimated transform avoids the usual
 * ghosts beside edges.
 *
 * <p>Choose it for speed: it is the quickest denoiser here. On the benchmark {@link BlockMatching} has 2 to 3 dB more.
 *
 * <p>D. L. Donoho and I. M. Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81, 1994; S. G. Chang,
 * B. Yu and M. Vetterli, Adaptive wavelet thresholding for image denoising and compression, IEEE Trans. Image Process.
 * 9, 2000.
 */
public final class WaveletShrinkage {
    private WaveletShrinkage() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.noisy(in.size(), 25);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Wavelet shrinkage", scene.by("wavelet-shrinkage"))
                .save(in.folder(), "wavelet-shrinkage");
    }
}
