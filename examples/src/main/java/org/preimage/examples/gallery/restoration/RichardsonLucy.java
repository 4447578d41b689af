package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * The deconvolution of Richardson and Lucy, plain and with total variation. Measured are photons of a blurred specimen.
 * Each step multiplies the image by the blurred ratio of data and expectation, so that it stays positive and bright
 * spots gather their light: maximum likelihood for Poisson counts. Left to itself it goes on to sharpen noise; here it
 * ends where the deviance meets that of the counts. A gain of 1 says that the data are counts; of a camera's grey values
 * it is estimated from the noise.
 *
 * <p>Choose it for microscopes and telescopes that count photons, with a measured or computed point spread. With total
 * variation noise in even regions is held down where the counts are few.
 *
 * <p>W. H. Richardson, J. Opt. Soc. Am. 62, 1972; L. B. Lucy, Astron. J. 79, 1974; N. Dey et al., Richardson-Lucy
 * algorithm with total variation regularization for 3D confocal microscope deconvolution, Microsc. Res. Tech. 69, 2006.
 */
public final class RichardsonLucy {
    private RichardsonLucy() {}

    /** @param args the folder of the picture, and pixels along a side if not 128 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 128);
        Scene scene = Scenes.fluorescence(in.size(), 2, 100);
        new Comparison(scene)
                .with("As measured", scene.problem().data())
                .with("Richardson-Lucy", scene.by("richardson-lucy", "gain=1"))
                .with("with total variation", scene.by("richardson-lucy-tv", "gain=1"))
                .save(in.folder(), "richardson-lucy");
    }
}
