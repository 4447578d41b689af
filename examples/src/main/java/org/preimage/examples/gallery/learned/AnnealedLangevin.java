package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * Annealed Langevin dynamics. From a start, short random steps along the score of the posterior at a level of noise,
 * then at a lower one. With many small steps the draws are those of the posterior, if the score is right. The data are
 * those of {@link DiffusionPlugAndPlay}.
 *
 * <p>Choose it to see what the posterior of the model is, when time does not matter; for images {@link
 * ComeCloserDiffuseFaster} is enough.
 *
 * <p>A. Jalal et al., Robust compressed sensing MRI with deep generative priors, NeurIPS 2021.
 */
public final class AnnealedLangevin {
    private AnnealedLangevin() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.zero(150);
        PosteriorEstimate found =
                scene.posterior("annealed-langevin", "bundle=diffusion-digits", "noise=0.01", "calls=100", "samples=2");
        new Comparison(scene)
                .with("Adjoint", scene.backprojection())
                .with("Mean of 2 draws", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "annealed-langevin");
    }
}
