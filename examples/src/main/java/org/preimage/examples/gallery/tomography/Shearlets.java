package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Shearlets, from an arc of 120 degrees. Shearlets are waves of every scale, place and direction, long and thin; edges
 * and oriented texture need few of them. The angles that the arc leaves out are directions of which nothing is known:
 * the method fills in what continues the directions that were seen.
 *
 * <p>Choose it for plane images with oriented fine texture, as layers, fibres or wood, above all at a limited angle.
 * Total variation smooths such texture away; for even regions it is better, and quicker.
 *
 * <p>F. Colonna, G. Easley, K. Guo and D. Labate, Radon transform inversion using the shearlet representation, Appl.
 * Comput. Harmon. Anal. 29, 2010.
 */
public final class Shearlets {
    private Shearlets() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.textures(in.size(), 120);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Shearlets", scene.by("l1-shearlet", "iterations=300"))
                .save(in.folder(), "shearlets");
    }
}
