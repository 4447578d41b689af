package org.preimage.examples.gallery.mri;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.mri.sampling.PoissonDisc;

/**
 * Compressed sensing with wavelets. A quarter of k-space was measured at points scattered like a Poisson disc, so that
 * what is missing looks like noise rather than like a second image. The method assumes that few wavelets make the image,
 * and finds among all images that fit the data one of small wavelet details. With several sets of sensitivities it is
 * L1-ESPIRiT.
 *
 * <p>Choose it for scans that were sampled at random or along few spokes; for even regions {@code tv}, which takes the
 * same data, is as good or better. On masks of every R-th line its gain over {@link SensitivityEncoding} is that of a
 * denoiser.
 *
 * <p>M. Lustig, D. Donoho and J. M. Pauly, Sparse MRI, Magn. Reson. Med. 58, 2007; M. Uecker et al., ESPIRiT, Magn.
 * Reson. Med. 71, 2014.
 */
public final class CompressedSensing {
    private CompressedSensing() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.cartesian(in.size(), new PoissonDisc(4, 16), "a quarter of k-space");
        new Comparison(scene)
                .with("Zero-filled", scene.by("zero-filled"))
                .with("SENSE", scene.by("sense"))
                .with("L1-wavelet", scene.by("l1-wavelet"))
                .save(in.folder(), "compressed-sensing");
    }
}
