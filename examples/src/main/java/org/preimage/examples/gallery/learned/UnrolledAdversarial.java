package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * An unrolled network that has learned without pairs. The network reconstructs, a critic tells its images from true ones
 * of other objects, and the two were trained against each other, with the misfit as the only tie to the data. Afterwards
 * the critic can refine the image as a regulariser, here by ten steps.
 *
 * <p>Choose it where true images exist, but none with data of their own. With pairs {@link LearnedGradientDescent} is
 * better.
 *
 * <p>S. Mukherjee, M. Carioni, O. Oktem and C.-B. Schonlieb, End-to-end reconstruction meets data-driven regularization
 * for inverse problems, NeurIPS 2021.
 */
public final class UnrolledAdversarial {
    private UnrolledAdversarial() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Unrolled", scene.by("unrolled-adversarial"))
                .with("and refined", scene.by("unrolled-adversarial", "iterations=10"))
                .save(Arguments.folder(args), "unrolled-adversarial");
    }
}
