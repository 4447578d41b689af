package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.ImageStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.file.Tiff;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;

/** A dense ball and a small one above it in a cone beam, voxels 0.4 mm, as a scanner's files and as a stack. */
final class Cone {
    static final int CELLS = 40;
    static final int ROWS = 30;
    static final int VIEWS = 60;
    static final double VALUE = 0.2;
    private static final double WHITE = 60000;
    private static final EllipsoidPhantom PHANTOM =
            EllipsoidPhantom.of(Ellipsoid.ball(0.5, 0, 0, 3, VALUE), Ellipsoid.ball(-3, 2, 3, 1, VALUE));

    private Cone() {}

    /** In the signs of a .xtekct file; its axis falls on cell 20.5. */
    static ConeBeam beam() {
        double[] angles = new double[VIEWS];
        for (int v = 0; v < VIEWS; v++) {
            angles[v] = 180 - 360.0 * v / VIEWS;
        }
        return beam(angles);
    }

    private static ConeBeam beam(double[] angles) {
        Space image = Space.image(CELLS, CELLS, 0.4).with(new Axis(Role.Z, ROWS, 0.4));
        Detector panel = new Detector(CELLS, 0.8, 20.5, ROWS, 0.8, (ROWS - 1) / 2.0);
        return new ConeBeam(image, panel, 100, 200, angles);
    }

    static float[] truth() {
        return PHANTOM.render(beam().image(), 3).data();
    }

    /** Line integrals (cell, row, view). */
    static float[] lines() {
        return PHANTOM.sinogram(beam()).data();
    }

    /** Header and TIFF projections. */
    static Path write(Path folder) throws IOException {
        float[] p = lines();
        int frame = CELLS * ROWS;
        for (int view = 0; view < VIEWS; view++) {
            Image counts = Image.zeros(Space.image(CELLS, ROWS, 1));
            for (int i = 0; i < frame; i++) {
                counts.data()[i] = (float) (WHITE * Math.exp(-p[view * frame + i]));
            }
            Tiff.write(folder.resolve(String.format(Locale.ROOT, "ball_%04d.tif", view)), counts);
        }
        return Files.writeString(
                folder.resolve("ball.xtekct"),
                "[XTekCT]\nName=ball\nProjections=60\nDetectorPixelsX=40\nDetectorPixelsY=30\nDetectorPixelSizeX=0.8\n"
                        + "DetectorPixelSizeY=0.8\nSrcToObject=100\nSrcToDetector=200\nInitialAngle=0\n"
                        + "AngularStep=6\nWhiteLevel=60000\nObjectOffsetX=0.4\n");
    }

    /** Sinograms that know their geometry. */
    static ImagePlus sinograms() {
        float[] p = lines();
        ImageStack stack = new ImageStack(CELLS, VIEWS);
        for (int row = 0; row < ROWS; row++) {
            float[] sinogram = new float[CELLS * VIEWS];
            for (int v = 0; v < VIEWS; v++) {
                System.arraycopy(p, (v * ROWS + row) * CELLS, sinogram, v * CELLS, CELLS);
            }
            stack.addSlice("row " + row, sinogram);
        }
        return withGeometry(new ImagePlus("cone.tif", stack));
    }

    /** Projections that know their geometry. */
    static ImagePlus projections() {
        float[] p = lines();
        ImageStack stack = new ImageStack(CELLS, ROWS);
        for (int v = 0; v < VIEWS; v++) {
            float[] projection = new float[CELLS * ROWS];
            System.arraycopy(p, v * projection.length, projection, 0, projection.length);
            stack.addSlice("", projection);
        }
        return withGeometry(new ImagePlus("cone.tif", stack));
    }

    private static ImagePlus withGeometry(ImagePlus image) {
        new Geometry(beam(), true, true, true).attach(image);
        return image;
    }

    /** A scan of 1000 views of a panel of 1000 x 1000 cells, of which nothing is in memory. */
    static ImagePlus huge(ImagePlus stack) {
        Space image = Space.image(1000, 1000, 0.01).with(new Axis(Role.Z, 1000, 0.01));
        ConeBeam beam =
                new ConeBeam(image, Detector.panel(1000, 1000, 0.02), 100, 200, Beam.uniformAngles(0, 360, 1000));
        new Geometry(beam, true, true, true).attach(stack);
        return stack;
    }
}
