package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Filtered back-projection through frequency space. By the central slice theorem the Fourier transform of a projection
 * is a line through that of the image. The method lays all lines onto a grid with a short kernel and transforms back,
 * which takes N^2 log N operations where direct back-projection takes N^3.
 *
 * <p>It gives the image of {@link FilteredBackprojection} within about a hundredth, so choose it for large parallel-beam
 * slices with many views and stacks of them, where it is up to five times as fast; what it assumes of the data is the
 * same.
 *
 * <p>J. D. O'Sullivan, A fast sinc function gridding algorithm for Fourier inversion in computer tomography, IEEE Trans.
 * Med. Imaging 4, 1985.
 */
public final class GriddedBackprojection {
    private GriddedBackprojection() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 2 * in.size(), 0.02);
        new Comparison(scene)
                .with("Unfiltered", scene.backprojection())
                .with("Direct sums", scene.by("fbp"))
                .with("Gridding", scene.by("gridding-fbp"))
                .save(in.folder(), "gridded-backprojection");
    }
}
