package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * Plug-and-play with a diffusion model (DiffPIR). From noise alone, denoising by the model and proximal steps on the
 * data alternate while the level of noise falls. Nothing of a first reconstruction enters, so its faults cannot remain.
 * Measured are 150 random sums of the 784 pixels of an ellipse drawn like a zero; the model has learned from digits.
 *
 * <p>Choose it where {@link ComeCloserDiffuseFaster} has no good start, as with large gaps; it takes five to ten times
 * the calls.
 *
 * <p>Y. Zhu et al., Denoising diffusion models for plug-and-play image restoration, CVPR workshops 2023.
 */
public final class DiffusionPlugAndPlay {
    private DiffusionPlugAndPlay() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.zero(150);
        PosteriorEstimate found =
                scene.posterior("diffpir", "bundle=diffusion-digits", "noise=0.01", "calls=50", "samples=4");
        new Comparison(scene)
                .with("Adjoint", scene.backprojection())
                .with("Mean of 4 draws", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "diffusion-plug-and-play");
    }
}
