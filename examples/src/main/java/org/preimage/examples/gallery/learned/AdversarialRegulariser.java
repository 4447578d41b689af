package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Adversarial regularisers. A critic has learned to tell true images from filtered back-projections, without knowing
 * which belongs to which. Its value is small for images that look true, and so it serves as a prior: gradient descent
 * lowers misfit and critic together. A convex critic has one minimiser, to which the iteration converges whatever the
 * start.
 *
 * <p>A few steps are shown here; the default is 300, and 1000 for the convex one.
 *
 * <p>Choose the convex one where guarantees count, the other for a little more quality where the number of iterations is
 * in your hands; either takes any operator, as long as images are of the kind and unit that it learned from.
 *
 * <p>S. Lunz, O. Oktem and C.-B. Schonlieb, Adversarial regularizers in inverse problems, NeurIPS 2018; S. Mukherjee et
 * al., Learned convex regularizers for inverse problems, arXiv:2008.02839, 2020.
 */
public final class AdversarialRegulariser {
    private AdversarialRegulariser() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Adversarial", scene.by("adversarial-regulariser", "bundle=ar-ellipses", "iterations=25"))
                .with(
                        "Convex adversarial",
                        scene.by("convex-adversarial-regulariser", "bundle=acr-ellipses", "iterations=25"))
                .save(Arguments.folder(args), "adversarial-regulariser");
    }
}
