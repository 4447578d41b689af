package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.space.Role;

/**
 * Zero filling: the inverse Fourier transform of k-space with zeros where nothing was measured, and the root of the sum
 * of the coils' squares. No assumption at all, no iteration. With all of k-space it is the image; with a part of it
 * every structure is repeated or blurred by the transform of the mask.
 *
 * <p>Choose it to see the data as they are. Here k-space is whole on the right; on the left every second line is
 * missing, and the image is there twice.
 *
 * <p>P. B. Roemer et al., The NMR phased array, Magn. Reson. Med. 16, 1990.
 */
public final class ZeroFilling {
    private ZeroFilling() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene half = Scenes.cartesian(in.size(), new UniformLines(Role.KY, 2, 0), "every second line");
        Scene whole = Scenes.cartesian(in.size(), new UniformLines(Role.KY, 1, 0), "every line");
        new Comparison(whole)
                .with("Half of the lines", half.by("zero-filled"))
                .with("All lines", whole.by("zero-filled"))
                .save(in.folder(), "zero-filling");
    }
}
