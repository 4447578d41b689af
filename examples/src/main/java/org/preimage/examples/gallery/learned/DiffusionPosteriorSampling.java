package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * Diffusion posterior sampling (DPS). As noise falls, each step also lowers the misfit of the denoised image, with a
 * gradient that goes back through the network. It needs no proximal map of the misfit, so that it is the one for
 * operators without. The data are those of {@link DiffusionPlugAndPlay}.
 *
 * <p>Choose it for comparison with the literature; here {@link DiffusionPlugAndPlay} is quicker, as no gradient passes
 * the network.
 *
 * <p>H. Chung, J. Kim, M. T. McCann, M. L. Klasky and J. C. Ye, Diffusion posterior sampling for general noisy inverse
 * problems, ICLR 2023.
 */
public final class DiffusionPosteriorSampling {
    private DiffusionPosteriorSampling() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.zero(150);
        PosteriorEstimate found = scene.posterior(
                "diffusion-posterior-sampling", "bundle=diffusion-digits", "noise=0.01", "calls=200", "samples=2");
        new Comparison(scene)
                .with("Adjoint", scene.backprojection())
                .with("Mean of 2 draws", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "diffusion-posterior-sampling");
    }
}
