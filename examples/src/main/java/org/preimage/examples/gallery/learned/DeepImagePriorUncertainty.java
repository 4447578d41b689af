package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * The uncertainty of a deep image prior, by the linearised Laplace approximation. After the fit the network is replaced
 * by its linear model, whose weights have Gaussian priors of variances that maximise the marginal likelihood. The
 * pixels' covariance follows, and with it a standard deviation of each.
 *
 * <p>Choose it for a map of doubt without any training data, on small images or with hours of time. The deviations tell
 * where errors are; whether they are large enough the benchmark {@code dip-uncertainty} tells.
 *
 * <p>J. Antoran, R. Barbano, J. Leuschner, J. M. Hernandez-Lobato and B. Jin, Uncertainty estimation for computed
 * tomography with a linearised deep image prior, Trans. Mach. Learn. Res., 2023.
 */
public final class DeepImagePriorUncertainty {
    private DeepImagePriorUncertainty() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses(24, 12);
        PosteriorEstimate found =
                scene.posterior("deep-image-prior-laplace", "iterations=1000", "channels=8", "steps=5");
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Mean", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "deep-image-prior-uncertainty");
    }
}
