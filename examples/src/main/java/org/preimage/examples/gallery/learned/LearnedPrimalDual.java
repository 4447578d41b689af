package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Learned primal-dual. Ten steps of a primal-dual iteration, with the projector and its adjoint in each, and small
 * networks in the place of the proximal maps, in image and in data space. Trained as a whole on pairs of phantoms and
 * data, the networks learn both what ellipses look like and what these 30 views leave open.
 *
 * <p>Choose it where many true images of the kind are known, or can be simulated, for one fixed geometry: it is the best
 * of the benchmark's methods there, and takes a second. It knows nothing of other geometries, which are refused, nor of
 * other objects, which are not.
 *
 * <p>J. Adler and O. Oktem, Learned primal-dual reconstruction, IEEE Trans. Med. Imaging 37, 2018.
 */
public final class LearnedPrimalDual {
    private LearnedPrimalDual() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Learned primal-dual", scene.by("learned-primal-dual", "bundle=lpd-ellipses-deep"))
                .save(Arguments.folder(args), "learned-primal-dual");
    }
}
