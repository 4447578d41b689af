package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import java.util.List;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Plug-and-play: a denoiser in the place of a prior. ADMM needs from a prior only its proximal map, and that is a
 * denoiser for white noise; so any denoiser may stand there, and what it knows of images the reconstruction knows too.
 * Measured is half of the pixels, with a little noise; the denoisers are block matching, non-local means, wavelets and
 * total variation.
 *
 * <p>Choose {@code pnp-bm3d} for natural and medical images and any linear operator: it is the best method without
 * training of the benchmark's restorations. Whether the iteration must converge depends on the denoiser; the result
 * notes the Lipschitz constant that it found.
 *
 * <p>S. V. Venkatakrishnan, C. A. Bouman and B. Wohlberg, Plug-and-play priors for model based reconstruction, GlobalSIP
 * 2013.
 */
public final class PlugAndPlay {
    private PlugAndPlay() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.incomplete(in.size(), 0.5, 5);
        Comparison comparison =
                new Comparison(scene).with("As measured", scene.problem().data());
        for (String denoiser : List.of("tv", "wavelet", "nlm", "bm3d")) {
            comparison.with("PnP " + denoiser, scene.by("pnp-" + denoiser, "check=false"));
        }
        comparison.save(in.folder(), "plug-and-play");
    }
}
