package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.priors.model.Anderson;
import org.preimage.priors.model.DeepEquilibrium;
import org.preimage.priors.model.Model;

/**
 * A deep equilibrium model. One learned gradient step, repeated until nothing changes: the image is the fixed point,
 * found by Anderson acceleration, and training goes through the equation, not through the steps. So memory is that of
 * one step, and more iterations can only bring the image nearer to the same point. Choose it where unrolled networks
 * would need too much memory, or must not depend on a number of steps.
 *
 * <p>Training a small one here takes a minute and shows the way of any other: ellipses of which each is seen once, their
 * noisy projections, and a bundle of two files that the method is given by name. What it reaches in so short a time is a
 * lesson, no benchmark.
 *
 * <p>D. Gilton, G. Ongie and R. Willett, Deep equilibrium architectures for inverse problems in imaging, IEEE Trans.
 * Comput. Imaging 7, 2021.
 */
public final class DeepEquilibriumReconstruction {
    private DeepEquilibriumReconstruction() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        EllipsePairs pairs = new EllipsePairs(in.size(), 20);
        Model model = new DeepEquilibrium(EllipsePairs.network(1), 0.7, 0.2, true, new Anderson(5, 30, 1e-3));
        Path card = pairs.train("deep-equilibrium", model, 80, in.folder());
        Scene scene = pairs.scene();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Deep equilibrium", scene.by("deep-equilibrium", "bundle=" + card))
                .save(in.folder(), "deep-equilibrium-reconstruction");
    }
}
