package org.preimage.plugins.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.plugins.Lab;
import org.preimage.plugins.ct.FilteredBackprojectionCommand;
import org.preimage.plugins.ct.Scene;
import org.scijava.command.CommandModule;

class SimulateSinogramCommandTest {
    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static CommandModule run(
            ImagePlus image, int angles, double range, int detectors, String noise, long seed) {
        return lab.run(
                SimulateSinogramCommand.class,
                "image",
                image,
                "angles",
                angles,
                "range",
                range,
                "detectors",
                detectors,
                "noise",
                noise,
                "seed",
                seed);
    }

    private static ImagePlus sinogram(
            ImagePlus image, int angles, double range, int detectors, String noise, long seed) {
        CommandModule module = run(image, angles, range, detectors, noise, seed);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("sinogram");
    }

    private static float[] pixels(ImagePlus image) {
        return (float[]) image.getStack().getPixels(1);
    }

    @Test
    void projectsInTheImagesUnit() {
        ImagePlus out = sinogram(Scene.image(), 90, 180, 60, "none", 1);
        assertEquals("disc-sinogram", out.getTitle());
        assertEquals(32, out.getBitDepth());
        float[] exact = pixels(Scene.sinogram());
        float[] found = pixels(out);
        double d = 0;
        double n = 0;
        for (int i = 0; i < exact.length; i++) {
            d += (found[i] - exact[i]) * (found[i] - exact[i]);
            n += exact[i] * exact[i];
        }
        assertTrue(Math.sqrt(d / n) < 0.02, "relative error " + Math.sqrt(d / n));
        Calibration c = out.getCalibration();
        assertArrayEquals(new double[] {0.5, 2}, new double[] {c.pixelWidth, c.pixelHeight});
        assertEquals("mm", c.getXUnit());
        assertEquals("degree", c.getYUnit());
        assertEquals("90", out.getStringProperty("Angles"));
        assertEquals("column 29.5", out.getStringProperty("Rotation axis"));
        assertTrue(out.getStringProperty("Reference").contains("Joseph"));
    }

    @Test
    void theWayBackNeedsNoTyping(@TempDir Path folder) {
        ImagePlus simulated = sinogram(Scene.image(), 120, 180, 0, "none", 1);
        String file = folder.resolve("simulated.tif").toString();
        assertTrue(new FileSaver(simulated).saveAsTiff(file));
        for (ImagePlus scan : new ImagePlus[] {simulated, IJ.openImage(file)}) {
            CommandModule module = lab.run(
                    FilteredBackprojectionCommand.class,
                    "sinogram",
                    scan,
                    "range",
                    "auto",
                    "axis",
                    "auto",
                    "size",
                    Scene.SIZE,
                    "window",
                    "ram-lak");
            assertFalse(module.isCanceled(), module::getCancelReason);
            ImagePlus back = (ImagePlus) module.getOutput("reconstruction");
            assertEquals("180 degree (from the calibration)", back.getStringProperty("Angle range"));
            assertEquals(0.5, back.getCalibration().pixelWidth, 1e-9);
            assertEquals("mm", back.getCalibration().getYUnit());
            assertTrue(Scene.psnr(back, 1, 1) > 27, "PSNR " + Scene.psnr(back, 1, 1));
        }
    }

    @Test
    void seesAllOfTheImageUnlessTold() {
        ImagePlus wide = IJ.createImage("wide", "32-bit", 30, 20, 1);
        wide.getProcessor().set(1);
        ImagePlus out = sinogram(wide, 8, 180, 0, "none", 1);
        assertEquals(8, out.getHeight());
        assertTrue(out.getWidth() >= Math.hypot(30, 20), "only " + out.getWidth() + " detectors");
        assertEquals("pixel", out.getCalibration().getXUnit());
    }

    @Test
    void theSeedFixesTheNoise() {
        float[] clean = pixels(sinogram(Scene.image(), 60, 180, 60, "none", 1));
        float[] first = pixels(sinogram(Scene.image(), 60, 180, 60, "gaussian:0.1", 7));
        assertArrayEquals(first, pixels(sinogram(Scene.image(), 60, 180, 60, "gaussian:0.1", 7)));
        float[] other = pixels(sinogram(Scene.image(), 60, 180, 60, "gaussian:0.1", 8));
        double sum = 0;
        double different = 0;
        for (int i = 0; i < clean.length; i++) {
            sum += (first[i] - clean[i]) * (first[i] - clean[i]);
            different += (first[i] - other[i]) * (first[i] - other[i]);
        }
        assertEquals(0.1, Math.sqrt(sum / clean.length), 0.01);
        assertEquals(0.1 * Math.sqrt(2), Math.sqrt(different / clean.length), 0.015);
        ImagePlus photons = sinogram(Scene.image(), 60, 180, 60, "poisson:1e4", 7);
        assertEquals("poisson:1e4", photons.getStringProperty("Noise"));
        assertEquals("7", photons.getStringProperty("Seed"));
    }

    @Test
    void slicesHaveNoiseOfTheirOwn() {
        ImagePlus out = sinogram(IJ.createImage("air", "32-bit black", 16, 16, 2), 20, 180, 0, "gaussian:1", 3);
        assertEquals(2, out.getStackSize());
        float[] a = (float[]) out.getStack().getPixels(1);
        float[] b = (float[]) out.getStack().getPixels(2);
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        assertEquals(0, product / a.length, 0.2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | 180 | 0  | none      | Number of angles is 0, but must be at least 1.
            10 | 0   | 0  | none      | Angle range is 0.0, but must be a positive number of degrees.
            10 | NaN | 0  | none      | Angle range is NaN, but must be a positive number of degrees.
            10 | 180 | -2 | none      | Detectors is -2, but must be positive, or 0 for enough to see all of the image.
            """)
    void refusesBadValuesInOneSentence(int angles, double range, int detectors, String noise, String sentence) {
        assertEquals(
                sentence, run(Scene.image(), angles, range, detectors, noise, 1).getCancelReason());
    }

    @Test
    void refusesNoiseThatIsNone() {
        String unknown = run(Scene.image(), 10, 180, 0, "salt", 1).getCancelReason();
        assertTrue(unknown.startsWith("Noise is \"salt\", but must be "), unknown);
        ImagePlus bytes = IJ.createImage("bytes", "8-bit white", 50, 50, 1);
        String opaque = run(bytes, 10, 180, 0, "poisson:1e4", 1).getCancelReason();
        assertTrue(opaque.startsWith("Noise: the image has an optical depth of up to "), opaque);
        String hint = opaque.replaceAll(".* as |\\.$", "");
        assertFalse(run(bytes, 10, 180, 0, "poisson:1e4:" + hint, 1).isCanceled(), hint);
    }

    @Test
    void refusesBadImages() {
        ImagePlus flat = Scene.image();
        flat.getCalibration().pixelHeight = 0.7;
        assertEquals(
                "Image has pixels of 0.5 x 0.7 mm, but they must be square (Image > Scale... makes them so).",
                run(flat, 10, 180, 0, "none", 1).getCancelReason());
        assertTrue(run(IJ.createImage("c", "RGB", 8, 8, 1), 10, 180, 0, "none", 1)
                .getCancelReason()
                .startsWith("Image is RGB"));
    }
}
