package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class AxisCommandTest {
    private static final double TRUE = 33.4;

    private Lab lab;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        IJ.resetEscape();
        lab.close();
    }

    private ImagePlus found(ImagePlus sinogram, Object... more) {
        Object[] inputs = new Object[2 + more.length];
        inputs[0] = "sinogram";
        inputs[1] = sinogram;
        System.arraycopy(more, 0, inputs, 2, more.length);
        CommandModule module = lab.run(AxisCommand.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("preview");
    }

    private ImagePlus reconstructed(ImagePlus sinogram) {
        CommandModule module = lab.run(FilteredBackprojectionCommand.class, "sinogram", sinogram);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("reconstruction");
    }

    private static double column(ImagePlus sinogram) {
        return Double.parseDouble(sinogram.getProp("preimage.axis").split(" ")[0]);
    }

    /** Squared distance from the discs of the middle 48 x 48 pixels, for the second slice, which is twice as dense. */
    private static double error(ImagePlus image, int plane) {
        float[] truth = Scene.truth().data();
        double sum = 0;
        for (int y = 0; y < Scene.SIZE; y++) {
            for (int x = 0; x < Scene.SIZE; x++) {
                double d = image.getStack().getVoxel(x + 6, y + 6, plane) - 2 * truth[y * Scene.SIZE + x];
                sum += d * d;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "harmonic", "registration", "moments", "image"})
    void anAxisOffTheMiddleIsFoundAndShown(String method) {
        ImagePlus sinogram = Scene.sinogram(60, TRUE, 90, 3);
        ImagePlus preview = found(sinogram, "method", method);
        assertEquals(TRUE, column(sinogram), 0.15);
        assertEquals("scan-axis", preview.getTitle());
        assertEquals(9, preview.getStackSize());
        assertEquals(5, preview.getCurrentSlice());
        String label = preview.getStack().getSliceLabel(5);
        assertTrue(label.matches("column 33\\.\\d\\d \\(found\\)"), label);
        for (int i = 0; i < 9; i++) {
            assertTrue(i == 4 || error(preview, i) > 1.3 * error(preview, 4), "preview " + i);
        }
        assertEquals(0.5, preview.getCalibration().pixelWidth);
        assertEquals("1/mm", preview.getCalibration().getValueUnit());
    }

    @Test
    void theNextCommandTakesItAndItsFileKeepsIt() {
        ImagePlus sinogram = Scene.sinogram(60, TRUE, 90, 3);
        ImagePlus preview = found(sinogram, "axis", "30.25", "previews", 1, "step", 0.5, "slice", 2);
        assertEquals(3, preview.getStackSize());
        assertEquals("column 29.75", preview.getStack().getSliceLabel(1));
        assertEquals("column 30.25 (chosen)", preview.getStack().getSliceLabel(2));
        ImagePlus next = reconstructed(sinogram);
        assertTrue(
                next.getInfoProperty().contains("Rotation axis: column 30.25 (found or chosen before)"),
                next.getInfoProperty());
        assertArrayEquals((float[]) preview.getStack().getPixels(2), (float[])
                next.getStack().getPixels(2));
        String tiff = folder.resolve("saved.tif").toString();
        new FileSaver(sinogram).saveAsTiffStack(tiff);
        ImagePlus again = reconstructed(IJ.openImage(tiff));
        assertArrayEquals((float[]) next.getStack().getPixels(2), (float[])
                again.getStack().getPixels(2));
        // Found anew, whatever was chosen before.
        found(sinogram);
        assertEquals(TRUE, column(sinogram), 0.15);
        sinogram.setProp("preimage.axis", "31.5 of 61");
        String other = lab.run(FilteredBackprojectionCommand.class, "sinogram", sinogram)
                .getCancelReason();
        assertEquals(
                "The rotation axis was found when the sinogram had 61 columns, but now it has 60: find it again.",
                other);
        sinogram.setProp("preimage.axis", "left");
        String damaged = lab.run(FilteredBackprojectionCommand.class, "sinogram", sinogram)
                .getCancelReason();
        assertTrue(damaged.contains("preimage.axis of the image is damaged"), damaged);
    }

    @Test
    void previewsStayOnTheDetector() {
        ImagePlus preview = found(Scene.sinogram(60, TRUE, 90, 1), "axis", "58");
        assertEquals(6, preview.getStackSize());
        assertEquals("column 58.00 (chosen)", preview.getStack().getSliceLabel(5));
    }

    @Test
    void whatWasCancelledChangesNothing() {
        ImagePlus sinogram = Scene.sinogram(60, TRUE, 90, 1);
        lab.cancelWhen(task -> task.getProgressValue() >= 2000);
        CommandModule module = lab.run(AxisCommand.class, "sinogram", sinogram);
        assertTrue(module.isCanceled());
        assertNull(module.getOutput("preview"));
        assertNull(sinogram.getProp("preimage.axis"));
    }

    @Test
    void wrongInputsEndInOneSentence() {
        ImagePlus sinogram = Scene.sinogram(60, TRUE, 90, 2);
        refused(sinogram, "Slice is 3, but must be from 1 to 2, or 0 for the middle one.", "slice", 3);
        refused(sinogram, "Step is 0.0 columns, but must be greater than 0 and finite.", "step", 0.0);
        refused(sinogram, "Rotation axis is 60, but must be auto, center or a column from 0 to 59.", "axis", "60");
        ImagePlus fan = Fan.sinogram();
        assertNull(fan.getProp("preimage.axis"));
        refused(
                fan,
                "The rotation axis of a fan beam cannot be found by moments: leave the method at auto for the one that the file"
                        + " states, or give a column.",
                "method",
                "moments");
        found(fan);
        assertEquals(31.2, column(fan), 1e-9);
    }

    private void refused(ImagePlus sinogram, String sentence, Object... inputs) {
        Object[] all = {"sinogram", sinogram, inputs[0], inputs[1]};
        CommandModule module = lab.run(AxisCommand.class, all);
        assertTrue(module.isCanceled());
        assertEquals(sentence, module.getCancelReason());
        assertNull(module.getOutput("preview"));
    }
}
