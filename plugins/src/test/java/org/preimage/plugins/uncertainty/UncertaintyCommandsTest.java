package org.preimage.plugins.uncertainty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.io.FileSaver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** Standard deviations that claim half of the errors. */
class UncertaintyCommandsTest {
    private static final int SIZE = 96;

    private Lab lab;
    private Image phantom;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
        phantom = SheppLogan.modified(SIZE).render(Space.image(SIZE, SIZE, 1), 2);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Errors are larger in the right half. */
    private static double claimed(int x) {
        return x < SIZE / 2 ? 0.01 : 0.1;
    }

    private ImagePlus reference() {
        return Lab.stack("truth", SIZE, SIZE, 2, (x, y, z) -> phantom.data()[y * SIZE + x]);
    }

    private ImagePlus estimate() {
        SplittableRandom random = new SplittableRandom(3);
        ImagePlus image = Lab.stack(
                "estimate",
                SIZE,
                SIZE,
                4,
                (x, y, z) -> z % 2 == 1
                        ? (float) claimed(x)
                        : (float) (phantom.data()[y * SIZE + x] + 2 * claimed(x) * random.nextGaussian()));
        image.setDimensions(2, 2, 1);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("mm");
        return image;
    }

    private ImagePlus output(String name, CommandModule module) {
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput(name);
    }

    private File calibrate(String how) {
        File file = folder.resolve(how + ".json").toFile();
        ImagePlus plot = output(
                "plot",
                lab.run(
                        CalibrateUncertaintyCommand.class,
                        "image",
                        estimate(),
                        "reference",
                        reference(),
                        "calibration",
                        how,
                        "file",
                        file));
        String info = plot.getInfoProperty();
        assertTrue(info.contains("Fitted to: 9216 pixels of estimate against truth"), info);
        assertTrue(info.contains(" of 9216 other pixels at 90 %"), info);
        look(plot, "plot-" + how);
        return file;
    }

    private static void look(ImagePlus image, String name) {
        String out = System.getProperty("preimage.look.uncertainty");
        if (out != null) {
            new FileSaver(image.getOverlay() == null ? image : image.flatten()).saveAsPng(out + "/" + name + ".png");
        }
    }

    /** The share of pixels whose interval holds the truth. */
    private double coverage(ImagePlus overlay) {
        int covered = 0;
        for (int z = 0; z < 2; z++) {
            float[] mean = (float[]) overlay.getStack().getPixels(3 * z + 1);
            float[] half = (float[]) overlay.getStack().getPixels(3 * z + 3);
            for (int i = 0; i < mean.length; i++) {
                covered += Math.abs(mean[i] - phantom.data()[i]) <= half[i] ? 1 : 0;
            }
        }
        return covered / (2.0 * SIZE * SIZE);
    }

    @Test
    void calibratedIntervalsCoverWhatTheySay() {
        for (String how : new String[] {"conformal", "scale", "isotonic"}) {
            ImagePlus overlay = output(
                    "overlay",
                    lab.run(
                            OverlayUncertaintyCommand.class,
                            "image",
                            estimate(),
                            "calibration",
                            calibrate(how).toString()));
            assertEquals(0.9, coverage(overlay), 0.012, how);
            assertEquals("estimate-calibrated", overlay.getTitle());
            String info = overlay.getInfoProperty();
            assertTrue(info.contains("Calibration: " + how + ".json: " + how + ", fitted to 9216 pixels"), info);
        }
    }

    @Test
    void withoutAReferenceTheOverlaySaysUncalibrated() {
        ImagePlus overlay = output("overlay", lab.run(OverlayUncertaintyCommand.class, "image", estimate()));
        assertArrayEquals(new int[] {SIZE, SIZE, 3, 2, 1}, overlay.getDimensions());
        assertEquals("estimate-uncalibrated", overlay.getTitle());
        assertEquals(
                "90 % interval, half its width, uncalibrated",
                overlay.getStack().getSliceLabel(3));
        assertEquals(0.25, overlay.getCalibration().pixelWidth);
        assertTrue(overlay.getInfoProperty().contains("Calibration: none"), overlay.getInfoProperty());
        // 1.645 deviations of 2 are 1.645 / 2 of the errors' own.
        assertEquals(0.589, coverage(overlay), 0.02);
        assertEquals(1.6449 * 0.1, ((float[]) overlay.getStack().getPixels(3))[SIZE - 1], 1e-4);
        look(overlay, "uncalibrated");
        // The right half is marked, in each slice; 2 x 1.645 x 0.1 is more than a tenth of the range.
        Overlay marks = overlay.getOverlay();
        assertEquals(3, marks.size());
        assertEquals("uncalibrated", marks.get(2).getName());
        for (int z = 0; z < 2; z++) {
            assertEquals(z + 1, marks.get(z).getZPosition());
            assertTrue(marks.get(z).contains(SIZE - 5, 10));
            assertFalse(marks.get(z).contains(5, 10));
        }
        assertTrue(overlay.getInfoProperty().contains("Marked: 9216 of 18432 pixels"), overlay.getInfoProperty());
        // A TIFF file keeps the marks.
        Path tiff = folder.resolve("overlay.tif");
        new FileSaver(overlay).saveAsTiff(tiff.toString());
        assertEquals(3, IJ.openImage(tiff.toString()).getOverlay().size());
    }

    @Test
    void aThresholdThatIsGivenHolds() {
        ImagePlus none =
                output("overlay", lab.run(OverlayUncertaintyCommand.class, "image", estimate(), "threshold", "10"));
        assertEquals(1, none.getOverlay().size());
        ImagePlus all =
                output("overlay", lab.run(OverlayUncertaintyCommand.class, "image", estimate(), "threshold", "0"));
        assertTrue(all.getInfoProperty().contains("Marked: 18432 of"), all.getInfoProperty());
    }

    @Test
    void wrongInputEndsInOneSentence() throws Exception {
        File bad = Files.writeString(folder.resolve("bad.json"), "{}").toFile();
        Object[][] wrong = {
            {"image", reference(), "image has 1 channels, but must have two"},
            {"level", 1.0, "level is 1.0"},
            {"threshold", "some", "auto or a number"},
            {"calibration", bad.toString(), "bad.json holds no calibration"}
        };
        for (Object[] w : wrong) {
            String reason = lab.run(OverlayUncertaintyCommand.class, "image", estimate(), w[0], w[1])
                    .getCancelReason();
            assertTrue(reason.toLowerCase().contains((String) w[2]) && !reason.contains("\n"), reason);
        }
        ImagePlus negative = estimate();
        ((float[]) negative.getStack().getPixels(4))[7] = -1;
        String reason =
                lab.run(OverlayUncertaintyCommand.class, "image", negative).getCancelReason();
        assertTrue(reason.contains("slice 2 has a standard deviation of -1.0"), reason);
        File file = folder.resolve("c.json").toFile();
        reason = lab.run(CalibrateUncertaintyCommand.class, "image", estimate(), "reference", estimate(), "file", file)
                .getCancelReason();
        assertTrue(reason.contains("reference is 96 x 96 x 4".substring(1)), reason);
        assertFalse(file.exists());
    }
}
