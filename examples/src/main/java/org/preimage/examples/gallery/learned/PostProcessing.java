package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Post-processing by a U-Net. A network has learned to turn filtered back-projections into phantoms: it removes streaks
 * and noise and sharpens what is left. The data are seen by the filtered back-projection alone, and nothing makes the
 * result agree with them.
 *
 * <p>Choose it where the operator is not at hand in training, or must not cost anything in use: one pass of a network,
 * in image space. {@link LearnedPrimalDual} is three decibels better on these data and strays less far from them.
 *
 * <p>K. H. Jin, M. T. McCann, E. Froustey and M. Unser, Deep convolutional neural network for inverse problems in
 * imaging, IEEE Trans. Image Process. 26, 2017.
 */
public final class PostProcessing {
    private PostProcessing() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("U-Net", scene.by("post-processing", "bundle=unet-ellipses"))
                .save(Arguments.folder(args), "post-processing");
    }
}
