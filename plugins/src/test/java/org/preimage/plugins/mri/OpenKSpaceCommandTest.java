package org.preimage.plugins.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class OpenKSpaceCommandTest {
    private Lab lab;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static ImagePlus output(CommandModule module) {
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("reconstruction");
    }

    private float[] fromFile(File file, int slice) {
        ImagePlus image = output(lab.run(ReconstructKSpaceCommand.class, "data", file));
        return (float[]) image.getStack().getPixels(slice);
    }

    private float[] fromImage(ImagePlus kspace, int slice) {
        ImagePlus image = output(lab.run(ReconstructKSpaceImageCommand.class, "kspace", kspace));
        return (float[]) image.getStack().getPixels(slice);
    }

    private File ismrmrd(String name) throws Exception {
        Path file = folder.resolve(name);
        try (InputStream in = KSpaceFiles.class.getResourceAsStream(name + ".gz")) {
            Files.write(file, new GZIPInputStream(in).readAllBytes());
        }
        return file.toFile();
    }

    @Test
    void theImageHoldsWhatWasMeasuredAndItsGeometry() {
        ImagePlus kspace = KSpace.image(lab, KSpace.write(folder, 3));
        assertArrayEquals(new int[] {48, 48, 2, 3, 4}, kspace.getDimensions());
        assertEquals("scan-kspace", kspace.getTitle());
        assertTrue(kspace.getStack().isVirtual());
        assertEquals("coil 2, slice 3, imaginary", kspace.getStack().getSliceLabel(2 * (2 + 3) + 2));
        assertEquals(1 / 48.0, kspace.getCalibration().pixelWidth, 1e-12);
        assertEquals("1/pixel", kspace.getCalibration().getUnit());
        assertEquals(24, kspace.getCalibration().xOrigin);
        assertTrue(kspace.getInfoProperty().contains("Coils: 4"), kspace.getInfoProperty());
    }

    @Test
    void reconstructionNeedsNothingButTheImage() {
        File file = KSpace.write(folder, 3);
        ImagePlus kspace = KSpace.image(lab, file);
        assertArrayEquals(fromFile(file, 2), fromImage(kspace, 2));
        // A TIFF file keeps it all, without the raw file.
        Path tiff = folder.resolve("saved.tif");
        new FileSaver(kspace).saveAsTiff(tiff.toString());
        float[] expected = fromFile(file, 3);
        assertTrue(file.delete());
        ImagePlus saved = IJ.openImage(tiff.toString());
        assertArrayEquals(expected, fromImage(saved, 3));
        // The pixels count, not the file.
        for (int n = 1; n <= saved.getStackSize(); n++) {
            saved.getStack().getProcessor(n).multiply(2);
        }
        float[] twice = fromImage(saved, 3);
        for (int i = 0; i < twice.length; i += 97) {
            assertEquals(2 * expected[i], twice[i], 1e-3 * Math.abs(expected[i]) + 1e-4);
        }
    }

    @Test
    void whatIsNoPixelIsReadFromTheFile() throws Exception {
        for (String name : new String[] {"ismrmrd-stack.h5", "ismrmrd-accelerated.h5", "ismrmrd-partial.h5"}) {
            File file = ismrmrd(name);
            ImagePlus kspace = KSpace.image(lab, file);
            String coils = kspace.getNFrames() > 1 ? "adaptive" : "none";
            ImagePlus a = output(lab.run(ReconstructKSpaceCommand.class, "data", file, "coils", coils));
            ImagePlus b = output(lab.run(ReconstructKSpaceImageCommand.class, "kspace", kspace, "coils", coils));
            assertArrayEquals(a.getDimensions(), b.getDimensions(), name);
            assertEquals(a.getCalibration().pixelWidth, b.getCalibration().pixelWidth, name);
            for (int n = 1; n <= a.getStackSize(); n++) {
                assertArrayEquals(
                        (float[]) a.getStack().getPixels(n),
                        (float[]) b.getStack().getPixels(n),
                        name);
            }
        }
        File file = ismrmrd("ismrmrd-accelerated.h5");
        ImagePlus kspace = KSpace.image(lab, file).duplicate();
        kspace.setProp("preimage.kspace.separate", "noise -");
        assertTrue(file.delete());
        String reason =
                lab.run(ReconstructKSpaceImageCommand.class, "kspace", kspace).getCancelReason();
        assertTrue(reason.startsWith("K-space needs a noise scan of the file that it was opened from: "), reason);
    }

    @Test
    void otherValuesAreForLooking() {
        File file = KSpace.write(folder);
        ImagePlus complex = KSpace.image(lab, file);
        ImagePlus polar = (ImagePlus) lab.run(OpenKSpaceCommand.class, "data", file, "values", "magnitude and phase")
                .getOutput("kspace");
        ImagePlus logarithm = (ImagePlus) lab.run(OpenKSpaceCommand.class, "data", file, "values", "log magnitude")
                .getOutput("kspace");
        assertArrayEquals(new int[] {48, 48, 1, 1, 4}, logarithm.getDimensions());
        int at = 24 * 48 + 25;
        double re = ((float[]) complex.getStack().getPixels(1))[at];
        double im = ((float[]) complex.getStack().getPixels(2))[at];
        assertNotEquals(0, re);
        assertEquals(Math.hypot(re, im), ((float[]) polar.getStack().getPixels(1))[at], 1e-4);
        assertEquals(Math.atan2(im, re), ((float[]) polar.getStack().getPixels(2))[at], 1e-4);
        float highest = Float.NEGATIVE_INFINITY;
        for (int n = 1; n <= 4; n++) {
            for (float v : (float[]) logarithm.getStack().getPixels(n)) {
                assertTrue(v >= -6);
                highest = Math.max(highest, v);
            }
        }
        assertEquals(0, highest, 1e-6);
        String reason = lab.run(ReconstructKSpaceImageCommand.class, "kspace", logarithm)
                .getCancelReason();
        assertTrue(reason.contains("log magnitude") && reason.contains("real and imaginary"), reason);
    }

    @Test
    void wrongImagesEndInOneSentence() throws Exception {
        ImagePlus other = Lab.stack("other", 48, 48, 8, (x, y, z) -> 1);
        String reason =
                lab.run(ReconstructKSpaceImageCommand.class, "kspace", other).getCancelReason();
        assertTrue(reason.contains("MRI Open Raw K-Space..."), reason);
        ImagePlus part = KSpace.image(lab, KSpace.write(folder)).duplicate();
        part.getStack().deleteLastSlice();
        reason = lab.run(ReconstructKSpaceImageCommand.class, "kspace", part).getCancelReason();
        assertTrue(reason.contains("48 x 48 x 7, but it was opened with 8 planes"), reason);
        File text = Files.writeString(folder.resolve("a.h5"), "text").toFile();
        reason = lab.run(OpenKSpaceCommand.class, "data", text).getCancelReason();
        assertTrue(reason.contains("a.h5"), reason);
        reason = lab.run(OpenKSpaceCommand.class, "data", text, "values", "all").getCancelReason();
        assertTrue(reason.contains("log magnitude"), reason);
    }

    @Test
    void aBrainFromItsRawFile() {
        File file = SharedData.require("data/kspace_brain_8ch_full.npy").toFile();
        ImagePlus kspace = KSpace.image(lab, file);
        assertEquals(8, kspace.getNFrames());
        assertArrayEquals(fromFile(file, 1), fromImage(kspace, 1));
        String out = System.getProperty("preimage.look.kspace");
        if (out != null) {
            new FileSaver(kspace).saveAsPng(out);
            ImagePlus shown = (ImagePlus) lab.run(OpenKSpaceCommand.class, "data", file, "values", "log magnitude")
                    .getOutput("kspace");
            new FileSaver(shown).saveAsPng(out.replace(".png", "-log.png"));
        }
    }
}
