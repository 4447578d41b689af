package org.preimage.examples.gallery.learned;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Plug-and-play with a denoiser that is a gradient step. The denoiser is x - grad g(x) of a potential g that is a
 * network; so each step lowers one functional, misfit plus potential, and the iteration converges, which other plug-and-
 * play cannot promise.
 *
 * <p>Choose it where a trained denoiser is to be used and the result must be a minimum of something. On some data {@link
 * TrainedDenoiser} is a little ahead.
 *
 * <p>S. Hurault, A. Leclaire and N. Papadakis, Gradient step denoiser for convergent plug-and-play, ICLR 2022.
 */
public final class GradientStepDenoiser {
    private GradientStepDenoiser() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.ellipses(in.size(), 20);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("Gradient step", scene.by("pnp-gradient-step", "rule=noise"))
                .save(in.folder(), "gradient-step-denoiser");
    }
}
