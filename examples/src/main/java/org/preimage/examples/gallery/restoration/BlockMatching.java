package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Block matching and 3D filtering (BM3D). Measured is the image itself, with white noise. Blocks that look alike are
 * stacked, and the stack is transformed as a whole: what they have in common stands in few coefficients, noise in all.
 * Twice, the second time with the first result as a guide.
 *
 * <p>Choose it for white noise on any natural or medical image: it is the best denoiser here that has not been trained.
 * Its noise level is found in the image. For noise of counts, transform the image first.
 *
 * <p>K. Dabov, A. Foi, V. Katkovnik and K. Egiazarian, Image denoising by sparse 3-D transform-domain collaborative
 * filtering, IEEE Trans. Image Process. 16, 2007.
 */
public final class BlockMatching {
    private BlockMatching() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.noisy(in.size(), 25);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("BM3D", scene.by("bm3d"))
                .save(in.folder(), "block-matching");
    }
}
