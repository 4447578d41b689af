package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Deep image prior. A network that no data have trained is fitted to this one measurement: it makes an image, the image
 * is projected, and its weights change until the projections fit. Networks of convolutions make natural shapes sooner
 * than noise; total variation beside the misfit keeps noise out in the end. From random weights that takes 1500
 * iterations, the default; here the weights begin with those of a U-Net that was trained for these data (an educated
 * start), and ten are enough.
 *
 * <p>Choose it where nothing to learn from exists and time does not matter, or to fit a trained network to the data at
 * hand. With total variation's weight it comes near {@code tv}, with an educated start beyond.
 *
 * <p>D. Ulyanov, A. Vedaldi and V. Lempitsky, Deep image prior, CVPR 2018; D. O. Baguer, J. Leuschner and M. Schmidt,
 * Computed tomography reconstruction using deep image prior and learned reconstruction methods, Inverse Problems 36,
 * 2020.
 */
public final class DeepImagePrior {
    private DeepImagePrior() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with(
                        "Deep image prior",
                        scene.by("deep-image-prior", "start=unet-ellipses", "iterations=10", "rate=0.002"))
                .save(Arguments.folder(args), "deep-image-prior");
    }
}
