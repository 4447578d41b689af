package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Non-local means. Each pixel becomes a mean of pixels, near or far, weighted by how alike the patches around them are.
 * It assumes that the image repeats itself.
 *
 * <p>Choose it for textures and repeated structure where {@link BlockMatching} is too slow or its traces of blocks
 * disturb. In flat regions it leaves little noise, at structures that occur once much.
 *
 * <p>A. Buades, B. Coll and J. M. Morel, A review of image denoising algorithms, with a new one, Multiscale Model.
 * Simul. 4, 2005.
 */
public final class NonLocalMeans {
    private NonLocalMeans() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.noisy(in.size(), 25);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Non-local means", scene.by("nlm"))
                .save(in.folder(), "non-local-means");
    }
}
