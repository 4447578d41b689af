package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.space.Role;

/**
 * Sensitivity encoding (SENSE). Eight coils see the object, each by its own sensitivity, which is known. A line of
 * k-space that was left out is told by the others through these differences: least squares by conjugate gradients, here
 * with every third line.
 *
 * <p>Choose it for parallel imaging of moderate acceleration with good sensitivities, on any trajectory. It amplifies
 * noise where coils are alike; when lines were left out at random, {@link CompressedSensing} goes further.
 *
 * <p>K. P. Pruessmann, M. Weiger, P. Boernert and P. Boesiger, Advances in sensitivity encoding with arbitrary k-space
 * trajectories, Magn. Reson. Med. 46, 2001.
 */
public final class SensitivityEncoding {
    private SensitivityEncoding() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.cartesian(in.size(), new UniformLines(Role.KY, 3, 16), "every third line");
        new Comparison(scene)
                .with("Zero-filled", scene.by("zero-filled"))
                .with("SENSE", scene.by("sense"))
                .save(in.folder(), "sensitivity-encoding");
    }
}
