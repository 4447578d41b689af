package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * Come closer, diffuse faster (CCDF). A diffusion model knows images at every level of noise. The method begins with
 * filtered back-projection, puts on as much noise as its error is large, and clears the noise in a few calls of the
 * network, each followed by a step to the data. Every draw ends elsewhere: the mean is the image, the standard deviation
 * the map of doubt.
 *
 * <p>Choose it first among the diffusion models: twenty calls do what other walks need hundreds for. The start may be
 * any other method's image.
 *
 * <p>H. Chung, B. Sim and J. C. Ye, Come-closer-diffuse-faster, CVPR 2022.
 */
public final class ComeCloserDiffuseFaster {
    private ComeCloserDiffuseFaster() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.ellipses();
        PosteriorEstimate found = scene.posterior("ccdf", "bundle=diffusion-ellipses", "calls=8", "samples=4");
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Mean of 4 draws", found.mean())
                .map("Standard deviation", "where not to trust it", found.standardDeviation())
                .save(Arguments.folder(args), "come-closer-diffuse-faster");
    }
}
