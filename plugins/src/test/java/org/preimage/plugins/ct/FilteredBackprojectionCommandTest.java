package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class FilteredBackprojectionCommandTest {
    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static CommandModule run(ImagePlus sinogram, String range, String axis, int size, String window) {
        return lab.run(
                FilteredBackprojectionCommand.class,
                "sinogram",
                sinogram,
                "range",
                range,
                "axis",
                axis,
                "size",
                size,
                "window",
                window);
    }

    private static ImagePlus fbp(ImagePlus sinogram, String range, String axis, int size) {
        CommandModule module = run(sinogram, range, axis, size, "ram-lak");
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("reconstruction");
    }

    @Test
    void givesTheDiscCalibratedAndAccountedFor() {
        ImagePlus sinogram = Scene.sinogram();
        float[] before = ((float[]) sinogram.getProcessor().getPixels()).clone();
        ImagePlus out = fbp(sinogram, "auto", "center", Scene.SIZE);
        assertTrue(Scene.psnr(out, 1, 1) > 26, "PSNR " + Scene.psnr(out, 1, 1));
        assertEquals("scan-fbp", out.getTitle());
        assertEquals(32, out.getBitDepth());
        Calibration c = out.getCalibration();
        assertArrayEquals(new double[] {0.5, 0.5, 0.7}, new double[] {c.pixelWidth, c.pixelHeight, c.pixelDepth});
        assertEquals("mm", c.getUnit());
        assertEquals("mm", c.getYUnit());
        assertEquals("1/mm", c.getValueUnit());
        assertEquals("fbp", out.getStringProperty("Method"));
        assertEquals("180 degree (assumed: half a turn)", out.getStringProperty("Angle range"));
        assertEquals("2 degree", out.getStringProperty("Angle step"));
        assertEquals("column 29.5 (the middle)", out.getStringProperty("Rotation axis"));
        assertEquals("0.5 mm", out.getStringProperty("Detector spacing"));
        assertEquals("ram-lak", out.getStringProperty("window"));
        assertTrue(out.getStringProperty("Reference").contains("Kak"));
        assertEquals(out.getProcessor().getStats().max, out.getDisplayRangeMax());
        assertArrayEquals(before, (float[]) sinogram.getProcessor().getPixels());
    }

    @Test
    void findsTheAxis() {
        ImagePlus out = fbp(Scene.sinogram(60, 26.3, 90, 1), "180", "auto", Scene.SIZE);
        String axis = out.getStringProperty("Rotation axis");
        assertTrue(axis.endsWith(" (found automatically)"), axis);
        assertEquals(26.3, Double.parseDouble(axis.split(" ")[1]), 0.25);
        assertTrue(Scene.psnr(out, 1, 1) > 25, "PSNR " + Scene.psnr(out, 1, 1));
        ImagePlus wrong = fbp(Scene.sinogram(60, 26.3, 90, 1), "180", "center", Scene.SIZE);
        assertTrue(Scene.psnr(wrong, 1, 1) < 20, "PSNR " + Scene.psnr(wrong, 1, 1));
    }

    @Test
    void takesTheRangeOfACalibrationInDegrees() {
        ImagePlus sinogram = Scene.sinogram();
        sinogram.getCalibration().pixelHeight = 2;
        sinogram.getCalibration().setYUnit("deg");
        ImagePlus out = fbp(sinogram, "auto", "29.5", 0);
        assertEquals("180 degree (from the calibration)", out.getStringProperty("Angle range"));
        assertEquals(0.5, out.getCalibration().pixelHeight);
        assertEquals("mm", out.getCalibration().getYUnit());
        assertEquals(60, out.getWidth());
        assertEquals(60, out.getHeight());
    }

    @Test
    void negativeRangesTurnTheOtherWay() {
        ImagePlus forward = fbp(Scene.sinogram(), "180", "29.5", Scene.SIZE);
        ImagePlus sinogram = Scene.sinogram();
        ImagePlus backward = fbp(sinogram, "-180", "29.5", Scene.SIZE);
        // Clockwise angles see the scene mirrored at the x axis.
        ImageProcessor mirrored = forward.getProcessor().duplicate();
        mirrored.flipVertical();
        assertArrayEquals(
                (float[]) mirrored.getPixels(),
                (float[]) backward.getProcessor().getPixels(),
                1e-4f);
    }

    @Test
    void lengthsKeepTheirUnit() {
        ImagePlus millimetres = fbp(Scene.sinogram(), "180", "29.5", Scene.SIZE);
        ImagePlus sinogram = Scene.sinogram();
        sinogram.getCalibration().pixelWidth = 500;
        sinogram.getCalibration().setUnit("micron");
        ImagePlus microns = fbp(sinogram, "180", "29.5", Scene.SIZE);
        double a = millimetres.getProcessor().getf(24, 24);
        double b = microns.getProcessor().getf(24, 24);
        // The same line integrals over lengths 1000 times as large a number.
        assertEquals(a / 1000, b, 1e-6 * a);
        assertEquals(
                "1/" + microns.getCalibration().getXUnit(),
                microns.getCalibration().getValueUnit());
    }

    @ParameterizedTest
    @CsvSource({"8, 20", "16, 25", "32, 26"})
    void readsEveryDepth(int bits, double psnr) {
        ImagePlus sinogram = Scene.sinogram();
        double scale =
                bits == 32 ? 1 : ((1 << bits) - 1) / sinogram.getProcessor().getStats().max;
        sinogram.getProcessor().multiply(scale);
        sinogram.setDisplayRange(0, bits == 32 ? 1 : (1 << bits) - 1);
        if (bits == 8) {
            new ImageConverter(sinogram).convertToGray8();
        } else if (bits == 16) {
            new ImageConverter(sinogram).convertToGray16();
        }
        assertEquals(bits, sinogram.getBitDepth());
        ImagePlus out = fbp(sinogram, "180", "29.5", Scene.SIZE);
        assertEquals(32, out.getBitDepth());
        assertTrue(Scene.psnr(out, 1, scale) > psnr, "PSNR " + Scene.psnr(out, 1, scale));
    }

    @Test
    void goesThroughStacksAndVirtualStacks(@TempDir Path folder) {
        ImagePlus sinogram = Scene.sinogram(60, 29.5, 90, 3);
        String file = folder.resolve("scan.tif").toString();
        assertTrue(new FileSaver(sinogram).saveAsTiffStack(file));
        ImagePlus virtual = IJ.openVirtual(file);
        assertTrue(virtual.getStack().isVirtual());
        ImagePlus out = fbp(virtual, "180", "auto", Scene.SIZE);
        assertEquals(3, out.getStackSize());
        assertEquals(0.7, out.getCalibration().pixelDepth, 1e-6);
        assertEquals("label 2", out.getStack().getSliceLabel(3));
        for (int z = 1; z <= 3; z++) {
            assertTrue(Scene.psnr(out, z, z) > 25, "slice " + z + ": PSNR " + Scene.psnr(out, z, z));
        }
        assertEquals(out.getStack().getProcessor(2).getStats().max, out.getDisplayRangeMax());
    }

    @Test
    void survivesTiff(@TempDir Path folder) {
        ImagePlus out = fbp(Scene.sinogram(60, 29.5, 90, 2), "180", "29.5", Scene.SIZE);
        String file = folder.resolve("out.tif").toString();
        assertTrue(new FileSaver(out).saveAsTiffStack(file));
        ImagePlus back = IJ.openImage(file);
        assertEquals(0.5, back.getCalibration().pixelWidth, 1e-9);
        assertEquals(0.7, back.getCalibration().pixelDepth, 1e-9);
        assertEquals("mm", back.getCalibration().getUnit());
        assertEquals(out.getInfoProperty(), back.getInfoProperty());
        for (int z = 1; z <= 2; z++) {
            assertArrayEquals((float[]) out.getStack().getPixels(z), (float[])
                    back.getStack().getPixels(z));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none | auto | 0  | ram-lak | Angle range is "none", but must be auto or a number of degrees other than 0.
            0    | auto | 0  | ram-lak | Angle range is 0, but must be auto or a number of degrees other than 0.
            NaN  | auto | 0  | ram-lak | Angle range is "NaN", but must be auto or a number of degrees other than 0.
            180  | left | 0  | ram-lak | Rotation axis is "left", but must be auto, center or a column from 0 to 59.
            180  | 60   | 0  | ram-lak | Rotation axis is 60, but must be auto, center or a column from 0 to 59.
            180  | auto | -1 | ram-lak | Output size is -1, but must be positive, or 0 for as many pixels as detectors.
            180  | auto | 0  | gauss   | Parameter window is "gauss", but must be one of ram-lak, shepp-logan, cosine, hamming, hann.
            40   | auto | 0  | ram-lak | Rotation axis cannot be found (there are 90 angles over 40 degrees, but to find the rotation axis by centres of mass at least 6 over 45 are needed): give its column, or center.
            """)
    void refusesBadValuesInOneSentence(String range, String axis, int size, String window, String sentence) {
        assertEquals(sentence, run(Scene.sinogram(), range, axis, size, window).getCancelReason());
    }

    @Test
    void refusesBadImages() {
        ImagePlus colour = IJ.createImage("colour", "RGB", 60, 90, 1);
        CommandModule module = run(colour, "180", "center", 0, "ram-lak");
        assertEquals(
                "Sinogram is RGB, but must be 8, 16 or 32 bit grey (Image > Type > 32-bit converts it).",
                module.getCancelReason());
        assertNull(module.getOutput("reconstruction"));
        ImagePlus broken = Scene.sinogram();
        broken.getProcessor().setf(3, 0, Float.NaN);
        for (String axis : new String[] {"auto", "center"}) {
            assertEquals(
                    "Sinogram holds 1 NaN or infinite value (the first at index 3), but must be finite.",
                    run(broken, "180", axis, 0, "ram-lak").getCancelReason());
        }
        ImagePlus uncalibrated = Scene.sinogram();
        uncalibrated.getCalibration().pixelWidth = 0;
        assertEquals(
                "The calibration's pixel width is 0.0, but must be positive (Image > Properties... sets it).",
                run(uncalibrated, "180", "center", 0, "ram-lak").getCancelReason());
    }

    @Test
    void refusesWhatDoesNotFitInMemory() {
        String reason = run(Scene.sinogram(), "180", "center", 23000, "ram-lak").getCancelReason();
        assertTrue(
                reason.matches(
                        "CT Filtered Backprojection needs about 6\\.\\d GB of memory, but only .* GB are free\\."),
                reason);
    }
}
