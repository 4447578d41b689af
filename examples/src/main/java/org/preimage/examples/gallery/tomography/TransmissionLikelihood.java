package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Maximum likelihood of photon counts by ordered subsets (OS-MLTR). Measured are counts behind an absorbing object;
 * where it is dense, few photons come through and the logarithm of their number is worth little. Least squares take all
 * rays for equally certain, the likelihood knows which are not. Sweeps end where the deviance meets that of Poisson
 * noise.
 *
 * <p>Choose it for x-ray scans of low dose when nothing should be assumed of the object. If it has regions of even
 * density, {@link PhotonTotalVariation} has less noise.
 *
 * <p>J. Nuyts et al., Iterative reconstruction for helical CT: a simulation study, Phys. Med. Biol. 43, 1998; H. Erdogan
 * and J. A. Fessler, Ordered subsets algorithms for transmission tomography, Phys. Med. Biol. 44, 1999.
 */
public final class TransmissionLikelihood {
    private TransmissionLikelihood() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fewPhotons(in.size(), 180, 100);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("OS-MLTR", scene.by("os-mltr"))
                .save(in.folder(), "transmission-likelihood");
    }
}
