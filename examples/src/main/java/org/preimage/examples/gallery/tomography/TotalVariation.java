package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Total variation, by the primal-dual method of Chambolle and Pock and by ADMM. Measured are 30 projections, a seventh
 * of what filtered back-projection needs. The sum of the gradient's lengths is small for images of even regions with
 * sharp borders: noise and streaks cost much, an edge costs no more for being sharp. Both methods have the same
 * minimiser and tell by a duality gap or residuals how near they are.
 *
 * <p>Choose it whenever views are few or doses low and the object has edges: it is the best method without training of
 * most of the benchmark's CT tasks. Slopes become steps (see {@code tgv}), fine texture is lost (see {@link Shearlets}).
 *
 * <p>L. I. Rudin, S. Osher and E. Fatemi, Nonlinear total variation based noise removal algorithms, Physica D 60, 1992;
 * A. Chambolle and T. Pock, J. Math. Imaging Vis. 40, 2011; S. Boyd et al., Found. Trends Mach. Learn. 3, 2011.
 */
public final class TotalVariation {
    private TotalVariation() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Primal-dual", scene.by("tv"))
                .with("ADMM", scene.by("tv-admm"))
                .save(in.folder(), "total-variation");
    }
}
