package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.util.List;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * A generative prior. An autoencoder has learned to make images of digits of 20 numbers each. The method looks for the
 * 20 numbers whose digit explains the data, or for an image that is near such a digit: so near that squares ({@code
 * soft}) or magnitudes ({@code sparse}) of the distances are small. Measured are 100 random sums of 784 pixels of an
 * ellipse drawn like a zero.
 *
 * <p>Choose it for images of one narrow kind and very few data. With many data the range of the generator is in the way,
 * unless images may leave it.
 *
 * <p>A. Bora, A. Jalal, E. Price and A. G. Dimakis, Compressed sensing using generative models, ICML 2017; M. Dhar, A.
 * Grover and S. Ermon, Modeling sparse deviations for compressed sensing using generative models, ICML 2018.
 */
public final class GenerativePrior {
    private GenerativePrior() {}

    /** @param args the folder of the picture */
    public static void main(String[] args) throws IOException {
        Scene scene = Scenes.zero(100);
        Comparison comparison = new Comparison(scene).with("Adjoint", scene.backprojection());
        for (String range : List.of("hard", "soft", "sparse")) {
            comparison.with(
                    range + " range",
                    scene.by(
                            "generative-prior", "bundle=vae-digits", "range=" + range, "noise=0.01", "iterations=150"));
        }
        comparison.save(Arguments.folder(args), "generative-prior");
    }
}
