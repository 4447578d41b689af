package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Learned gradient descent. A few steps, each with the gradient of the misfit, and a network that sees image and
 * gradient and makes the step. The gradient is that of the filtered misfit here, so that five steps go far.
 *
 * <p>Choose it as {@link LearnedPrimalDual}: it is smaller and quicker to train, and about a decibel behind.
 *
 * <p>J. Adler and O. Oktem, Solving ill-posed inverse problems using iterative deep neural networks, Inverse Problems
 * 33, 2017; A. Hauptmann et al., Model-based learning for accelerated, limited-view 3-D photoacoustic tomography, IEEE
 * Trans. Med. Imaging 37, 2018.
 */
public final class LearnedGradientDescent {
    private LearnedGradientDescent() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Learned gradient descent", scene.by("learned-gradient-descent", "bundle=lgd-ellipses"))
                .save(Arguments.folder(args), "learned-gradient-descent");
    }
}
