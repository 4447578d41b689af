package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.file.Tiff;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.ParallelBeam;

/** Raw scans that are not DXchange, from their files to the slice through the command line. */
class ScanFormatsTest {
    private static final int CELLS = 47;
    private static final int VIEWS = 40;

    @TempDir
    Path folder;

    /** Projections of two equal rows, flats and darks as TIFF files; the axis is at cell 24.5. */
    private Path tiffFolder() throws IOException {
        ParallelBeam beam =
                new ParallelBeam(Space.image(32, 32, 1), CELLS, 1, 24.5, ParallelBeam.uniformAngles(0, 180, VIEWS));
        float[] p = SheppLogan.modified(32).times(0.05).sinogram(beam).data();
        Path scan = Files.createDirectory(folder.resolve("scan"));
        Space frame = Space.image(CELLS, 2, 1);
        for (int view = 0; view < VIEWS; view++) {
            Image counts = Image.zeros(frame);
            for (int i = 0; i < 2 * CELLS; i++) {
                counts.data()[i] = (float) (100 + 9900 * Math.exp(-p[view * CELLS + i % CELLS]));
            }
            Tiff.write(scan.resolve("proj_" + view + ".tif"), counts);
        }
        Tiff.write(scan.resolve("flat_0.tif"), filled(frame, 10000));
        Tiff.write(scan.resolve("dark_0.tif"), filled(frame, 100));
        return scan;
    }

    private static Image filled(Space space, float value) {
        Image image = Image.zeros(space);
        Arrays.fill(image.data(), value);
        return image;
    }

    private Session fbp(Path scan, Object... more) {
        Object[] args = {"reconstruct", "--data", scan, "--method", "fbp", "--out", folder.resolve("x.npy")};
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Session.run(all);
    }

    /** The distance from the phantom, as a part of its own size. */
    private static double error(Image slice) {
        Image truth = SheppLogan.modified(32).times(0.05).render(slice.space(), 4);
        return Math.sqrt(Vectors.distanceSquared(slice.data(), truth.data())) / Vectors.norm(truth.data());
    }

    private void assertRefused(Session session, String why) {
        assertEquals(2, session.code(), session.out());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.err().contains(why), session.err());
        assertFalse(Files.exists(folder.resolve("x.npy")));
    }

    @Test
    void aFolderOfTiffFilesNeedsItsAngles() throws IOException {
        Path scan = tiffFolder();
        assertRefused(fbp(scan), "states no angles: --angles or a SPEC must tell them");
        assertRefused(fbp(scan, "--angles", "0:x"), "is no file, and not of the form START:STOP");
        Path few = Files.writeString(folder.resolve("few.txt"), "0 1 2");
        assertRefused(fbp(scan, "--angles", few), "there are 3 angles, but the scan has 40 views");
        Path words = Files.writeString(folder.resolve("words.txt"), "0 1 two");
        assertRefused(fbp(scan, "--angles", words), "\"two\" in " + words + " is no angle in degrees");
        assertRefused(
                fbp(scan, "--angles", "0:180", "--axis", "50"),
                "the rotation axis is given at column 50.0, but the detector has the columns 0 to 46");
        Session session = fbp(scan, "--angles", "0:180");
        assertEquals(0, session.code(), session.err());
        Image slice = Npy.read(folder.resolve("x.npy"));
        assertArrayEquals(new int[] {CELLS, CELLS}, slice.space().sizes());
        double error = error(slice);
        assertTrue(error < 0.4, "error " + error);
        assertEquals(0, fbp(scan, "--angles", "0:180", "--axis", "22.5").code());
        double off = error(Npy.read(folder.resolve("x.npy")));
        assertTrue(off > 1.5 * error, "error " + error + ", with the axis two cells off " + off);
        Path spec = Files.writeString(
                folder.resolve("spec.json"),
                "{\"operator\": \"parallel-beam\", \"image\": {\"size\": [32, 32], \"pixel\": 1}, \"detector\": {\"count\": 47,"
                        + " \"spacing\": 1, \"center\": 24.5}, \"angles\": {\"start\": 0, \"stop\": 180, \"count\": 40}}");
        Path out = folder.resolve("y.npy");
        Session described = Session.run("reconstruct", spec, "--data", scan, "--method", "fbp", "--out", out);
        assertEquals(0, described.code(), described.err());
        assertTrue(error(Npy.read(out)) < 0.4);
        assertEquals(
                2,
                Session.run("reconstruct", spec, "--data", scan, "--method", "fbp", "--angles", "0:180", "--out", out)
                        .code());
    }

    @Test
    void aConeBeamScanGoesToAVolumeWithoutFurtherWords() throws IOException {
        Path header = Files.writeString(
                folder.resolve("ball.xtekct"),
                "[XTekCT]\nName=ball\nProjections=60\nDetectorPixelsX=40\nDetectorPixelsY=30\nDetectorPixelSizeX=0.8\n"
                        + "DetectorPixelSizeY=0.8\nSrcToObject=100\nSrcToDetector=200\nInitialAngle=0\n"
                        + "AngularStep=6\nWhiteLevel=60000\n");
        Image empty = Image.zeros(Space.image(40, 30, 1));
        for (int view = 0; view < 60; view++) {
            Tiff.write(folder.resolve(String.format("ball_%04d.tif", view)), empty);
        }
        ConeBeam beam;
        try (ScanFile scan = ScanFiles.open(header)) {
            beam = (ConeBeam) scan.beam().orElseThrow();
        }
        float[] p = EllipsoidPhantom.of(Ellipsoid.ball(0, 0, 0, 4, 0.2))
                .sinogram(beam)
                .data();
        for (int view = 0; view < 60; view++) {
            Image counts = Image.zeros(empty.space());
            for (int i = 0; i < counts.data().length; i++) {
                counts.data()[i] = (float) (60000 * Math.exp(-p[view * counts.data().length + i]));
            }
            Tiff.write(folder.resolve(String.format("ball_%04d.tif", view)), counts);
        }
        Path out = folder.resolve("volume.tif");
        Session session = Session.run("reconstruct", "--data", header, "--method", "fdk", "--out", out);
        assertEquals(0, session.code(), session.err());
        Image volume = Tiff.read(out);
        assertArrayEquals(beam.image().sizes(), volume.space().sizes());
        int nx = volume.space().size(0);
        int middle = (volume.space().size(2) / 2 * nx + nx / 2) * nx + nx / 2;
        assertEquals(0.2, volume.data()[middle], 0.01);
        Session row = Session.run("reconstruct", "--data", header, "--row", "3", "--method", "fdk", "--out", out);
        assertRefused(row, "is a cone-beam scan, of which the whole panel is reconstructed and no single row");
        Session parallel = Session.run("reconstruct", "--data", header, "--method", "gridding-fbp", "--out", out);
        assertRefused(parallel, "method gridding-fbp does not take the operator cone-beam");
    }

    @Test
    void aVolumeInHounsfieldUnitsIsAPhantom() throws IOException {
        Path hounsfield = folder.resolve("hu.tif");
        Image volume = Image.zeros(Space.volume(4, 4, 3, 1));
        Arrays.fill(volume.data(), 0, 16, -1200);
        Arrays.fill(volume.data(), 32, 48, 1000);
        Tiff.write(hounsfield, volume);
        Path spec = Files.writeString(
                folder.resolve("slice.json"),
                "{\"operator\": \"parallel-beam\", \"image\": {\"size\": [4, 4], \"pixel\": 1}, \"detector\": {\"count\": 4,"
                        + " \"spacing\": 1}, \"angles\": {\"list\": [0]}}");
        float[] expected = {0, 4 * 0.02f, 8 * 0.02f};
        for (int slice = 0; slice < 3; slice++) {
            Path out = folder.resolve("y" + slice + ".npy");
            Session session = Session.run(
                    "simulate", spec, "--image", hounsfield, "--slice", slice, "--hounsfield", "0.02", "--out", out);
            assertEquals(0, session.code(), session.err());
            assertEquals(expected[slice], Npy.read(out).data()[1], 1e-4f);
        }
        assertRefused(
                Session.run("simulate", spec, "--image", hounsfield, "--slice", "3", "--out", folder.resolve("x.npy")),
                "--slice is 3, but " + hounsfield + " has the slices 0 to 2");
    }
}
