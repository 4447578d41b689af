package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;

/** Two discs in a fan beam whose geometry is in the image's properties, as a raw file leaves it there. */
final class Fan {
    static final double CENTER = 31.2;
    private static final EllipsePhantom PHANTOM =
            Discs.of(new Discs.Disc(1, -0.8, 6, 0.2), new Discs.Disc(-2, 2, 2, 0.1));

    private Fan() {}

    static FanBeam beam() {
        return new FanBeam(
                Space.image(60, 60, 0.3),
                Detector.line(60, 0.5, CENTER),
                FanBeam.Shape.FLAT,
                60,
                100,
                Beam.uniformAngles(0, 360, 120));
    }

    static Image truth() {
        return PHANTOM.render(beam().image(), 4);
    }

    static ImagePlus sinogram() {
        FanBeam beam = beam();
        float[] values = PHANTOM.sinogram(beam).data();
        ImagePlus image = new ImagePlus("fan.tif", new FloatProcessor(beam.detectors(), beam.views(), values));
        new Geometry(beam, true, true, true).attach(image);
        return image;
    }
}
