package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Gridding of radial k-space. Samples along spokes lie dense in the middle and sparse outside; the method weighs each by
 * the area that it stands for, lays it onto a grid with a short kernel and transforms back: the adjoint of the non-
 * uniform Fourier transform after density compensation. It assumes that directions are dense enough, pi / 2 spokes for
 * each pixel along a side.
 *
 * <p>Choose it for spirals and radial scans that are fully sampled, and to see what there is. Below that it leaves
 * streaks, as here; {@code sense} and the methods of compressed sensing take the same data.
 *
 * <p>J. I. Jackson, C. H. Meyer, D. G. Nishimura and A. Macovski, Selection of a convolution function for Fourier
 * inversion using gridding, IEEE Trans. Med. Imaging 10, 1991.
 */
public final class Gridding {
    private Gridding() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.radial(in.size(), 55);
        new Comparison(scene)
                .with("Without density", scene.backprojection())
                .with("Gridding", scene.by("gridding"))
                .save(in.folder(), "gridding");
    }
}
