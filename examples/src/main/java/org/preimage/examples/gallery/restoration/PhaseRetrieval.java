package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Phase retrieval. Detectors of light and x-rays see intensities: a wave's phase, which holds most of the image, is
 * lost. Measured are the far fields of the object behind four known masks of phase. The method begins with relaxed
 * alternating reflections or a spectral start and ends with Wirtinger flow, gradient descent on the amplitudes.
 *
 * <p>Choose it for coded diffraction and, with a known border of zeros, for single far fields. The problem is not
 * convex: far fields without masks may need several starts, and a global phase is never told. Below, the simple image
 * takes all phases for zero.
 *
 * <p>D. R. Luke, Relaxed averaged alternating reflections for diffraction imaging, Inverse Problems 21, 2005; E. J.
 * Candes, X. Li and M. Soltanolkotabi, Phase retrieval via Wirtinger flow, IEEE Trans. Inf. Theory 61, 2015.
 */
public final class PhaseRetrieval {
    private PhaseRetrieval() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.diffraction(in.size(), 4);
        new Comparison(scene)
                .with("All phases zero", Scenes.zeroPhase(scene))
                .with("Phase retrieval", scene.by("phase-retrieval"))
                .save(in.folder(), "phase-retrieval");
    }
}
