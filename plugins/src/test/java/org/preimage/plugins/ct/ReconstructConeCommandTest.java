package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.plugins.Lab;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.method.Fdk;
import org.scijava.command.CommandModule;

class ReconstructConeCommandTest {
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

    private ImagePlus volume(ImagePlus scan, Object... more) {
        CommandModule module = run(scan, more);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("volume");
    }

    private CommandModule run(ImagePlus scan, Object... more) {
        Object[] inputs = new Object[2 + more.length];
        inputs[0] = "scan";
        inputs[1] = scan;
        System.arraycopy(more, 0, inputs, 2, more.length);
        return lab.run(ReconstructConeCommand.class, inputs);
    }

    /** Mean difference from the truth over the slices that all rays see, as a part of the dense ball's value. */
    private static double error(ImagePlus volume) {
        float[] truth = Cone.truth();
        double sum = 0;
        int n = 0;
        int plane = Cone.CELLS * Cone.CELLS;
        for (int z = 4; z < Cone.ROWS - 4; z++) {
            for (int i = 0; i < plane; i++) {
                sum += Math.abs(volume.getStack().getProcessor(z + 1).getf(i) - truth[z * plane + i]);
                n++;
            }
        }
        return sum / n / Cone.VALUE;
    }

    /** Open, reconstruct: no number typed, and the volume is calibrated. */
    @Test
    void aScannersFilesBecomeAVolume() throws IOException {
        CommandModule opened =
                lab.run(OpenScanCommand.class, "scan", Cone.write(folder).toFile());
        assertFalse(opened.isCanceled(), opened::getCancelReason);
        ImagePlus scan = (ImagePlus) opened.getOutput("sinogram");
        assertTrue(scan.getStack().isVirtual());
        assertArrayEquals(new int[] {40, 60, 1, 30, 1}, scan.getDimensions());
        assertEquals(0.8, scan.getCalibration().pixelDepth);
        ImagePlus volume = volume(scan);
        assertEquals("ball-fdk", volume.getTitle());
        assertArrayEquals(new int[] {40, 40, 1, 30, 1}, volume.getDimensions());
        assertEquals(0.4, volume.getCalibration().pixelWidth, 1e-9);
        assertEquals(0.4, volume.getCalibration().pixelDepth, 1e-9);
        assertEquals("mm", volume.getCalibration().getZUnit());
        assertEquals("1/mm", volume.getCalibration().getValueUnit());
        assertEquals(Cone.VALUE, volume.getStack().getVoxel(20, 19, 14), 0.01);
        assertTrue(error(volume) < 0.02, "error " + error(volume));
        String info = volume.getInfoProperty();
        assertTrue(info.contains("Rotation axis: column 20.5 (as the file states)"), info);
        assertTrue(info.contains("Note on views: full turn"), info);
        String out = System.getProperty("preimage.look.cone");
        if (out != null) {
            new FileSaver(volume).saveAsTiff(out);
        }
    }

    @Test
    void projectionsAndPreparedSinogramsGiveTheSame() {
        ImagePlus direct = volume(Cone.sinograms());
        ImagePlus turned = volume(Cone.projections());
        CommandModule module = lab.run(PrepareCommand.class, "scan", Cone.projections(), "rings", "none");
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus prepared = volume((ImagePlus) module.getOutput("sinogram"));
        for (int z = 1; z <= Cone.ROWS; z++) {
            float[] expected = (float[]) direct.getStack().getPixels(z);
            assertArrayEquals(expected, (float[]) turned.getStack().getPixels(z));
            assertArrayEquals(expected, (float[]) prepared.getStack().getPixels(z));
        }
    }

    @Test
    void slabsAreThoseOfTheWholeAndReadEachRowOnce() {
        int[] read = new int[Cone.ROWS];
        ImagePlus stack = Cone.sinograms();
        ImagePlus counted = Lab.virtualStack("counted", Cone.CELLS, Cone.VIEWS, Cone.ROWS, (x, y, z) -> {
            read[z] += x == 0 && y == 0 ? 1 : 0;
            return stack.getStack().getProcessor(z + 1).getf(x, y);
        });
        ConeVolume whole = volume(stack, Long.MAX_VALUE);
        Arrays.fill(read, 0);
        ConeVolume slabs = volume(counted, 1);
        assertTrue(slabs.bytes() < whole.bytes(), "a slab takes as much as all");
        for (int z = 0; z < Cone.ROWS; z++) {
            assertArrayEquals(
                    whole.compute(z, null, p -> true).values(),
                    slabs.compute(z, null, p -> true).values(),
                    1e-6f);
        }
        assertEquals("at most 1 slices at a time", slabs.facts().get("Slabs"));
        assertTrue(Arrays.stream(read).allMatch(n -> n <= 1), Arrays.toString(read));
    }

    private static ConeVolume volume(ImagePlus scan, long memory) {
        MethodStep hann = new MethodStep(Fdk.METHOD, Map.of("window", "hann"));
        return new ConeVolume(new Planes("Scan", scan), Cone.beam(), Cone.beam().detector(), hann, memory);
    }

    /** Of a panel whose rows are too many for one array the property keeps one row and how many there are. */
    @Test
    void panelsOfAnySizeAreKeptInTheProperties() {
        ConeBeam beam = Cone.beam();
        ConeBeam thin = beam.with(
                Space.image(Cone.CELLS, Cone.CELLS, 0.4).with(new Axis(Role.Z, 1, 0.4)),
                beam.detector().withRows(15, 1));
        ImagePlus scan = Cone.sinograms();
        new Geometry(thin, beam.detector(), true, true, true).attach(scan);
        assertEquals("30 rows, orbit at row 14.5", scan.getProp("preimage.geometry.panel"));
        ImagePlus expected = volume(Cone.sinograms());
        ImagePlus found = volume(scan);
        for (int z = 1; z <= Cone.ROWS; z++) {
            assertArrayEquals((float[]) expected.getStack().getPixels(z), (float[])
                    found.getStack().getPixels(z));
        }
        refused(
                scan,
                "Method sirt needs the scan as one array of at most 2^31 values, but it has 30 rows of 40 cells in 60 views: fdk"
                        + " takes it.",
                "method",
                "sirt");
        scan.setProp("preimage.geometry.panel", "many rows");
        refused(scan, "The property preimage.geometry of the image is damaged: \"many rows\" is no panel.");
    }

    @Test
    void fewViewsAreForIterativeMethods() {
        Map<String, String> methods = new LinkedHashMap<>();
        methods.put("sirt", "iterations=15");
        methods.put("cgls", "iterations=6");
        methods.put("tv", "iterations=12,weight=1e-3");
        for (Map.Entry<String, String> method : methods.entrySet()) {
            ImagePlus found = volume(Cone.sinograms(), "method", method.getKey(), "settings", method.getValue());
            assertTrue(error(found) < 0.04, method + ": " + error(found));
        }
    }

    @Test
    void theAxisMayBeChosen() {
        ImagePlus scan = Cone.sinograms();
        double right = error(volume(scan));
        assertTrue(error(volume(scan, "axis", "18.5")) > 1.5 * right);
        new FoundAxis(18.5, Cone.CELLS).attach(scan);
        ImagePlus before = volume(scan);
        assertTrue(error(before) > 1.5 * right);
        assertTrue(before.getInfoProperty().contains("column 18.5 (found or chosen before)"));
        ImagePlus small = volume(Cone.sinograms(), "size", 16);
        assertEquals(16, small.getWidth());
        assertEquals(0.4, small.getCalibration().pixelWidth, 1e-9);
    }

    @Test
    void slabsThatAreFinishedStayAndTheSameJobGoesOn() throws IOException {
        String there = folder.resolve("slices").toString();
        ImagePlus scan = Cone.sinograms();
        ImagePlus whole = volume(scan);
        lab.cancelWhen(task -> task.getProgressValue() >= 5000);
        CommandModule stopped = run(scan, "folder", there);
        assertTrue(stopped.isCanceled());
        assertEquals(5, ((ImagePlus) stopped.getOutput("volume")).getStackSize());
        assertTrue(lab.messages().stream()
                .anyMatch(m -> m.contains("5 of 30 slices are kept in " + there + "; the same command goes on")));
        lab.cancelWhen(task -> false);
        ImagePlus all = volume(scan, "folder", there);
        assertEquals(31, Files.list(Path.of(there)).count());
        for (int z = 1; z <= Cone.ROWS; z++) {
            assertArrayEquals((float[]) whole.getStack().getPixels(z), (float[])
                    all.getStack().getPixels(z));
        }
        lab.cancelWhen(task -> String.valueOf(task.getStatusMessage()).contains("reading rows, iteration 3 of 30"));
        CommandModule reading = run(scan);
        assertTrue(reading.isCanceled());
        assertNull(reading.getOutput("volume"));
    }

    @Test
    void wrongInputsEndInOneSentence() {
        ImagePlus scan = Cone.sinograms();
        refused(scan, "Method fbp takes parallel-beam, fan-beam, but the scan is of a cone-beam.", "method", "fbp");
        refused(scan, "Rotation axis is \"left\", but must be auto or a column from 0 to 39.", "axis", "left");
        refused(Fan.sinogram(), "Scan is of no cone beam: CT Reconstruct takes parallel and fan beams.");
        refused(Scene.sinogram(), "Scan does not know its geometry: CT Open Raw Scan opens files that state it.");
        ImagePlus cut = new ImagePlus("cut", scan.getStack().crop(0, 0, 0, 40, 60, 10));
        Geometry.copy(scan, cut);
        refused(
                cut,
                "Scan has 40 columns, 10 rows and 60 views, but it was opened with 40, 30 and 60: open the scan again.");
        CommandModule rows = lab.run(ReconstructCommand.class, "sinogram", scan);
        assertEquals(
                "Sinogram is of a cone beam, whose rows cannot be worked on one by one: CT Reconstruct Cone Beam takes it.",
                rows.getCancelReason());
    }

    /** Nothing is read before the memory is known to suffice. */
    @Test
    void whatDoesNotFitIsRefusedBeforeTheWork() {
        boolean[] opened = {false};
        ImagePlus huge = Cone.huge(Lab.virtualStack("huge", 1000, 1000, 1000, (x, y, z) -> {
            assertFalse(opened[0], "a plane is read");
            return 0;
        }));
        opened[0] = true;
        String reason = run(huge, "method", "tv").getCancelReason();
        assertTrue(
                reason.matches(
                        "CT Reconstruct Cone Beam needs about \\d+\\.\\d GB of memory, but only .* GB are free\\."),
                reason);
    }

    private void refused(ImagePlus scan, String sentence, Object... inputs) {
        CommandModule module = run(scan, inputs);
        assertTrue(module.isCanceled(), sentence);
        assertEquals(sentence, module.getCancelReason());
        assertNull(module.getOutput("volume"));
    }
}
