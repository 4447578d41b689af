package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Tiff;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.ConeBeam;

/** What {@code preimage data} says of scans of each format. */
class DataCommandTest {
    @TempDir
    Path folder;

    private static Image numbered(Space space) {
        Image image = Image.zeros(space);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = i;
        }
        return image;
    }

    private static String said(Object... args) {
        Session session = Session.run(args);
        assertEquals(0, session.code(), session.err());
        return session.out();
    }

    private static void assertSays(String out, String... lines) {
        for (String line : lines) {
            assertTrue(out.lines().anyMatch(l -> l.equals(line)), line + " is not in\n" + out);
        }
    }

    private static void assertRefused(String why, Object... args) {
        Session session = Session.run(args);
        assertEquals(2, session.code(), session.out());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.err().startsWith("preimage: ") && session.err().contains(why), session.err());
    }

    private Path nikon() throws IOException {
        for (int k = 0; k < 4; k++) {
            Tiff.write(folder.resolve("a_" + k + ".tif"), numbered(Space.image(6, 3, 1)));
        }
        return Files.writeString(
                folder.resolve("a.xtekct"),
                "[XTekCT]\nName=a\nProjections=4\nDetectorPixelsX=6\nDetectorPixelsY=3\nDetectorPixelSizeX=0.2\n"
                        + "DetectorPixelSizeY=0.2\nSrcToObject=100\nSrcToDetector=400\nInitialAngle=0\n"
                        + "AngularStep=90\nWhiteLevel=60000\n");
    }

    @Test
    void coneBeamOfNikonWithItsSpec() throws IOException {
        Path file = nikon();
        for (Path path : new Path[] {file, folder}) {
            assertSays(
                    said("data", path),
                    path + ": raw cone-beam scan (Nikon .xtekct)",
                    "  projections  (4, 3, 6) : angles, detector rows, detector columns",
                    "  flats        1, darks 1",
                    "  values       0 to 17, taken as detector counts",
                    "  type         32-bit float",
                    "  source       100 mm to the axis, 400 mm to the detector, magnification 4",
                    "  voxel        0.05 mm",
                    "  angles       4 from 180 to -90 degrees, step -90",
                    "  image        (3, 6, 6) as wide as the detector sees",
                    "  SPEC         preimage data " + path + " --spec");
        }
        BeamSpec spec = (BeamSpec) OperatorSpec.parse(said("data", file, "--spec"), folder);
        assertEquals(100, ((ConeBeam) spec.beam()).sourceToAxis());
        Files.writeString(file, Files.readString(file).replace("Projections=4", "Projections=7"));
        assertRefused("it says 7 projections of 3 x 6 pixels, but there are 4", "data", file);
    }

    @Test
    void stacksWithoutAnglesSaySo() throws IOException {
        Path tiff = folder.resolve("s.tif");
        Tiff.write(tiff, numbered(Space.volume(6, 3, 4, 1)));
        assertSays(
                said("data", tiff),
                tiff + ": array of shape (4, 3, 6), real (TIFF stack)",
                "  values       0 to 71, taken as line integrals",
                "  axes         pages taken as projections",
                "  missing      angles: they must be given, by --angles or a SPEC");
        assertSays(said("data", tiff, "--row", "1"), "  values       6 to 65 in row 1, taken as line integrals");
        assertRefused("has the rows 0 to 2", "data", tiff, "--row", "3");
        assertRefused("--spec is for scans that state one", "data", tiff, "--spec");
        assertSays(said("data", folder), folder + ": raw scan (folder of TIFF files)");
        Path npy = folder.resolve("p.npy");
        Npy.write(npy, numbered(Space.image(5, 7, 1)));
        assertSays(said("data", npy), "  axes         [7, 5] taken as (angles, cells)");
        // No scan, and still an array.
        Npy.write(npy, Image.zeros(Space.image(2, 2, 1).complex()));
        assertSays(said("data", npy), npy + ": array of shape (2, 2), complex");
    }

    @Test
    void hdf5NeedsTheNameOfAnArray() {
        Path file = folder.resolve("x.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putDataset("proj", new float[4][3][6]);
        }
        assertRefused("name an array as x.h5:/NAME; there are: /proj (4, 3, 6)", "data", file);
        assertSays(said("data", file + ":/proj"), "  array        /proj, [4, 3, 6] taken as (angles, rows, cells)");
    }

    @Test
    void dxchangeWithoutFlatsIsDescribed() {
        Path file = folder.resolve("x.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putGroup("exchange").putDataset("data", new float[4][3][6]);
        }
        assertSays(
                said("data", file),
                file + ": raw scan (DXchange HDF5)",
                "  flats        none, darks none",
                "  missing      angles: they must be given, by --angles or a SPEC; flats, which detector counts need");
    }

    @Test
    void badFoldersAreNamed() throws IOException {
        assertRefused(folder + " holds no projections", "data", folder);
        Path text = Files.writeString(folder.resolve("a.dat"), "text");
        assertRefused("is not a scan that is read", "data", text);
    }
}
