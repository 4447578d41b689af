package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.PreparationSyntax;
import org.preimage.operators.tomography.preparation.Zingers;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** The discs in three rows that are denser and denser, as counts of a detector whose cells differ. */
class PrepareCommandTest {
    private static final int CELLS = 60;
    private static final int VIEWS = 90;
    private static final int ROWS = 3;

    private Lab lab;
    private final List<ImagePlus> shown = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
        Interpreter.batchMode = true;
    }

    @AfterEach
    void close() {
        shown.forEach(Interpreter::removeBatchModeImage);
        Interpreter.batchMode = false;
        IJ.resetEscape();
        lab.close();
    }

    private void show(ImagePlus image) {
        Interpreter.addBatchModeImage(image);
        shown.add(image);
    }

    private static float exact(int cell, int row, int view) {
        return TRUTH.getStack().getProcessor(row + 1).getf(cell, view);
    }

    private static final ImagePlus TRUTH = Scene.sinogram(CELLS, 29.5, VIEWS, ROWS);

    private static float dark(int cell, int row) {
        return 100 + cell % 7 + row;
    }

    private static float flat(int cell, int row) {
        return 9000 + 100 * (cell % 5) + 10 * row;
    }

    private static float counts(int cell, int row, int view) {
        return (float) (dark(cell, row) + (flat(cell, row) - dark(cell, row)) * Math.exp(-exact(cell, row, view) / 4));
    }

    private static ImagePlus sinograms() {
        ImagePlus image = Lab.stack("scan.tif", CELLS, VIEWS, ROWS, PrepareCommandTest::countsOfSinogram);
        image.setCalibration(TRUTH.getCalibration());
        return image;
    }

    private static float countsOfSinogram(int x, int y, int z) {
        return counts(x, z, y);
    }

    private ImagePlus prepared(Object... inputs) {
        CommandModule module = lab.run(PrepareCommand.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("sinogram");
    }

    private static void assertExact(ImagePlus found) {
        assertEquals(ROWS, found.getStackSize());
        for (int r = 0; r < ROWS; r++) {
            for (int v = 0; v < VIEWS; v++) {
                for (int c = 0; c < CELLS; c++) {
                    assertEquals(exact(c, r, v) / 4, found.getStack().getVoxel(c, v, r), 1e-3);
                }
            }
        }
    }

    @Test
    void countsBecomeLineIntegralsInEitherOrder() {
        show(Lab.stack("flats", CELLS, 2, ROWS, (x, y, z) -> flat(x, z)));
        show(Lab.stack("darks", CELLS, 4, ROWS, (x, y, z) -> dark(x, z)));
        ImagePlus found = prepared("scan", sinograms(), "flats", "flats", "darks", "darks", "rings", "none");
        assertExact(found);
        assertEquals("scan-prepared", found.getTitle());
        assertEquals("label 1", found.getStack().getSliceLabel(2));
        assertEquals("line integral", found.getCalibration().getValueUnit());
        assertTrue(found.getStringProperty("Flats").startsWith("flats, 2 shots"), found.getInfoProperty());
        assertTrue(found.getInfoProperty().contains("-log((counts - dark) / (flat - dark))"));

        show(Lab.stack("flat frames", CELLS, ROWS, 2, (x, y, z) -> flat(x, y)));
        show(Lab.stack("dark frames", CELLS, ROWS, 4, (x, y, z) -> dark(x, y)));
        ImagePlus projections = Lab.virtualStack("scan.tif", CELLS, ROWS, VIEWS, PrepareCommandTest::counts);
        projections.getCalibration().pixelWidth = 0.5;
        projections.getCalibration().pixelHeight = 0.6;
        projections.getCalibration().setUnit("mm");
        ImagePlus resliced = prepared(
                "scan",
                projections,
                "slices",
                "projections",
                "flats",
                "flat frames",
                "darks",
                "dark frames",
                "rings",
                "none");
        assertExact(resliced);
        assertEquals("row 1", resliced.getStack().getSliceLabel(2));
        assertEquals(0.5, resliced.getCalibration().pixelWidth);
        assertEquals(0.6, resliced.getCalibration().pixelDepth);
        assertEquals("mm", resliced.getCalibration().getZUnit());
        assertEquals("view", resliced.getCalibration().getYUnit());
    }

    @Test
    void flatsMayLieInAFileAndDarksBeMissing() {
        ImagePlus flats = Lab.stack("flats", CELLS, 2, ROWS, (x, y, z) -> flat(x, z) - dark(x, z));
        Path file = folder.resolve("flats.tif");
        new FileSaver(flats).saveAsTiffStack(file.toString());
        ImagePlus withoutDark = Lab.stack("scan", CELLS, VIEWS, ROWS, (x, y, z) -> counts(x, z, y) - dark(x, z));
        assertExact(prepared("scan", withoutDark, "flats", file.toString(), "rings", "none"));
    }

    /** As the steps do it on all rows at once, although rows come one at a time. */
    @Test
    void stepsAreThoseOfThePackage() {
        int rows = 7;
        ImagePlus lines = Scene.sinogram(CELLS, 29.5, VIEWS, rows);
        for (int r = 1; r <= rows; r++) {
            float[] p = (float[]) lines.getStack().getPixels(r);
            for (int v = 0; v < VIEWS; v++) {
                p[v * CELLS + 20] += 0.1f;
            }
            p[40 * CELLS + 30] -= 3;
            for (int i = 0; i < p.length; i++) {
                p[i] /= 10;
            }
        }
        Space space = Space.of(
                new Axis(Role.DETECTOR, CELLS), new Axis(Role.DETECTOR_ROW, rows), new Axis(Role.ANGLE, VIEWS));
        Image all = Image.zeros(space);
        for (int v = 0; v < VIEWS; v++) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(
                        (float[]) lines.getStack().getPixels(r + 1),
                        v * CELLS,
                        all.data(),
                        (v * rows + r) * CELLS,
                        CELLS);
            }
        }
        String phase = "energy=20,distance=300,delta-beta=3000";
        Preparation steps = Preparation.DEFAULT
                .withZingers(Zingers.DEFAULT)
                .withStripes(PreparationSyntax.stripes("rings", "dead+sorting"))
                .withPhase(PreparationSyntax.phase("phase", phase, OptionalDouble.of(Scene.PIXEL)))
                .withHardening(PreparationSyntax.hardening("hardening", "1,0.1"));
        assertEquals(3, steps.halo(), "blocks of rows must not be all rows");
        float[] expected = steps.applyToLineIntegrals(all).lineIntegrals().data();
        ImagePlus found =
                prepared("scan", lines, "zingers", true, "rings", "dead+sorting", "phase", phase, "hardening", "1,0.1");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < VIEWS; v++) {
                for (int c = 0; c < CELLS; c++) {
                    // The halo lets 1e-4 of farther rows go.
                    float value = expected[(v * rows + r) * CELLS + c];
                    assertEquals(value, found.getStack().getVoxel(c, v, r), 1e-3);
                }
            }
        }
        assertTrue(found.getInfoProperty().contains("Paganin"), found.getInfoProperty());
        assertTrue(found.getInfoProperty().contains("values replaced"), found.getInfoProperty());
    }

    @Test
    void geometryAndAxisGoWithTheStack() {
        ImagePlus fan = Fan.sinogram();
        new FoundAxis(30.5, 60).attach(fan);
        ImagePlus found = prepared("scan", fan, "rings", "none");
        assertEquals(fan.getProp("preimage.geometry"), found.getProp("preimage.geometry"));
        assertEquals("30.5 of 60", found.getProp("preimage.axis"));
        assertArrayEquals((float[]) fan.getProcessor().getPixels(), (float[])
                found.getProcessor().getPixels());
    }

    @Test
    void aFolderTakesTheRowsAndTheSameJobGoesOn() throws Exception {
        String there = folder.resolve("rows").toString();
        lab.cancelWhen(task -> task.getProgressValue() >= 1000);
        CommandModule first = lab.run(PrepareCommand.class, "scan", TRUTH, "folder", there);
        assertTrue(first.isCanceled());
        assertEquals(1, ((ImagePlus) first.getOutput("sinogram")).getStackSize());
        lab.cancelWhen(task -> false);
        ImagePlus second = prepared("scan", TRUTH, "folder", there);
        assertTrue(second.getStack().isVirtual());
        assertEquals(ROWS, second.getStackSize());
        assertEquals(ROWS + 1, Files.list(Path.of(there)).count());
        String other = lab.run(PrepareCommand.class, "scan", TRUTH, "folder", there, "air", 2)
                .getCancelReason();
        assertTrue(other.contains("holds slices of another job"), other);
    }

    @Test
    void wrongInputsEndInOneSentence() {
        show(Lab.stack("flats", CELLS, 2, 2, (x, y, z) -> 9));
        refused("flats are \"none of these\", but no image of this title is open", "flats", "none of these");
        refused("flats have 60 columns and 2 rows of the detector, but the scan has 60 and 3", "flats", "flats");
        refused("Darks are given, but no flats", "darks", "flats");
        refused("must be auto, sinograms or projections", "slices", "rows");
        refused("Remove rings has \"magic\"", "rings", "magic");
        refused(
                "Phase retrieval is \"energy=2\", but energy, distance, and delta-beta are needed",
                "phase",
                "energy=2");
        refused("Beam hardening is \"one\"", "hardening", "one");
        refused("Air is -1 cells", "air", -1);
        refused("flats are averaged by \"mode\"", "average", "mode");
    }

    private void refused(String words, String key, Object value) {
        CommandModule module = lab.run(PrepareCommand.class, "scan", TRUTH, key, value);
        assertTrue(module.isCanceled(), key);
        String reason = module.getCancelReason();
        assertTrue(reason.toLowerCase().contains(words.toLowerCase()) && !reason.contains("\n"), reason);
    }
}
