package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Simultaneous iterative reconstruction (SIRT). In each step the misfit of all rays is smeared back, weighed by lengths
 * of rays and pixels, with negative values cut off. Early steps bring coarse shapes, later ones detail and then noise:
 * stopping is what regularises, and here the steps end where the misfit has come down to the noise found in the data.
 *
 * <p>Choose it where views are few or unevenly spread and nothing is known of the object but that it is not negative. It
 * needs no weight, and any geometry will do.
 *
 * <p>P. Gilbert, Iterative methods for the three-dimensional reconstruction of an object from projections, J. Theor.
 * Biol. 36, 1972; J. Gregor and T. Benson, Computational analysis and improvement of SIRT, IEEE Trans. Med. Imaging 27,
 * 2008.
 */
public final class SimultaneousIteration {
    private SimultaneousIteration() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("SIRT", scene.by("sirt"))
                .save(in.folder(), "simultaneous-iteration");
    }
}
