package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Tiff;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;

/** Many rows of a raw scan through the command line: into a stack, into a folder, stopped, and refused. */
class RowsReconstructionTest {
    private static final int CELLS = 47;
    private static final int VIEWS = 40;
    private static final int ROWS = 19;

    @TempDir
    Path folder;

    private Path scan;

    @BeforeEach
    void makeScan() {
        EllipsePhantom phantom = SheppLogan.modified(32).times(0.05);
        ParallelBeam beam =
                new ParallelBeam(Space.image(32, 32, 1), CELLS, 1, 24.5, ParallelBeam.uniformAngles(0, 180, VIEWS));
        float[] p = phantom.sinogram(beam).data();
        float[][][] counts = new float[VIEWS][ROWS][CELLS];
        float[][][] flats = new float[2][ROWS][CELLS];
        float[][][] darks = new float[2][ROWS][CELLS];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < p.length; i++) {
                counts[i / CELLS][row][i % CELLS] = (float) (100 + 9900 * Math.exp(-p[i] * (1 + 0.05 * row)));
            }
            for (int frame = 0; frame < 2; frame++) {
                Arrays.fill(flats[frame][row], 10000);
                Arrays.fill(darks[frame][row], 100);
            }
        }
        scan = folder.resolve("scan.h5");
        try (WritableHdfFile hdf = HdfFile.write(scan)) {
            WritableGroup exchange = hdf.putGroup("exchange");
            exchange.putDataset("data", counts);
            exchange.putDataset("data_white", flats);
            exchange.putDataset("data_dark", darks);
            exchange.putDataset("theta", ParallelBeam.uniformAngles(0, 180, VIEWS));
        }
    }

    @AfterEach
    void goOn() {
        Cancellation.ask(false);
    }

    private Session rows(String rows, String out, String... more) {
        Object[] args = Stream.concat(
                        Stream.of(
                                "reconstruct",
                                "--data",
                                scan,
                                "--method",
                                "fbp",
                                "--rows",
                                rows,
                                "--out",
                                folder.resolve(out)),
                        Stream.of(more))
                .toArray();
        return Session.run(args);
    }

    private float[] row(int row) throws IOException {
        Session one = Session.run(
                "reconstruct",
                "--data",
                scan,
                "--method",
                "fbp",
                "--row",
                row,
                "--center",
                "24.5",
                "--out",
                folder.resolve("one.tif"));
        assertEquals(0, one.code(), one.err());
        return Tiff.read(folder.resolve("one.tif")).data();
    }

    @Test
    void allRowsBecomeAStack() throws IOException {
        Session done = rows("all", "stack.tif", "--center", "24.5", "--progress");
        assertEquals(0, done.code(), done.err());
        assertTrue(done.out().contains("19 slices of 47 x 47 pixels"), done.out());
        assertTrue(done.out().contains("memory: about"), done.out());
        assertTrue(done.err().contains("slices"), done.err());
        Image stack = Tiff.read(folder.resolve("stack.tif"));
        assertArrayEquals(new int[] {CELLS, CELLS, ROWS}, stack.space().sizes());
        for (int row : new int[] {0, 18}) {
            float[] slice = Arrays.copyOfRange(stack.data(), row * CELLS * CELLS, (row + 1) * CELLS * CELLS);
            assertTrue(Vectors.relativeDistance(slice, row(row)) < 1e-5);
        }
    }

    @Test
    void someRowsBecomeAFolder() throws IOException {
        Session done = rows("3-5", "slices", "--center", "24.5");
        assertEquals(0, done.code(), done.err());
        try (Stream<Path> files = Files.list(folder.resolve("slices"))) {
            assertEquals(3, files.count());
        }
        float[] slice = Tiff.read(folder.resolve("slices/slice-00004.tif")).data();
        assertTrue(Vectors.relativeDistance(slice, row(4)) < 1e-5);
    }

    @Test
    void theAxisIsFoundInTheMiddleRow() {
        Session done = rows("0-2", "stack.tif");
        assertEquals(0, done.code(), done.err());
        assertTrue(Files.exists(folder.resolve("stack.tif")));
    }

    @Test
    void stoppedItKeepsTheFinishedSlices() throws IOException {
        Cancellation.ask(true);
        Session stopped = Session.run(
                "reconstruct",
                "--data",
                scan,
                "--method",
                "tikhonov",
                "--set",
                "weight=1",
                "--rows",
                "all",
                "--out",
                folder.resolve("stack.tif"));
        assertEquals(3, stopped.code(), stopped.err());
        assertTrue(stopped.out().contains("0 slices, cancelled"), stopped.out());
        assertFalse(Files.exists(folder.resolve("stack.tif")));
    }

    private void refused(String part, Session session) throws IOException {
        assertEquals(2, session.code(), session.err());
        assertTrue(session.err().contains(part), session.err());
        assertEquals(1, session.err().lines().count(), session.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void whatDoesNotGoIsNamed() throws IOException {
        refused("the scan has the rows 0 to 18", rows("5-19", "x.tif"));
        refused("must be all, N or FIRST-LAST", rows("5-", "x.tif"));
        refused("the scan has the rows 0 to 18", rows("6-5", "x.tif"));
        refused("must end in .tif or .tiff, or be that of a folder", rows("all", "x.npy"));
        refused("does not exist", rows("all", "no/x"));
        refused(
                "none of --row, --report, --time-limit, --pictures and --deviation",
                rows("all", "x.tif", "--row", "3"));
        refused(
                "none of --row, --report, --time-limit, --pictures and --deviation",
                rows("all", "x.tif", "--pictures", "p"));
    }
}
