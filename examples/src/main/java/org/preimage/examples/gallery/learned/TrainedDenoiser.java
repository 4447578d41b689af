package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * A trained denoiser, DnCNN, as plug-and-play prior and by RED. The network has learned to remove white noise from
 * photographs, CT and MRI; the operator is not part of the training. So the same network serves projections here as it
 * would serve k-space or a blurred photograph.
 *
 * <p>Choose it where a learned prior is wanted and no model was trained for the operator. Convergence is not warranted
 * for a network like this one; the result notes how far it stretches distances, and {@link GradientStepDenoiser} is the
 * one with a theory.
 *
 * <p>K. Zhang, W. Zuo, Y. Chen, D. Meng and L. Zhang, Beyond a Gaussian denoiser, IEEE Trans. Image Process. 26, 2017.
 */
public final class TrainedDenoiser {
    private TrainedDenoiser() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.ellipses(in.size(), 20);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("PnP DnCNN", scene.by("pnp-dncnn", "check=false"))
                .with("RED DnCNN", scene.by("red-dncnn", "check=false"))
                .save(in.folder(), "trained-denoiser");
    }
}
