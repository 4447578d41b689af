package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.VariationalNetwork;

/**
 * The variational network. Gradient steps of learned length, each with a network of its own that stands for the
 * derivative of a prior. As many steps as are unrolled: the network is trained for these, and ends there. Choose it as
 * {@link LearnedGradientDescent}, of which it is the sibling without memory; it was made for k-space of many coils.
 *
 * <p>Training a small one here takes a minute and shows the way of any other: ellipses of which each is seen once, their
 * noisy projections, and a bundle of two files that the method is given by name. What it reaches in so short a time is a
 * lesson, no benchmark.
 *
 * <p>K. Hammernik et al., Learning a variational network for reconstruction of accelerated MRI data, Magn. Reson. Med.
 * 79, 2018.
 */
public final class VariationalNetworkReconstruction {
    private VariationalNetworkReconstruction() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        EllipsePairs pairs = new EllipsePairs(in.size(), 20);
        Model model = new VariationalNetwork(4, EllipsePairs.network(1), 0.7, true);
        Path card = pairs.train("variational-network", model, 80, in.folder());
        Scene scene = pairs.scene();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Variational network", scene.by("variational-network", "bundle=" + card))
                .save(in.folder(), "variational-network-reconstruction");
    }
}
