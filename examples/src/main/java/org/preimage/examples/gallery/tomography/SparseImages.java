package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Sparse images: least squares with the sum of magnitudes, alone ({@code l1}) or with a share of squares (elastic net).
 * Measured are few projections of a few small bright spots. The methods assume that nearly all pixels are zero, and then
 * 20 views are enough; the squares keep groups of neighbours together, of which the magnitudes alone would choose one.
 *
 * <p>Choose them for points: beads, particles, stars. For objects that fill the image they are wrong, as the benchmark
 * shows.
 *
 * <p>A. Beck and M. Teboulle, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, SIAM J.
 * Imaging Sci. 2, 2009; H. Zou and T. Hastie, Regularization and variable selection via the elastic net, J. R. Stat.
 * Soc. B 67, 2005.
 */
public final class SparseImages {
    private SparseImages() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.points(in.size(), 20);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("L1", scene.by("l1"))
                .with("Elastic net", scene.by("elastic-net"))
                .save(in.folder(), "sparse-images");
    }
}
