package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Least squares with the squared gradient. It assumes that the object is smooth, and knows no edges: all detail is
 * damped alike, the finer the more. In return the solution is a linear function of the data, found by conjugate
 * gradients, and the weight is chosen quickly and safely by Stein's estimate of the risk.
 *
 * <p>Choose it for smooth objects, for a quick image with an honest weight, and where a linear method is asked for.
 * Where there are edges {@link TotalVariation} keeps them.
 *
 * <p>A. N. Tikhonov, Solution of incorrectly formulated problems and the regularization method, Soviet Math. Dokl. 4,
 * 1963.
 */
public final class Tikhonov {
    private Tikhonov() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Tikhonov", scene.by("tikhonov"))
                .save(in.folder(), "tikhonov");
    }
}
