package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.FanBeam;

class ScanFilesTest {
    @TempDir
    Path folder;

    private Path at(String name) {
        return folder.resolve(name);
    }

    /** Every block of rows holds what {@link Samples#value} says. */
    private static void assertHoldsTheSample(Path file) throws IOException {
        try (ScanFile scan = ScanFiles.open(file)) {
            assertEquals(Samples.VIEWS, scan.views());
            assertEquals(Samples.CELLS, scan.cells());
            for (int first = 0; first < scan.rows(); first++) {
                for (int n = 1; first + n <= scan.rows(); n++) {
                    Image block = scan.projections(first, n);
                    assertArrayEquals(
                            new int[] {Samples.CELLS, n, Samples.VIEWS},
                            block.space().sizes());
                    int i = 0;
                    for (int k = 0; k < Samples.VIEWS; k++) {
                        for (int r = first; r < first + n; r++) {
                            for (int c = 0; c < Samples.CELLS; c++) {
                                assertEquals(Samples.value(k, r, c), block.data()[i++], file.toString());
                            }
                        }
                    }
                }
            }
            int rows = scan.rows();
            for (int[] bad : new int[][] {{-1, 1}, {0, 0}, {rows, 1}, {0, rows + 1}, {1, Integer.MAX_VALUE}}) {
                assertThrows(IllegalArgumentException.class, () -> scan.projections(bad[0], bad[1]));
            }
        }
    }

    private void refused(String why, Path file) {
        String message = assertThrows(
                        IOException.class, () -> ScanFiles.open(file).close())
                .getMessage();
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void numpy() throws IOException {
        assertHoldsTheSample(Samples.npy(at("c.npy"), false));
        assertHoldsTheSample(Samples.npy(at("f.npy"), true));
        try (ScanFile scan = ScanFiles.open(at("c.npy"))) {
            assertEquals(ScanFile.Quantity.COUNTS, scan.quantity());
            assertEquals("16-bit unsigned", scan.facts().get("type"));
            assertTrue(scan.angles().isEmpty() && scan.flats(0, 1).isEmpty());
        }
        Npy.write(at("line.npy"), Image.zeros(Space.vector(4)));
        refused("(angles, cells)", at("line.npy"));
        Npy.write(at("complex.npy"), Image.zeros(Space.image(2, 2, 1).complex()));
        refused("complex", at("complex.npy"));
        Npy.write(at("plane.npy"), new Image(Space.image(3, 2, 1), new float[] {1, 2, 3, 4, 5, 6}));
        try (ScanFile scan = ScanFiles.open(at("plane.npy"))) {
            assertEquals(1, scan.rows());
            assertEquals(2, scan.views());
            assertEquals(ScanFile.Quantity.LINE_INTEGRALS, scan.quantity());
            assertEquals(
                    Space.of(new Axis(Role.DETECTOR, 3), new Axis(Role.DETECTOR_ROW, 1), new Axis(Role.ANGLE, 2)),
                    scan.projections(0, 1).space());
        }
    }

    @Test
    void dxchange() throws IOException {
        for (boolean packed : new boolean[] {false, true}) {
            Path file = Samples.dxchange(at("s.h5"), packed);
            assertHoldsTheSample(file);
            try (ScanFile scan = ScanFiles.open(file)) {
                assertEquals(ScanFile.Quantity.COUNTS, scan.quantity());
                assertArrayEquals(Samples.angles(), scan.angles().orElseThrow());
                Image flats = scan.flats(2, 2).orElseThrow();
                assertArrayEquals(new int[] {Samples.CELLS, 2, 2}, flats.space().sizes());
                assertEquals(1003, flats.data()[Samples.CELLS]);
                assertEquals(2002, flats.data()[2 * Samples.CELLS]);
                assertEquals(1, scan.darks(0, 1).orElseThrow().space().size(2));
            }
        }
        // Recognised by content.
        assertHoldsTheSample(Files.move(at("s.h5"), at("s.bin")));
    }

    @Test
    void otherHdf5() throws IOException {
        try (WritableHdfFile hdf = HdfFile.write(at("x.h5"))) {
            hdf.putGroup("entry").putDataset("proj", Samples.frames());
        }
        refused("/entry/proj (5, 4, 6)", at("x.h5"));
        assertHoldsTheSample(Path.of(at("x.h5") + ":/entry/proj"));
        refused("no array of numbers /nothing", Path.of(at("x.h5") + ":/nothing"));
    }

    @Test
    void matlab73() throws IOException {
        assertHoldsTheSample(Samples.mat73Stack(at("stack.mat")));
        try (ScanFile scan = ScanFiles.open(at("stack.mat"))) {
            assertArrayEquals(Samples.angles(), scan.angles().orElseThrow(), 1e-9);
            assertEquals(
                    "/proj, MATLAB size 4 x 6 x 5 taken as (rows, cells, angles)",
                    scan.facts().get("array"));
        }
        assertHoldsTheSample(Path.of(at("stack.mat") + ":/proj"));
        refused("there are: /proj (4 x 6 x 5), /thetaRad (5 x 1)", Path.of(at("stack.mat") + ":/sino"));
        refused("two or three axes", Path.of(at("stack.mat") + ":/thetaRad"));
        assertFan(Samples.mat73Fan(at("fan.mat")));
    }

    private static void assertFan(Path file) throws IOException {
        assertHoldsTheSample(file);
        try (ScanFile scan = ScanFiles.open(file)) {
            FanBeam beam = assertInstanceOf(FanBeam.class, scan.beam().orElseThrow());
            assertEquals(410.66, beam.sourceToAxis(), 1e-9);
            assertEquals(553.74, beam.sourceToDetector(), 1e-9);
            assertEquals(0.2, beam.spacing(), 1e-12);
            assertEquals((Samples.CELLS - 1) / 2.0, beam.center());
            assertArrayEquals(new double[] {0, 30, 60, 95, 130}, beam.angles());
            assertArrayEquals(beam.angles(), scan.angles().orElseThrow());
            assertEquals(0.2 * 410.66 / 553.74, beam.image().spacing(0), 1e-9);
            assertEquals(ScanFile.Quantity.LINE_INTEGRALS, scan.quantity());
        }
    }

    @Test
    void matlab5() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (boolean packed : new boolean[] {false, true}) {
                assertFan(Samples.mat5Fan(at("fan5.mat"), packed, order));
            }
        }
        refused("there are: /note (2 x 2), /CtDataLimited/sinogram (5 x 6)", Path.of(at("fan5.mat") + ":/x"));
        Samples.Mat5Writer w = new Samples.Mat5Writer(ByteOrder.LITTLE_ENDIAN);
        Files.write(at("none.mat"), w.file(true, w.doubles("a", 1, 3, 1, 2, 3)));
        refused("no array of numbers with two or three axes", at("none.mat"));
    }

    @Test
    void aMatrixHasItsAnglesWhereTheVectorFits() throws IOException {
        Samples.Mat5Writer w = new Samples.Mat5Writer(ByteOrder.LITTLE_ENDIAN);
        byte[] sinogram = w.floats("sino", 3, 2, 11, 12, 13, 21, 22, 23);
        Files.write(at("a.mat"), w.file(false, sinogram, w.doubles("anglesRad", 2, 1, 0, Math.PI / 2)));
        try (ScanFile scan = ScanFiles.open(at("a.mat"))) {
            assertEquals(2, scan.views());
            assertArrayEquals(new double[] {0, 90}, scan.angles().orElseThrow(), 1e-12);
            assertArrayEquals(
                    new float[] {11, 12, 13, 21, 22, 23}, scan.projections(0, 1).data());
        }
        Files.write(at("b.mat"), w.file(false, sinogram));
        try (ScanFile scan = ScanFiles.open(at("b.mat"))) {
            assertEquals(3, scan.views());
            assertTrue(scan.angles().isEmpty());
            assertArrayEquals(
                    new float[] {11, 21, 12, 22, 13, 23}, scan.projections(0, 1).data());
        }
    }

    @Test
    void tiffStacks() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (boolean big : new boolean[] {false, true}) {
                for (int perStrip : new int[] {1, 3, Samples.ROWS}) {
                    Path file = Samples.tiff(at("a.tif"), big, order, perStrip, 0, Samples.VIEWS);
                    assertHoldsTheSample(file);
                    assertEquals(
                            Space.volume(Samples.CELLS, Samples.ROWS, Samples.VIEWS, 1),
                            Tiff.read(file).space());
                }
            }
        }
        Samples.tiff(at("one.tif"), true, ByteOrder.LITTLE_ENDIAN, 2, 3, 1);
        try (ScanFile scan = ScanFiles.open(at("one.tif"))) {
            assertEquals(Samples.ROWS, scan.views());
            assertEquals(1, scan.rows());
            assertEquals(Samples.value(3, 2, 1), scan.projections(0, 1).data()[2 * Samples.CELLS + 1]);
        }
    }

    @Test
    void foldersOfTiffs() throws IOException {
        Path scan = Files.createDirectories(at("scan/proj")).getParent();
        for (int k = 0; k < Samples.VIEWS; k++) {
            // 8, 9, 10, 11, 12: the order of numbers is not the order of letters.
            Samples.tiff(scan.resolve("proj/p" + (8 + k) + ".tif"), false, ByteOrder.LITTLE_ENDIAN, 2, k, 1);
        }
        Samples.tiff(scan.resolve("di0001.TIF"), false, ByteOrder.BIG_ENDIAN, 2, 1, 1);
        Samples.tiff(
                Files.createDirectories(scan.resolve("flats")).resolve("x.tif"), true, ByteOrder.BIG_ENDIAN, 2, 2, 3);
        Files.writeString(scan.resolve("angles.txt"), "# degrees\n0 30\n60, 95; 130\n");
        assertHoldsTheSample(scan);
        try (ScanFile open = ScanFiles.open(scan)) {
            assertArrayEquals(Samples.angles(), open.angles().orElseThrow());
            Image flats = open.flats(1, 1).orElseThrow();
            assertEquals(3, flats.space().size(2));
            assertEquals(Samples.value(3, 1, 0), flats.data()[Samples.CELLS]);
            assertEquals(Samples.value(1, 3, 0), open.darks(3, 1).orElseThrow().data()[0]);
        }
        Files.writeString(scan.resolve("angles.txt"), "0 30 sixty");
        refused("\"sixty\" where a number is needed", scan);
        Files.writeString(scan.resolve("angles.txt"), "0 30 60");
        refused("has 3 angles, but there are 5 projections", scan);
        Files.delete(scan.resolve("angles.txt"));
        Tiff.write(scan.resolve("proj/p99.tif"), Image.zeros(Space.image(6, 3, 1)));
        refused("but the first of the scan", scan);
        Files.createDirectories(at("empty"));
        refused("holds no projections", at("empty"));
    }

    @Test
    void nikon() throws IOException {
        Path file = Samples.nikon(at("n"), "CentreOfRotationTop=0.3\r\nCentreOfRotationBottom=0.3\r\n");
        assertHoldsTheSample(file);
        assertHoldsTheSample(at("n"));
        try (ScanFile scan = ScanFiles.open(at("n"))) {
            ConeBeam beam = assertInstanceOf(ConeBeam.class, scan.beam().orElseThrow());
            assertEquals(100, beam.sourceToAxis());
            assertEquals(400, beam.sourceToDetector());
            assertEquals(2.5 + 0.3 / 0.2, beam.center(), 1e-12);
            assertEquals(1.5, beam.detector().rowCenter());
            assertEquals(0.4, beam.detector().rowSpacing());
            assertArrayEquals(new double[] {170, 98, 26, -46, -118}, beam.angles(), 1e-12);
            assertEquals(0.05, beam.image().spacing(0), 1e-12);
            assertEquals(0.1, beam.image().spacing(2), 1e-12);
            assertEquals(60000, scan.flats(0, 1).orElseThrow().data()[0]);
            assertEquals(0, scan.darks(0, 1).orElseThrow().data()[0]);
            assertEquals("120 kV", scan.facts().get("tube"));
            assertEquals(0.2, scan.projections(0, 1).space().spacing(0));
        }
        Samples.nikon(at("n"), "ObjectOffsetX=0.05\r\n");
        Files.writeString(at("n/_ctdata.txt"), "Projection\tAngle(deg)\n1\t0.5\n2\t72.5\n3\t144.5\n4\t217\n5\t288.5\n");
        try (ScanFile scan = ScanFiles.open(file)) {
            assertEquals(2.5 + 0.05 * 4 / 0.2, scan.beam().orElseThrow().center(), 1e-12);
            assertArrayEquals(
                    new double[] {170, 98, 26, -46.5, -118}, scan.angles().orElseThrow(), 1e-9);
        }
        // Of another direction: not these angles.
        Files.writeString(at("n/_ctdata.txt"), "1\t0\n2\t-72\n3\t-144\n4\t-216\n5\t-300\n");
        Files.writeString(at("n/part.ang"), "Proj\tAngle(deg)\n1:\t0\n2:\t71.5\n3:\t144\n4:\t216\n5:\t288\n");
        try (ScanFile scan = ScanFiles.open(file)) {
            assertArrayEquals(
                    new double[] {170, 98.5, 26, -46, -118}, scan.angles().orElseThrow(), 1e-9);
            assertEquals("part.ang", scan.facts().get("angles from"));
        }
        String good = Files.readString(file);
        nikonRefused(file, good, "AngularStep=72", "", "has no AngularStep");
        nikonRefused(file, good, "Projections=5", "Projections=6", "it says 6 projections of 4 x 6 pixels");
        nikonRefused(file, good, "Projections=5", "Projections=1e9", "a whole number");
        nikonRefused(file, good, "SrcToObject=100", "SrcToObject=500", "the axis must lie between");
        nikonRefused(file, good, "SrcToObject=100", "SrcToObject=near", "\"near\" where a number is needed");
        nikonRefused(file, good, "WhiteLevel=60000", "WhiteLevel=0", "WhiteLevel 0.0");
        nikonRefused(file, good, "[XTekCT]", "[Other]", "no section [XTekCT]");
    }

    private void nikonRefused(Path file, String good, String old, String other, String why) throws IOException {
        Files.writeString(file, good.replace(old, other));
        refused(why, file);
    }

    @Test
    void theGivenDataSetsAreRecognised() throws IOException {
        try (ScanFile tooth = ScanFiles.open(SharedData.require("data/ct_tooth.h5"))) {
            assertEquals("DXchange HDF5", tooth.format());
            assertEquals(2, tooth.rows());
            Dxchange row = Dxchange.read(SharedData.require("data/ct_tooth.h5"), 1);
            assertArrayEquals(row.counts().data(), tooth.projections(1, 1).data());
            assertArrayEquals(
                    row.flats().data(), tooth.flats(1, 1).orElseThrow().data());
        }
        Path htc = SharedData.require("data/ct_htc2022_tb_sino.npy");
        try (ScanFile scan = ScanFiles.open(htc)) {
            assertEquals(549, scan.views());
            assertArrayEquals(Npy.read(htc).data(), scan.projections(0, 1).data());
        }
    }

    @Test
    void whatIsNoScanIsNamed() throws IOException {
        refused("there is no such file", at("none.h5"));
        Files.writeString(at("t.mat"), "just text");
        refused("is not a scan that is read", at("t.mat"));
        Files.write(at("empty.npy"), new byte[0]);
        refused("is not a scan that is read", at("empty.npy"));
        Samples.dicom(at("a.dcm"), true, 0, "1.2.840.10008.1.2.1");
        refused("reconstructed slice", at("a.dcm"));
        refused("only MATLAB and HDF5", Path.of(Samples.npy(at("c.npy"), false) + ":/data"));
    }
}
