package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class OpenScanCommandTest {
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

    /** Counts of the discs in rows that are more and more transparent, in 61 angles that are no half turn. */
    private File scan(int rows, double last) {
        ImagePlus sinogram = Scene.sinogram(60, 28.5, 61, 1);
        float[] p = (float[]) sinogram.getStack().getPixels(1);
        float[][][] counts = new float[61][rows][60];
        for (int v = 0; v < 61; v++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < 60; c++) {
                    counts[v][r][c] = (float) (100 + 9000 * Math.exp(-p[v * 60 + c] / (r + 1)));
                }
            }
        }
        float[][][] flats = new float[2][rows][60];
        float[][][] darks = new float[1][rows][60];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(flats[0][r], 9100);
            Arrays.fill(flats[1][r], 9100);
            Arrays.fill(darks[0][r], 100);
        }
        double[] theta = new double[61];
        Arrays.setAll(theta, i -> i * last / 61);
        Path file = folder.resolve("scan.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup exchange = hdf.putGroup("exchange");
            exchange.putDataset("data", counts);
            exchange.putDataset("data_white", flats);
            exchange.putDataset("data_dark", darks);
            exchange.putDataset("theta", theta);
        }
        return file.toFile();
    }

    private ImagePlus opened(File file) {
        CommandModule module = lab.run(OpenScanCommand.class, "scan", file);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("sinogram");
    }

    @Test
    void aRawScanBecomesSinogramsThatKnowTheirAngles() {
        ImagePlus image = opened(scan(10, 180));
        assertEquals("scan", image.getTitle());
        assertTrue(image.getStack().isVirtual());
        assertArrayEquals(new int[] {60, 61, 1, 10, 1}, image.getDimensions());
        Calibration calibration = image.getCalibration();
        assertEquals("degree", calibration.getYUnit());
        assertEquals(180.0 / 61, calibration.pixelHeight, 1e-6);
        float[] exact = (float[]) Scene.sinogram(60, 28.5, 61, 1).getStack().getPixels(1);
        for (int row : new int[] {10, 1, 9}) {
            float[] found = (float[]) image.getStack().getPixels(row);
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i] / row, found[i], 1e-3);
            }
        }
        assertEquals("row 9", image.getStack().getSliceLabel(10));
        assertTrue(image.getInfoProperty().contains("as the file states"), image.getInfoProperty());
    }

    /** Without a number typed, and through a TIFF file as well. */
    @Test
    void whatWasOpenedIsReconstructedAsItIs() {
        ImagePlus image = opened(scan(2, 170));
        CommandModule module = lab.run(ReconstructCommand.class, "sinogram", image, "size", 48);
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus direct = (ImagePlus) module.getOutput("reconstruction");
        assertTrue(direct.getInfoProperty().contains("61 from 0 to 167.2131 degree"), direct.getInfoProperty());
        assertTrue(direct.getInfoProperty().contains("Rotation axis: column 28.5"), direct.getInfoProperty());
        String tiff = folder.resolve("saved.tif").toString();
        new FileSaver(image).saveAsTiffStack(tiff);
        ImagePlus again = (ImagePlus) lab.run(ReconstructCommand.class, "sinogram", IJ.openImage(tiff), "size", 48)
                .getOutput("reconstruction");
        assertArrayEquals((float[]) direct.getStack().getPixels(2), (float[])
                again.getStack().getPixels(2));
        ImagePlus cut = new ImagePlus("cut", image.getStack().convertToFloat().crop(0, 0, 0, 60, 50, 1));
        cut.setProp("preimage.geometry", image.getProp("preimage.geometry"));
        assertEquals(
                "Sinogram is 60 x 50, but it was opened with 60 detector cells and 61 angles: open the scan again.",
                lab.run(ReconstructCommand.class, "sinogram", cut, "size", 48).getCancelReason());
    }

    @Test
    void ringsAndZingersAreRemovedOnTheWay() {
        File file = scan(1, 180);
        ImagePlus plain = opened(file);
        for (String rings : new String[] {"sorting", "wavelet", "large", "dead"}) {
            CommandModule module = lab.run(OpenScanCommand.class, "scan", file, "rings", rings, "zingers", true);
            assertFalse(module.isCanceled(), module::getCancelReason);
            ImagePlus image = (ImagePlus) module.getOutput("sinogram");
            assertFalse(image.getStringProperty("Rings").equals("none"));
            assertEquals(plain.getHeight(), image.getHeight());
        }
    }

    @Test
    void wrongFilesEndInOneSentence() throws Exception {
        Path text = Files.writeString(folder.resolve("a.h5"), "text");
        for (File bad : new File[] {text.toFile(), folder.resolve("none.h5").toFile()}) {
            String reason = lab.run(OpenScanCommand.class, "scan", bad).getCancelReason();
            assertTrue(reason.contains(bad.getName()) && !reason.contains("\n") && reason.endsWith("."), reason);
        }
        String array = lab.run(OpenScanCommand.class, "scan", scan(1, 180), "array", "/exchange/none")
                .getCancelReason();
        assertTrue(array.contains("/exchange/none"), array);
        String rings = lab.run(OpenScanCommand.class, "scan", scan(1, 180), "rings", "all")
                .getCancelReason();
        assertTrue(rings.contains("\"all\""), rings);
    }

    @Test
    void aFileThatVanishesEndsTheNextCommandInOneSentence() throws Exception {
        File file = scan(20, 180);
        ImagePlus image = opened(file);
        Files.delete(file.toPath());
        String reason = lab.run(ReconstructCommand.class, "sinogram", image, "axis", "center")
                .getCancelReason();
        assertTrue(reason.contains("scan.h5"), reason);
    }

    @Test
    void anglesAreAssumedOnlyWhereTheFileStatesNone() throws Exception {
        Path file = folder.resolve("p.npy");
        Npy.write(file, new Image(Space.of(new Axis(Role.DETECTOR, 9), new Axis(Role.ANGLE, 7)), new float[63]));
        ImagePlus image = opened(file.toFile());
        assertTrue(image.getInfoProperty().contains("assumed: half a turn"), image.getInfoProperty());
        assertEquals(180.0 / 7, image.getCalibration().pixelHeight, 1e-9);
    }
}
