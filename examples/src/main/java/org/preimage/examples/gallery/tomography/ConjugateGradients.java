package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Least squares by conjugate gradients (CGLS) and by LSQR, which is the same in exact numbers and steadier in rounded
 * ones. Of all images that a number of products with the operator and its adjoint can make, each step has the one of
 * least misfit. Noise comes in with the steps, which end where the misfit meets it; LSQR takes a damping as well.
 *
 * <p>Choose them for the quickest iterative image of any linear operator: a dozen steps are enough. They know nothing of
 * the object, not even that it is positive; where anything is known, {@link Tikhonov} or {@link TotalVariation} are
 * better.
 *
 * <p>M. R. Hestenes and E. Stiefel, Methods of conjugate gradients for solving linear systems, J. Res. Natl. Bur. Stand.
 * 49, 1952; C. C. Paige and M. A. Saunders, LSQR: an algorithm for sparse linear equations and sparse least squares, ACM
 * Trans. Math. Softw. 8, 1982.
 */
public final class ConjugateGradients {
    private ConjugateGradients() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("CGLS", scene.by("cgls"))
                .with("LSQR", scene.by("lsqr"))
                .save(in.folder(), "conjugate-gradients");
    }
}
