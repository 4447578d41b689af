package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.mri.sampling.PartialFourier;
import org.preimage.operators.space.Role;

/**
 * Partial Fourier by projections onto convex sets (POCS) and homodyne detection. A real image's k-space is symmetric,
 * and one half of it would do. Images have a phase, but a smooth one, which the middle of k-space tells; with it the
 * missing side is found, iteratively or in one pass.
 *
 * <p>Choose {@code pocs} where one side of k-space was cut off for a shorter echo or scan and resolution counts, {@code
 * homodyne} where time does. Both make one side from the other, with its noise; where the phase is rough they fail.
 *
 * <p>E. M. Haacke, E. D. Lindskog and W. Lin, A fast, iterative, partial-Fourier technique capable of local phase
 * recovery, J. Magn. Reson. 92, 1991; D. C. Noll, D. G. Nishimura and A. Macovski, Homodyne detection in magnetic
 * resonance imaging, IEEE Trans. Med. Imaging 10, 1991.
 */
public final class PartialKSpace {
    private PartialKSpace() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.cartesian(in.size(), new PartialFourier(Role.KY, 0.625), "5/8 of the lines");
        new Comparison(scene)
                .with("Zero-filled", scene.by("zero-filled"))
                .with("POCS", scene.by("pocs"))
                .with("Homodyne", scene.by("homodyne"))
                .save(in.folder(), "partial-k-space");
    }
}
