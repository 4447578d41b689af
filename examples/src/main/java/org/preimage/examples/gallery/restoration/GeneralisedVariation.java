package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Second-order total generalised variation (TGV). Total variation takes slopes for many small steps and makes stairs of
 * them. TGV balances first and second derivatives pixel by pixel: a slope costs nothing where its gradient is even, an
 * edge costs as in total variation.
 *
 * <p>Choose it for images with shading, as of fields, thickness or light, beside edges; it takes any linear operator.
 * Where regions are even it gives what {@code tv} gives, and takes longer.
 *
 * <p>K. Bredies, K. Kunisch and T. Pock, Total generalized variation, SIAM J. Imaging Sci. 3, 2010.
 */
public final class GeneralisedVariation {
    private GeneralisedVariation() {}

    /** @param args the folder of the picture, and pixels along a side if not 96 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 96);
        Scene scene = Scenes.slopes(in.size());
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Total variation", scene.by("tv"))
                .with("TGV", scene.by("tgv"))
                .save(in.folder(), "generalised-variation");
    }
}
