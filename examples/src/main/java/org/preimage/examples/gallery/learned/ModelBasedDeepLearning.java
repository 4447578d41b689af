package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Model-based deep learning (MoDL) for MRI. Five times a network removes what does not look like a brain, and conjugate
 * gradients bring the image back to the measured lines of all coils. The network is the same in all blocks, and knows
 * neither mask nor coils: these come with the data.
 *
 * <p>Choose it for brain slices with a fourth to a sixth of the lines, the data it has learned from; other masks and
 * coils are no matter, other parts of the body are.
 *
 * <p>H. K. Aggarwal, M. P. Mani and M. Jacob, MoDL: model-based deep learning architecture for inverse problems, IEEE
 * Trans. Med. Imaging 38, 2019.
 */
public final class ModelBasedDeepLearning {
    private ModelBasedDeepLearning() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.brain();
        new Comparison(scene)
                .with("Zero-filled", scene.by("zero-filled"))
                .with("MoDL", scene.by("modl", "bundle=modl-brain"))
                .save(Arguments.folder(args), "model-based-deep-learning");
    }
}
