package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import java.util.List;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * FISTA with a prior of your choice. The accelerated proximal gradient method takes any prior that has a proximal map,
 * and its name is all that changes: total variation with edges of any direction or along the axes only, wavelets,
 * shearlets, and others.
 *
 * <p>Choose it to compare priors on your own data under the same solver and the same rule for the weight; once chosen,
 * the method of its own for that prior ({@code tv}, {@code l1-wavelet}, ...) is quicker and tells when it has converged.
 *
 * <p>A. Beck and M. Teboulle, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, SIAM J.
 * Imaging Sci. 2, 2009.
 */
public final class AnyPrior {
    private AnyPrior() {}

    /** @param args the folder of the picture, and pixels along a side if not 96 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 96);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        Comparison comparison = new Comparison(scene).with("Filtered back-projection", scene.by("fbp"));
        for (String prior : List.of("tv", "tv-anisotropic", "wavelet-undecimated")) {
            comparison.with(prior, scene.by("fista", "prior=" + prior, "iterations=150"));
        }
        comparison.save(in.folder(), "any-prior");
    }
}
