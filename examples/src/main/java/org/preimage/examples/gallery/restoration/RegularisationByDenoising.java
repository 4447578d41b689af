package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import java.util.List;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Regularisation by denoising (RED). As in {@link PlugAndPlay} a denoiser says what images are like, but through its
 * residual x - D(x), which is added to the gradient of the misfit: for denoisers with a symmetric derivative that is the
 * gradient of a functional. Measured is a blurred photograph with noise.
 *
 * <p>Choose it as plug-and-play; its weight has a smoother effect, and steps are those of gradient descent, which can be
 * stopped anywhere.
 *
 * <p>Y. Romano, M. Elad and P. Milanfar, The little engine that could: regularization by denoising, SIAM J. Imaging Sci.
 * 10, 2017; E. T. Reehorst and P. Schniter, Regularization by denoising: clarifications and new interpretations, IEEE
 * Trans. Comput. Imaging 5, 2019.
 */
public final class RegularisationByDenoising {
    private RegularisationByDenoising() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.blurred(in.size(), 1.6, 2);
        Comparison comparison =
                new Comparison(scene).with("As measured", scene.problem().data());
        for (String denoiser : List.of("tv", "wavelet", "nlm", "bm3d")) {
            comparison.with("RED " + denoiser, scene.by("red-" + denoiser, "check=false"));
        }
        comparison.save(in.folder(), "regularisation-by-denoising");
    }
}
