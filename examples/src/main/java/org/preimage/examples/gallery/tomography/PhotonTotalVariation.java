package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * The likelihood of photon counts with total variation. Measured are counts behind an absorbing object, so few that some
 * rays are nearly black. The data term is that of Poisson noise, as in {@link TransmissionLikelihood}; total variation
 * says that the object consists of regions of even density. The weight is chosen from the data.
 *
 * <p>Choose it for scans of low dose, the lower the dose the more it gains on least squares with the same prior. With
 * many photons {@code tv} gives the same image sooner.
 *
 * <p>K. Lange and R. Carson, EM reconstruction algorithms for emission and transmission tomography, J. Comput. Assist.
 * Tomogr. 8, 1984; A. Chambolle and T. Pock, A first-order primal-dual algorithm for convex problems, J. Math. Imaging
 * Vis. 40, 2011.
 */
public final class PhotonTotalVariation {
    private PhotonTotalVariation() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewPhotons(in.size(), 90, 100);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Least squares and TV", scene.by("tv"))
                .with("Likelihood and TV", scene.by("poisson-tv"))
                .save(in.folder(), "photon-total-variation");
    }
}
