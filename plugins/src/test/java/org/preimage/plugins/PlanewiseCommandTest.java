package org.preimage.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;

/** What all commands do, shown on the simplest. */
public class PlanewiseCommandTest {
    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        IJ.resetEscape();
        lab.close();
    }

    @Test
    void makesANewImageAndSaysHow() {
        ImagePlus image = Lab.stack("in.tif", 4, 3, 2, (x, y, z) -> x + 10 * z);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("mm");
        CommandModule module = lab.run(Negative.class, "image", image, "iterations", 3);
        ImagePlus out = (ImagePlus) module.getOutput("negative");
        assertFalse(module.isCanceled());
        assertEquals("in-negative", out.getTitle());
        assertEquals(-13, out.getStack().getVoxel(3, 2, 1));
        assertEquals(13, image.getStack().getVoxel(3, 2, 1));
        assertEquals(0.25, out.getCalibration().pixelWidth);
        assertEquals("mm", out.getCalibration().getUnit());
        assertEquals("Preimage, Negative", out.getStringProperty("Made by"));
        assertEquals("sign change", out.getStringProperty("Method"));
        assertEquals("3", out.getStringProperty("Iterations"), "what all slices share is told once");
        assertEquals("10.0", out.getStringProperty("Slice 2, Smallest"));
        assertArrayEquals(new double[] {-13, -10}, new double[] {out.getDisplayRangeMin(), out.getDisplayRangeMax()});
        assertFalse(image.changes, "the input is marked as changed");
    }

    @Test
    void virtualStacksAreReadPlaneByPlane() {
        ImagePlus real = Lab.stack("real", 4, 3, 5, (x, y, z) -> x + 10 * y + 100 * z);
        ImagePlus virtual = Lab.virtualStack("virtual", 4, 3, 5, (x, y, z) -> x + 10 * y + 100 * z);
        assertTrue(virtual.getStack().isVirtual());
        ImagePlus a = (ImagePlus) lab.run(Negative.class, "image", real).getOutput("negative");
        ImagePlus b = (ImagePlus) lab.run(Negative.class, "image", virtual).getOutput("negative");
        for (int z = 1; z <= 5; z++) {
            assertArrayEquals(
                    (float[]) a.getStack().getPixels(z), (float[]) b.getStack().getPixels(z));
        }
        assertFalse(b.getStack().isVirtual());
    }

    @Test
    void tellsOfEveryIterationAndSlice() throws InterruptedException {
        lab.run(Negative.class, "image", Lab.stack("in", 4, 3, 2, (x, y, z) -> x), "iterations", 4);
        List<Long> progress = lab.progress();
        for (long expected : new long[] {0, 125, 250, 375, 500, 1000, 1125, 1250, 1375, 1500, 2000}) {
            assertTrue(progress.contains(expected), expected + " is missing in " + progress);
        }
        for (int i = 1; i < progress.size(); i++) {
            assertTrue(progress.get(i) >= progress.get(i - 1), "the bar goes back: " + progress);
        }
        assertTrue(lab.messages().contains("Negative, slice 2 of 2, changing, iteration 3 of 4"));
        assertEquals(List.of("Negative"), lab.finished());
        List<String> status = lab.statusUntil("done in");
        assertTrue(status.contains("Negative, slice 1 of 2, changing, iteration 4 of 4"), status.toString());
        assertTrue(status.stream().anyMatch(s -> s.startsWith("Negative: done in")), status.toString());
    }

    @Test
    void theTaskCancelsWithinOneIterationAndFinishedSlicesStay() throws InterruptedException {
        lab.cancelWhen(task -> task.getProgressValue() >= 1010);
        CommandModule module =
                lab.run(Negative.class, "image", Lab.stack("in", 4, 3, 3, (x, y, z) -> x + z), "iterations", 100);
        assertTrue(module.isCanceled());
        assertEquals("", module.getCancelReason(), "a reason pops up a box");
        ImagePlus part = (ImagePlus) module.getOutput("negative");
        assertEquals("in-negative-part", part.getTitle());
        assertEquals(1, part.getStackSize());
        assertEquals(-3, part.getStack().getVoxel(3, 0, 0));
        assertEquals("Preimage, Negative", part.getStringProperty("Made by"));
        assertEquals(102, Negative.begun);
        assertEquals("Negative: cancelled, 1 of 3 slices are kept", last(lab.messages()));
        assertFalse(lab.finished().isEmpty());
        lab.statusUntil("cancelled, 1 of 3 slices are kept");
    }

    @Test
    void aFolderTakesSlicesAndTheSameJobGoesOn(@TempDir Path folder) throws Exception {
        ImagePlus image = Lab.stack("in", 4, 3, 5, (x, y, z) -> x + 10 * y + 100 * z);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("mm");
        String there = folder.resolve("out").toString();
        lab.cancelWhen(task -> task.getProgressValue() >= 2500);
        CommandModule first = lab.run(Negative.class, "image", image, "iterations", 2, "folder", there);
        assertTrue(first.isCanceled());
        assertEquals(2, ((ImagePlus) first.getOutput("negative")).getStackSize());
        assertEquals(
                "Negative: cancelled, 2 of 5 slices are kept in " + there + "; the same command goes on from there",
                last(lab.messages()));
        lab.cancelWhen(task -> false);
        CommandModule second = lab.run(Negative.class, "image", image, "iterations", 2, "folder", there);
        assertFalse(second.isCanceled());
        assertEquals(6, Negative.begun, "slices are made again");
        ImagePlus out = (ImagePlus) second.getOutput("negative");
        ImagePlus plain = (ImagePlus)
                lab.run(Negative.class, "image", image, "iterations", 2).getOutput("negative");
        assertTrue(out.getStack().isVirtual());
        assertEquals(plain.getTitle(), out.getTitle());
        assertEquals(plain.getStringProperty("Info"), out.getStringProperty("Info"));
        assertTrue(plain.getCalibration().equals(out.getCalibration()));
        assertEquals(plain.getDisplayRangeMin(), out.getDisplayRangeMin());
        for (int z = 1; z <= 5; z++) {
            assertArrayEquals((float[]) plain.getStack().getPixels(z), (float[])
                    out.getStack().getPixels(z));
            assertEquals(plain.getStack().getSliceLabel(z), out.getStack().getSliceLabel(z));
        }
        String refused = lab.run(Negative.class, "image", Lab.stack("in", 4, 3, 5, (x, y, z) -> x), "folder", there)
                .getCancelReason();
        assertTrue(refused.contains("holds slices of another job"), refused);
        String other = lab.run(Negative.class, "image", image, "iterations", 3, "folder", there)
                .getCancelReason();
        assertTrue(other.contains("holds slices of another job"), other);
        Files.delete(folder.resolve("out/slice-00004.tif"));
        String gone = lab.run(Negative.class, "image", out).getCancelReason();
        assertTrue(gone.contains("slice-00004.tif") && !gone.contains("\n"), gone);
        Files.writeString(folder.resolve("a.txt"), "a");
        for (String bad : new String[] {folder.toString(), folder + "/a.txt", folder + "/none/out"}) {
            String reason =
                    lab.run(Negative.class, "image", image, "folder", bad).getCancelReason();
            assertTrue(reason.startsWith("Folder " + folder) && !reason.contains("\n"), reason);
        }
        assertEquals(2, Files.list(folder).count(), "something is left behind");
    }

    /** Of slices that all together are larger than the memory only one is held at a time. */
    @Test
    void aFolderNeedsNoMemory(@TempDir Path folder) {
        int slices = (int) (Runtime.getRuntime().maxMemory() / (4L * 1000 * 1000)) + 1;
        ImagePlus image = Lab.virtualStack("huge", 1000, 1000, slices, (x, y, z) -> x);
        lab.cancelWhen(task -> task.getProgressValue() >= 1500);
        CommandModule module = lab.run(Negative.class, "image", image, "folder", folder.toString());
        assertEquals(1, ((ImagePlus) module.getOutput("negative")).getStackSize());
    }

    @Test
    void escapeCancels() {
        lab.cancelWhen(task -> {
            if (task.getProgressValue() == 15) {
                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            }
            return false;
        });
        CommandModule module =
                lab.run(Negative.class, "image", Lab.stack("in", 4, 3, 1, (x, y, z) -> x), "iterations", 100);
        assertTrue(module.isCanceled());
        assertNull(module.getOutput("negative"));
        assertEquals(3, Negative.begun);
    }

    @Test
    void anEarlierEscapeDoesNotCount() {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        CommandModule module = lab.run(Negative.class, "image", Lab.stack("in", 4, 3, 1, (x, y, z) -> x));
        assertFalse(module.isCanceled());
    }

    @Test
    void refusesEarlyWhatDoesNotFitInMemory() {
        ImagePlus image = Lab.stack("in", 4, 3, 1, (x, y, z) -> x);
        CommandModule module = lab.run(Negative.class, "image", image, "workBytes", 1L << 50);
        assertTrue(module.isCanceled());
        assertTrue(
                module.getCancelReason()
                        .matches("Negative needs about 1125899\\.9 GB of memory, but only \\d+\\.\\d GB are free\\."),
                module.getCancelReason());
        assertEquals(0, Negative.begun);
    }

    @Test
    void countsTheResultsOfAllSlices() {
        int slices = (int) (Runtime.getRuntime().maxMemory() / (4L * 1000 * 1000)) + 1;
        ImagePlus image = Lab.virtualStack("huge", 1000, 1000, slices, (x, y, z) -> x);
        CommandModule module = lab.run(Negative.class, "image", image);
        assertTrue(module.getCancelReason().startsWith("Negative needs about"), module.getCancelReason());
        assertEquals(0, Negative.begun);
    }

    @Test
    void badPixelsEndItWithOneSentence() {
        ImagePlus image = Lab.stack("in", 4, 3, 2, (x, y, z) -> z == 1 ? Float.POSITIVE_INFINITY : x);
        CommandModule module = lab.run(Negative.class, "image", image);
        assertEquals(
                "Image, slice 2 holds 12 NaN or infinite values (the first at index 0), but must be finite.",
                module.getCancelReason());
        assertNull(module.getOutput("negative"));
        assertEquals(List.of("Negative"), lab.finished(), "the task is left open");
    }

    @Test
    void aHeadlessMacroFindsTheResult() {
        inMacro = lab;
        String title = IJ.runMacro("call('" + PlanewiseCommandTest.class.getName() + ".negate'); return getTitle();");
        assertEquals("made in a macro-negative", title);
    }

    @Test
    void aHeadlessScriptIsNotShownWindows() {
        ImagePlus image = Lab.stack("in", 4, 3, 1, (x, y, z) -> x);
        ImagePlus out = (ImagePlus) lab.run(Negative.class, "image", image).getOutput("negative");
        assertNull(WindowManager.getImage(out.getTitle()));
    }

    private static Lab inMacro;

    /** Called by the macro above. */
    public static String negate() {
        ImagePlus image = Lab.stack("made in a macro", 4, 3, 1, (x, y, z) -> x);
        ImagePlus made = (ImagePlus) inMacro.run(Negative.class, "image", image).getOutput("negative");
        return made.getTitle();
    }

    private static String last(List<String> list) {
        return list.get(list.size() - 1);
    }
}
