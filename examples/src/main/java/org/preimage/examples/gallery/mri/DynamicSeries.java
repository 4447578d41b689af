package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Low rank plus sparse, for series in time. A heart beats; of each frame one line in six is measured, other lines in
 * each. The series is taken apart into a background that few images span and changes that few temporal frequencies hold,
 * and each part helps to fill in the other.
 *
 * <p>Choose it for beating hearts and contrast passing through, where frames are many and each is measured sparsely. For
 * a single frame it has nothing to go by. The picture shows one frame, PSNR is that of all.
 *
 * <p>R. Otazo, E. Candes and D. K. Sodickson, Low-rank plus sparse matrix decomposition for accelerated dynamic MRI with
 * separation of background and dynamic components, Magn. Reson. Med. 73, 2015.
 */
public final class DynamicSeries {
    private DynamicSeries() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.heart(in.size(), 16, 6);
        new Comparison(scene)
                .with("Zero-filled", scene.backprojection())
                .with("Low rank plus sparse", scene.by("low-rank-plus-sparse"))
                .save(in.folder(), "dynamic-series");
    }
}
