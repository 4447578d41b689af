package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.file.IsmrmrdSample;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;
import org.preimage.operators.spec.OperatorSpec;

/** What {@code preimage data} says of raw k-space, and what it saves of it. */
class KSpaceDataTest {
    @TempDir
    Path folder;

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

    private Path radial() throws IOException {
        return IsmrmrdSample.coordinates(folder.resolve("r.h5"))
                .header("<trajectory>cartesian</trajectory>", "<trajectory>radial</trajectory>")
                .write();
    }

    @Test
    void cartesianScanWithItsSpec() throws IOException {
        Path file = IsmrmrdSample.accelerated(folder.resolve("a.h5")).write();
        assertSays(
                said("data", file),
                file + ": raw k-space (ISMRMRD HDF5)",
                "  data         (3, 16, 32) : coils, ky, kx",
                "  values       magnitudes up to 1.134",
                "  matrix       32 x 16 : x, y",
                "  field        600 x 300 mm, pixels of 18.75 x 18.75 mm",
                "  coils        3",
                "  images       2 repetitions",
                "  sampling     uniform, every 2nd along ky; R = 1.45, 352 of 512 points; calibration 32 x 7",
                "  noise scan   none",
                "  oversampling 2.0 along the readout",
                "  stated       acceleration 2 x 1, calibration interleaved",
                "  readouts     22: 16 imaging, 6 calibration",
                "  SPEC         preimage data " + file + " --spec");
        // Seven lines are too few for ESPIRiT.
        assertEquals(
                "{\"operator\":\"mri\",\"image\":{\"size\":[32,16],\"pixel\":18.75},\"coils\":\"adaptive\",\"mask\":\"data\"}",
                said("data", file, "--spec").strip());
        Path out = folder.resolve("k.npy");
        said("data", file, "--kspace", out, "--repetition", 1);
        Image saved = ImageFiles.read(out);
        assertArrayEquals(new int[] {32, 16, 3}, saved.space().sizes());
        assertEquals(0, saved.data()[0]);
        assertTrue(saved.data()[2 * 32] != 0);
        assertRefused("repetition is 2, but the file has repetition 0 to 1", "data", file, "--repetition", 2);
        assertRefused("--trajectory: " + file + " has no trajectory", "data", file, "--trajectory", out);
        assertRefused("must end in .npy or .cfl", "data", file, "--kspace", folder.resolve("k.png"));
        assertRefused("is raw k-space", "data", file, "--row", 1);
    }

    @Test
    void radialScanWithItsTrajectory() throws IOException {
        Path file = radial();
        assertSays(
                said("data", file),
                "  data         (2, 16, 32) : coils, shots, samples",
                "  matrix       16 x 16 : x, y",
                "  sampling     16 shots of 32 samples, 2 coordinates up to 8 cycles per field of view",
                "  noise scan   32 samples of each coil",
                "  trajectory   radial, stored in cycles per pixel");
        assertRefused("save it with --trajectory OUT.npy", "data", file, "--spec");
        Path trajectory = folder.resolve("t.npy");
        Path kspace = folder.resolve("k.cfl");
        String spec = said("data", file, "--spec", "--trajectory", trajectory, "--kspace", kspace);
        MriSpec parsed = (MriSpec) OperatorSpec.parse(spec, folder);
        assertTrue(parsed.sampling() instanceof MriSpec.Trajectories);
        Image read = ImageFiles.read(trajectory);
        assertArrayEquals(new int[] {2, 32, 16}, read.space().sizes());
        assertEquals(-8, read.data()[0]);
        assertEquals(-7.5f, read.data()[2]);
        assertEquals(-7, read.data()[65]);
        Image data = Cfl.readKSpace(kspace);
        assertEquals(Role.SHOT, data.space().axes().get(1).role());
        // BART's trajectories have three coordinates.
        Path bart = folder.resolve("t.cfl");
        said("data", file, "--trajectory", bart);
        assertArrayEquals(new int[] {3, 32, 16}, Cfl.read(bart).space().sizes());
        // Nothing is written if something cannot be.
        Path other = folder.resolve("other.npy");
        assertRefused("does not exist", "data", file, "--kspace", other, "--trajectory", folder.resolve("no/t.npy"));
        assertFalse(Files.exists(other));
    }

    @Test
    void arraysAreTakenForKSpace() throws IOException {
        Space space = Space.of(new Axis(Role.KX, 16), new Axis(Role.KY, 14), new Axis(Role.COIL, 2))
                .complex();
        Image full = Image.zeros(space);
        Arrays.fill(full.data(), 2);
        Path npy = folder.resolve("k.npy");
        Npy.write(npy, full);
        assertSays(
                said("data", npy),
                npy + ": array taken as raw k-space (NumPy .npy)",
                "  field        of view not stated by the file",
                "  sampling     full",
                "  axes         [2, 14, 16] taken as (coils, ky, kx)");
        assertEquals(
                "{\"operator\":\"mri\",\"image\":{\"size\":[16,14],\"pixel\":1.0},\"coils\":\"espirit\"}",
                said("data", npy, "--spec").strip());
        Path cfl = folder.resolve("k.cfl");
        Cfl.write(cfl, full);
        assertSays(said("data", folder.resolve("k")), "  dimensions   16 x 14 x 1 x 2 : 16 READ x 14 PHASE1 x 2 COIL");
        Cfl.write(
                cfl,
                full.as(Space.of(new Axis(Role.X, 16), new Axis(Role.Y, 14), new Axis(Role.MAP, 2))
                        .complex()));
        assertSays(said("data", cfl), cfl + ": array of shape (2, 14, 16), complex");
        assertRefused("says nothing about a geometry", "data", cfl, "--spec");
        assertRefused("has 2 values along BART's dimension MAPS", "data", cfl, "--slice", 1);
        Files.write(cfl, new byte[100]);
        assertRefused("k.cfl is cut short", "data", cfl);
        Cfl.write(cfl, Image.zeros(space));
        assertRefused("holds k-space that is zero everywhere", "data", cfl);
        assertRefused("slice is -1", "data", npy, "--slice", -1);
    }

    private static String sampling(int nx, int ny, IntPredicate kept) {
        boolean[] points = new boolean[nx * ny];
        for (int i = 0; i < points.length; i++) {
            points[i] = kept.test(i);
        }
        return KSpaceSampling.words(new SamplingMask(SamplingMask.frequencies(Space.image(nx, ny, 1)), points))
                .replaceAll(";.*", "");
    }

    @Test
    void kindsOfSampling() {
        assertEquals("full", sampling(8, 20, i -> true));
        assertEquals("uniform, every 3rd along ky", sampling(8, 20, i -> i / 8 % 3 == 1));
        assertEquals("uniform, every 4th along ky", sampling(8, 20, i -> i / 8 % 4 == 0 || i / 8 >= 8 && i / 8 < 12));
        assertEquals(
                "uniform, every 2nd along kx, every 2nd along ky",
                sampling(
                        8,
                        20,
                        i -> i % 2 == 0 && i / 8 % 2 == 0 || i / 8 >= 8 && i / 8 < 12 && i % 8 > 2 && i % 8 < 6));
        assertEquals("one block of 8 x 14", sampling(8, 20, i -> i / 8 >= 6));
        assertEquals("one block of 6 x 20", sampling(8, 20, i -> i % 8 > 1));
        assertEquals("irregular", sampling(8, 20, i -> (i * 7919) % 11 < 4));
        assertEquals("irregular", sampling(8, 20, i -> i / 8 == 1 || i / 8 == 4 || i / 8 == 5));
        assertEquals("uniform, every 2nd along ky", sampling(8, 20, i -> i / 8 % 2 == 0 && i / 8 > 3));
    }
}
