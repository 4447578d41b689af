package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Schatten norms of the Hessian. The sum of the magnitudes of the two principal curvatures is small for planes, cones
 * and ridges: flat in one direction is enough. Slopes remain slopes, and thin lines remain lines; edges become a little
 * soft, as they are a curvature.
 *
 * <p>Choose it for filaments, vessels, and smooth fields, with any linear operator. For sharp borders of even regions
 * take {@code tv}, for both {@code tgv}.
 *
 * <p>S. Lefkimmiatis, J. P. Ward and M. Unser, Hessian Schatten-norm regularization for linear inverse problems, IEEE
 * Trans. Image Process. 22, 2013.
 */
public final class HessianSchatten {
    private HessianSchatten() {}

    /** @param args the folder of the picture, and pixels along a side if not 96 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 96);
        Scene scene = Scenes.slopes(in.size());
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Total variation", scene.by("tv"))
                .with("Hessian", scene.by("hessian-schatten"))
                .save(in.folder(), "hessian-schatten");
    }
}
