package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * The expected patch log likelihood (EPLL). A mixture of 64 Gaussians has learned what patches of 8 x 8 pixels look
 * like, from photographs, CT and MRI; the image is to be one whose patches are all likely. Patches are of no size of
 * image and no operator in particular.
 *
 * <p>Choose it as a learned prior that is as easy to understand as total variation and takes any linear operator and
 * image size. It is slower than total variation and often better, as in low-dose and sparse CT of slices.
 *
 * <p>D. Zoran and Y. Weiss, From learning models of natural image patches to whole image restoration, ICCV 2011.
 */
public final class PatchPrior {
    private PatchPrior() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.ellipses(in.size(), 20);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("EPLL", scene.by("epll"))
                .save(in.folder(), "patch-prior");
    }
}
