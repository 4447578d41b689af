package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.space.Role;

/**
 * GRAPPA. A missing point of one coil's k-space is a weighted sum of measured neighbours of all coils. The weights are
 * fitted where all points were measured, the lines in the middle, and then applied everywhere. No sensitivities are
 * needed, only those calibration lines.
 *
 * <p>Choose it for every R-th line with calibration lines, above all where sensitivities are hard to get, as with a
 * small field of view. Its images keep their noise; it has no prior.
 *
 * <p>M. A. Griswold et al., Generalized autocalibrating partially parallel acquisitions (GRAPPA), Magn. Reson. Med. 47,
 * 2002.
 */
public final class Grappa {
    private Grappa() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.cartesian(in.size(), new UniformLines(Role.KY, 3, 24), "every third line");
        new Comparison(scene)
                .with("Zero-filled", scene.by("zero-filled"))
                .with("GRAPPA", scene.by("grappa"))
                .save(in.folder(), "grappa");
    }
}
