package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Gradient descent for least squares, after Landweber, without negative values. The slowest of the iterations that are
 * stopped at the noise, and the one whose theory is simplest: each step filters the singular components of the image by
 * a known factor.
 *
 * <p>Choose it to learn or to compare, or for operators whose norm is all that is known. {@link ConjugateGradients} come
 * to the same misfit in a tenth of the steps, {@link SimultaneousIteration} weighs pixels that few rays meet.
 *
 * <p>L. Landweber, An iteration formula for Fredholm integral equations of the first kind, Am. J. Math. 73, 1951.
 */
public final class LandweberIteration {
    private LandweberIteration() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Landweber", scene.by("landweber"))
                .save(in.folder(), "landweber-iteration");
    }
}
