package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Simultaneous algebraic reconstruction, view by view (SART) or subset by subset (OS-SART). The same corrections as
 * those of {@link SimultaneousIteration}, but each view's is made at once, so that the next view starts from a better
 * image: one sweep over all views does about as much as tens of simultaneous steps.
 *
 * <p>Choose {@code os-sart} for cone beams and other large scans where each projection costs, {@code sart} for few
 * views. With much noise lower the relaxation: the sweeps end at the noise, but single views pull the image about.
 *
 * <p>A. H. Andersen and A. C. Kak, Simultaneous algebraic reconstruction technique (SART), Ultrason. Imaging 6, 1984; G.
 * Wang and M. Jiang, Ordered-subset simultaneous algebraic reconstruction techniques (OS-SART), J. X-Ray Sci. Technol.
 * 12, 2004.
 */
public final class AlgebraicReconstruction {
    private AlgebraicReconstruction() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 30, 0.02);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("SART", scene.by("sart"))
                .with("OS-SART", scene.by("os-sart"))
                .save(in.folder(), "algebraic-reconstruction");
    }
}
