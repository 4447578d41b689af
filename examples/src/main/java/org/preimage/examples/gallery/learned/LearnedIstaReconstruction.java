package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.priors.model.LearnedIsta;
import org.preimage.priors.model.Model;

/**
 * Learned ISTA. The iteration of soft thresholds that finds sparse images, unrolled, with frames, thresholds and steps
 * that are learned: what stays of the theory is that a transform of the image is sparse, and which transform that is the
 * data tell. Choose it for compressed sensing where wavelets are too general and large networks too opaque.
 *
 * <p>Training a small one here takes a minute and shows the way of any other: ellipses of which each is seen once, their
 * noisy projections, and a bundle of two files that the method is given by name. What it reaches in so short a time is a
 * lesson, no benchmark.
 *
 * <p>K. Gregor and Y. LeCun, Learning fast approximations of sparse coding, ICML 2010; J. Zhang and B. Ghanem, ISTA-Net,
 * CVPR 2018.
 */
public final class LearnedIstaReconstruction {
    private LearnedIstaReconstruction() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        EllipsePairs pairs = new EllipsePairs(in.size(), 20);
        Model model = new LearnedIsta(4, 1, 16, 0.7, 0.01, true);
        Path card = pairs.train("learned-ista", model, 80, in.folder());
        Scene scene = pairs.scene();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Learned ista", scene.by("learned-ista", "bundle=" + card))
                .save(in.folder(), "learned-ista-reconstruction");
    }
}
