package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.priors.training.Slices;
import org.preimage.priors.training.StackRecipes;

/**
 * Noise2Self: a denoiser that learns from the noisy stack itself. Pixels are hidden, and a network learns to predict
 * them from those around; as the noise of a pixel cannot be predicted, what it predicts is the image. No true image and
 * no model of the noise is needed, only that noise is independent from pixel to pixel.
 *
 * <p>Choose it for stacks, as of a microscope, with noise of unknown law and structure that repeats from slice to slice.
 * Where noise is correlated it learns the noise, too; for a single image {@code bm3d} is quicker and mostly better.
 *
 * <p>J. Batson and L. Royer, Noise2Self: blind denoising by self-supervision, ICML 2019.
 */
public final class NoiseToSelf {
    private NoiseToSelf() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        List<Scene> stack = Scenes.noisyStack(in.size(), 16);
        List<float[]> noisy = stack.stream().map(s -> s.problem().data().data()).toList();
        Slices slices = new Slices(in.size(), in.size(), noisy, Collections.nCopies(noisy.size(), "phantoms"));
        Path card = EllipsePairs.run(StackRecipes.noise2self(slices), 60, in.folder());
        Scene first = stack.get(0);
        new Comparison(first)
                .with("As measured", first.problem().data())
                .with("Noise2Self", first.by("noise2self", "bundle=" + card))
                .save(in.folder(), "noise-to-self");
    }
}
