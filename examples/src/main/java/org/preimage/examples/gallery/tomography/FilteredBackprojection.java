package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Filtered back-projection. Measured are line integrals of an object along parallel rays, from many directions over half
 * a turn. The method inverts the Radon transform in one pass: a ramp filter along each projection, then every value
 * smeared back along its ray. It assumes that there are enough views, about pi / 2 for each pixel along a side, and that
 * noise is small: a ramp makes noise of fine detail louder.
 *
 * <p>Choose it first, always: it takes milliseconds, has no weight to tune, and its faults are well known, as the
 * streaks here from 60 views and the grain, which a Hann window lowers together with the resolution. Without the filter
 * the image is the blur on the left.
 *
 * <p>A. C. Kak and M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988.
 */
public final class FilteredBackprojection {
    private FilteredBackprojection() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewViews(in.size(), 60, 0.02);
        new Comparison(scene)
                .with("Unfiltered", scene.backprojection())
                .with("Ramp", scene.by("fbp"))
                .with("Hann window", scene.by("fbp", "window=hann"))
                .save(in.folder(), "filtered-backprojection");
    }
}
