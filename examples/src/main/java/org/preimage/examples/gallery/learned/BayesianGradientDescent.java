package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * Learned gradient descent with random weights. The last layer's weights have a distribution, learned by variational
 * inference; each draw of them gives an image, and the draws' mean and standard deviation the result and a map of where
 * it is not to be trusted.
 *
 * <p>Choose it for a map of uncertainty at the cost of some passes of a network. The deviations are about the network's
 * weights, not the noise: check them by {@code preimage calibrate}, which also makes intervals that cover what they
 * claim.
 *
 * <p>R. Barbano, C. Zhang, S. Arridge and B. Jin, Quantifying model uncertainty in inverse problems via Bayesian deep
 * gradient descent, ICPR 2020.
 */
public final class BayesianGradientDescent {
    private BayesianGradientDescent() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.fewEllipses();
        PosteriorEstimate found = scene.posterior("bayesian-gradient-descent", "bundle=bdgd-ellipses", "samples=16");
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Mean of 16 draws", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "bayesian-gradient-descent");
    }
}
