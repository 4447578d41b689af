package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * Expectation maximisation for emission tomography (MLEM) and its ordered subsets (OSEM). Measured are decays along
 * lines, as in PET and SPECT: Poisson counts whose means are sums of activity. Each step multiplies the image by the
 * back-projected ratio of counts and expectation, so that activity stays positive and its sum right. Steps end where the
 * deviance meets the noise; beyond, the image breaks up into spots.
 *
 * <p>Choose {@code mlem} for few counts, {@code osem} for nearly the same image in a tenth of the sweeps. Attenuation
 * and scatter are not in the operator here: put them there, or correct the data.
 *
 * <p>L. A. Shepp and Y. Vardi, Maximum likelihood reconstruction for emission tomography, IEEE Trans. Med. Imaging 1,
 * 1982; H. M. Hudson and R. S. Larkin, Accelerated image reconstruction using ordered subsets of projection data, IEEE
 * Trans. Med. Imaging 13, 1994.
 */
public final class EmissionTomography {
    private EmissionTomography() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.decays(in.size(), 60, 20);
        new Comparison(scene)
                .with("Filtered back-projection", scene.by("fbp"))
                .with("MLEM", scene.by("mlem"))
                .with("OSEM", scene.by("osem"))
                .save(in.folder(), "emission-tomography");
    }
}
