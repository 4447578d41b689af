package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.preparation.FlatField;
import org.preimage.operators.tomography.preparation.RingMeasure;
import org.preimage.plugins.Lab;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;

/** A tooth, measured at a synchrotron, as a user of Fiji has it. */
class RealScanTest {
    private static final double AXIS = 296;

    private Lab lab;
    private final List<String> clicks = new ArrayList<>();

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /**
     * A user's way through a command: its menu, then OK in the dialog. All inputs stay at what the dialog shows, but for the file
     * or image, which is chosen and not typed.
     */
    private ImagePlus clicked(Class<? extends Command> command, String input, Object value, String output) {
        clicks.add(lab.info(command).getMenuPath().getLeaf().getName());
        if (value instanceof File) {
            clicks.add("the file");
        }
        for (ModuleItem<?> item : lab.inputs(command)) {
            assertTrue(
                    item.getName().equals(input) || !item.isRequired() || hasDefault(command, item.getName()),
                    item.getName() + " has to be filled in");
        }
        CommandModule module = lab.run(command, input, value);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput(output);
    }

    private static boolean hasDefault(Class<? extends Command> command, String input) {
        try {
            return Lab.defaultOf(command.getDeclaredConstructor().newInstance(), input) != null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Three menu clicks and no typed number from the raw file to a calibrated image. */
    @Test
    void threeClicksFromTheRawFile() throws IOException {
        File file = SharedData.require("data/ct_tooth.h5").toFile();
        ImagePlus raw = clicked(OpenScanCommand.class, "scan", file, "sinogram");
        ImagePlus tooth = clicked(ReconstructCommand.class, "sinogram", raw, "reconstruction");
        assertEquals(List.of("CT Open Raw Scan...", "the file", "CT Reconstruct..."), clicks);
        assertArrayEquals(new int[] {640, 181, 1, 2, 1}, raw.getDimensions());
        assertArrayEquals(new int[] {640, 640, 1, 2, 1}, tooth.getDimensions());
        assertEquals(AXIS, axis(tooth), 0.5);
        assertEquals("1/pixel", tooth.getCalibration().getValueUnit());
        assertTrue(tooth.getInfoProperty().contains("181 from 0 to 179.0055 degree (as the file states)"));
        assertDense(tooth);
        look("tooth", tooth);
    }

    /** With the steps between, still without a number: rings go, and the axis is looked at. */
    @Test
    void preparedAndWithItsAxisShown() throws IOException {
        File file = SharedData.require("data/ct_tooth.h5").toFile();
        ImagePlus raw = clicked(OpenScanCommand.class, "scan", file, "sinogram");
        ImagePlus prepared = clicked(PrepareCommand.class, "scan", raw, "sinogram");
        ImagePlus previews = clicked(AxisCommand.class, "sinogram", prepared, "preview");
        ImagePlus tooth = clicked(ReconstructCommand.class, "sinogram", prepared, "reconstruction");
        assertEquals(5, clicks.size());
        assertEquals(9, previews.getStackSize());
        assertTrue(previews.getStack().getSliceLabel(5).matches("column 29[56]\\.\\d\\d \\(found\\)"));
        assertTrue(tooth.getInfoProperty().contains("(found or chosen before)"), tooth.getInfoProperty());
        assertEquals(AXIS, axis(tooth), 0.5);
        assertDense(tooth);
        double before = rings(clicked(ReconstructCommand.class, "sinogram", raw, "reconstruction"));
        double after = rings(tooth);
        assertTrue(after < 0.6 * before, "rings " + before + ", after the filter " + after);
        look("prepared", tooth);
        look("previews", previews);
    }

    /** An uncalibrated sinogram, and all inputs at "auto". */
    @Test
    void theToothComesOut() throws IOException {
        Dxchange scan = Dxchange.read(SharedData.require("data/ct_tooth.h5"), 0);
        Image lines =
                FlatField.correct(scan.counts(), scan.flats(), scan.darks()).lineIntegrals();
        ImagePlus sinogram = new ImagePlus(
                "tooth.tif",
                new FloatProcessor(lines.space().size(0), lines.space().size(1), lines.data()));
        CommandModule module = lab.run(FilteredBackprojectionCommand.class, "sinogram", sinogram, "window", "hann");
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus tooth = (ImagePlus) module.getOutput("reconstruction");
        assertEquals(AXIS, axis(tooth), 0.5);
        assertEquals("pixel", tooth.getCalibration().getUnit());
        assertDense(tooth);
    }

    private static double axis(ImagePlus tooth) {
        return Double.parseDouble(tooth.getStringProperty("Rotation axis").split(" ")[1]);
    }

    /** Dentin in the middle, air in the corner. */
    private static void assertDense(ImagePlus tooth) {
        ImageProcessor pixels = tooth.getProcessor();
        int n = tooth.getWidth();
        pixels.setRoi(new OvalRoi(n / 2 - n / 10, n / 2 - n / 10, n / 5, n / 5));
        double inside = pixels.getStats().mean;
        pixels.setRoi(0, 0, n / 12, n / 12);
        double outside = pixels.getStats().mean;
        assertTrue(inside > 5 * Math.abs(outside), "inside " + inside + ", outside " + outside);
    }

    /** In the air about the tooth, where nothing else is. */
    private static double rings(ImagePlus tooth) {
        int n = tooth.getWidth();
        float[] slice = (float[]) tooth.getStack().getPixels(1);
        return RingMeasure.of(new Image(Space.image(n, n, 1), slice), 240, 310).amplitude();
    }

    /** Pictures for whoever wants to see them, in the folder of this property. */
    private static void look(String name, ImagePlus image) {
        String folder = System.getProperty("preimage.look");
        if (folder != null) {
            new FileSaver(image).saveAsTiff(folder + "/" + name + ".tif");
        }
    }
}
