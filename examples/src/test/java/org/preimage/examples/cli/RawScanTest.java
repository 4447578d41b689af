package org.preimage.examples.cli;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.quality.ImageQuality;

/** Raw DXchange scans through the command line: a good one, and each way of being bad. */
class RawScanTest {
    private static final int CELLS = 47;
    private static final int VIEWS = 40;

    @TempDir
    Path folder;

    private final EllipsePhantom phantom = SheppLogan.modified(32).times(0.05);

    /** Counts behind the phantom between flats and darks, the rotation axis at cell 24.5. */
    private float[][][] counts() {
        ParallelBeam beam =
                new ParallelBeam(Space.image(32, 32, 1), CELLS, 1, 24.5, ParallelBeam.uniformAngles(0, 180, VIEWS));
        float[] p = phantom.sinogram(beam).data();
        float[][][] counts = new float[VIEWS][1][CELLS];
        for (int i = 0; i < p.length; i++) {
            counts[i / CELLS][0][i % CELLS] = (float) (100 + 9900 * Math.exp(-p[i]));
        }
        return counts;
    }

    private static float[][][] constant(int frames, float value) {
        float[][][] all = new float[frames][1][CELLS];
        for (float[][] frame : all) {
            Arrays.fill(frame[0], value);
        }
        return all;
    }

    private Path scan(float[][][] counts, float flat, int angles) {
        Path file = folder.resolve("scan.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup exchange = hdf.putGroup("exchange");
            exchange.putDataset("data", counts);
            exchange.putDataset("data_white", constant(2, flat));
            exchange.putDataset("data_dark", constant(2, 100));
            exchange.putDataset("theta", ParallelBeam.uniformAngles(0, 180, angles));
        }
        return file;
    }

    private Session fbp(Path scan) {
        return Session.run("reconstruct", "--data", scan, "--method", "fbp", "--out", folder.resolve("x.npy"));
    }

    private void assertRefused(Path scan, String part) throws IOException {
        Session session = fbp(scan);
        assertEquals(2, session.code(), session.err());
        assertTrue(session.err().startsWith("preimage: ") && session.err().contains(part), session.err());
        assertEquals(1, session.err().lines().count(), session.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void findsTheAxisAndReconstructs() throws IOException {
        Path scan = scan(counts(), 10000, VIEWS);
        Session said = Session.run("data", scan);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("rotation axis column 24."), said.out());
        Session done = fbp(scan);
        assertEquals(0, done.code(), done.err());
        Image x = Npy.read(folder.resolve("x.npy"));
        Image truth = phantom.render(Space.image(x.space().size(0), x.space().size(1), 1), 8);
        assertTrue(ImageQuality.of(truth, x).psnr() > 20);
    }

    @Test
    void preparationIsChosenByOptions() throws IOException {
        float[][][] counts = counts();
        for (int view = 0; view < VIEWS; view++) {
            // A cell that is a third too bright, and a zinger.
            counts[view][0][30] = 100 + 1.3f * (counts[view][0][30] - 100);
        }
        counts[20][0][15] = 60000;
        Path scan = scan(counts, 10000, VIEWS);
        Path plain = folder.resolve("plain.npy");
        Path clean = folder.resolve("clean.npy");
        assertEquals(
                0,
                Session.run("reconstruct", "--data", scan, "--method", "fbp", "--axis", "24.5", "--out", plain)
                        .code());
        Session done = Session.run(
                "reconstruct",
                "--data",
                scan,
                "--method",
                "fbp",
                "--axis",
                "24.5",
                "--flats",
                "median",
                "--zingers",
                "--rings",
                "sorting:7",
                "--pad",
                "10",
                "--out",
                clean,
                "--report",
                folder.resolve("report"));
        assertEquals(0, done.code(), done.err());
        Image truth = phantom.render(Space.image(CELLS, CELLS, 1), 8);
        double before = ImageQuality.of(truth, Npy.read(plain)).psnr();
        double after = ImageQuality.of(truth, Npy.read(clean)).psnr();
        assertTrue(after > before + 3, before + " dB before, " + after + " dB after");
        String page = Files.readString(folder.resolve("report").resolve("index.html"));
        for (String fact :
                new String[] {"medians of flats", "values replaced", "removed by sorting", "10 cells on both"}) {
            assertTrue(page.contains(fact), fact);
        }
        Path scaled = folder.resolve("hounsfield.npy");
        Session units = Session.run(
                "reconstruct",
                "--data",
                scan,
                "--method",
                "fbp",
                "--axis",
                "24.5",
                "--hounsfield",
                "0.05",
                "--out",
                scaled);
        assertEquals(0, units.code(), units.err());
        assertEquals(
                1000 * (Npy.read(plain).data()[500] / 0.05 - 1),
                Npy.read(scaled).data()[500],
                0.1);
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        Path scan = scan(counts(), 10000, VIEWS);
        String[][] bad = {
            {"--rings", "magic"},
            {"--rings", "sorting:4"},
            {"--flats", "best"},
            {"--axis", "nowhere"},
            {"--axis", "offset"},
            {"--paganin", "energy=20"},
            {"--pad", "-3"},
            {"--zingers", "1"},
            {"--hounsfield", "0"},
        };
        for (String[] option : bad) {
            Session session = Session.run(
                    "reconstruct",
                    "--data",
                    scan,
                    "--method",
                    "fbp",
                    option[0],
                    option[1],
                    "--out",
                    folder.resolve("x.npy"));
            assertEquals(2, session.code(), option[0] + " " + session.err());
            assertEquals(1, session.err().lines().count(), session.err());
        }
        assertFalse(Files.exists(folder.resolve("x.npy")));
    }

    @Test
    void flatsOfZero() throws IOException {
        assertRefused(scan(counts(), 0, VIEWS), "the flats are missing or zero");
    }

    @Test
    void anglesThatDoNotMatch() throws IOException {
        assertRefused(scan(counts(), 10000, VIEWS - 3), "37");
    }

    @Test
    void countsThatAreNotNumbers() throws IOException {
        float[][][] counts = counts();
        counts[3][0][5] = Float.NaN;
        assertRefused(scan(counts, 10000, VIEWS), "NaN");
    }

    @Test
    void notHdf5() throws IOException {
        Path file = folder.resolve("scan.h5");
        Files.writeString(file, "no scan at all");
        assertRefused(file, "is not a scan that is read: neither HDF5, MATLAB");
        assertFalse(Files.exists(folder.resolve("x.npy")));
    }
}
