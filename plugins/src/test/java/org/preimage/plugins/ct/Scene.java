package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

/** Two discs, 48 x 48 pixels of 0.5 mm, as image and as exact sinogram. */
public final class Scene {
    public static final int SIZE = 48;
    public static final double PIXEL = 0.5;
    private static final EllipsePhantom PHANTOM =
            Discs.of(new Discs.Disc(1, -0.8, 8.3, 0.2), new Discs.Disc(-2, 2, 2.6, 0.1));

    private Scene() {}

    /** The pixel means. */
    public static Image truth() {
        return PHANTOM.render(Space.image(SIZE, SIZE, PIXEL), 8);
    }

    /** The truth as an ImageJ image called disc.tif. */
    public static ImagePlus image() {
        ImageStack stack = new ImageStack(SIZE, SIZE);
        stack.addSlice("", truth().data());
        ImagePlus image = new ImagePlus("disc.tif", stack);
        image.getCalibration().pixelWidth = PIXEL;
        image.getCalibration().pixelHeight = PIXEL;
        image.getCalibration().setUnit("mm");
        return image;
    }

    /** Exact line integrals over half a turn, called scan.tif, calibrated in mm only. */
    public static ImagePlus sinogram(int detectors, double center, int views, int slices) {
        ParallelBeam beam = new ParallelBeam(
                Space.image(SIZE, SIZE, PIXEL), detectors, PIXEL, center, ParallelBeam.uniformAngles(0, 180, views));
        ImageStack stack = new ImageStack(detectors, views);
        for (int z = 0; z < slices; z++) {
            float[] values = PHANTOM.sinogram(beam).data();
            for (int i = 0; i < values.length; i++) {
                values[i] *= z + 1;
            }
            stack.addSlice("label " + z, values);
        }
        ImagePlus image = new ImagePlus("scan.tif", stack);
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = PIXEL;
        calibration.pixelHeight = PIXEL;
        calibration.pixelDepth = 0.7;
        calibration.setUnit("mm");
        return image;
    }

    public static ImagePlus sinogram() {
        return sinogram(60, 29.5, 90, 1);
    }

    /** Peak signal-to-noise ratio of a slice in dB against the truth times a factor; the peak is the truth's. */
    public static double psnr(ImagePlus image, int slice, double factor) {
        float[] truth = truth().data();
        float[] found = (float[]) image.getStack().getPixels(slice);
        double peak = 0;
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            peak = Math.max(peak, factor * truth[i]);
            double d = found[i] - factor * truth[i];
            sum += d * d;
        }
        return 10 * Math.log10(peak * peak * truth.length / sum);
    }
}
