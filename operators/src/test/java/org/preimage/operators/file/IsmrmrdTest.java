package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.Nufft;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** Files of the reference implementation of ISMRMRD. */
class IsmrmrdTest {
    private static final String CARTESIAN = "<trajectory>cartesian</trajectory>";
    private static final KSpaceFrame FIRST = KSpaceFrame.FIRST;
    private static final KSpaceFrame SECOND = FIRST.withRepetition(1);

    @TempDir
    Path folder;

    private IsmrmrdSample accelerated() throws IOException {
        return IsmrmrdSample.accelerated(folder.resolve("a.h5"));
    }

    private IsmrmrdSample coordinates() throws IOException {
        return IsmrmrdSample.coordinates(folder.resolve("b.h5"));
    }

    private static Image transformed(Path file) throws IOException {
        Image images = IsmrmrdSample.coilImages(file);
        FourierTransform fourier = FourierTransform.spatial(images.space());
        return new Image(fourier.range(), fourier.apply(images.data()));
    }

    @Test
    void kspaceIsTheTransformOfTheCoilImagesWhereItWasMeasured() throws IOException {
        Path path = accelerated().write();
        float[] full = transformed(path).data();
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            assertEquals("ISMRMRD HDF5", file.format());
            assertTrue(file.isCartesian());
            assertEquals(3, file.coils());
            assertEquals(new KSpaceFrame(1, 1, 1, 2, 1), file.counts());
            // 600 x 300 mm, twice as wide as wanted.
            assertEquals(
                    Space.of(new Axis(Role.X, 32, 18.75), new Axis(Role.Y, 16, 18.75)),
                    file.image().orElseThrow());
            assertTrue(file.pixelIsStated());
            assertEquals(2, file.oversampling());
            assertTrue(file.noise().isEmpty());
            assertTrue(file.trajectory(FIRST).isEmpty());
            for (KSpaceFrame frame : new KSpaceFrame[] {FIRST, SECOND}) {
                Image kspace = file.kspace(frame);
                SamplingMask mask = file.mask(frame);
                assertEquals(Role.COIL, kspace.space().axes().get(2).role());
                assertEquals(mask.space().axes(), kspace.space().axes().subList(0, 2));
                float[] expected = full.clone();
                for (int i = 0; i < expected.length; i++) {
                    int line = i / 2 / 32 % 16;
                    boolean block = line >= 5 && line <= 10;
                    boolean kept = line % 2 == frame.repetition() || block;
                    assertEquals(kept, mask.kept(i / 2 % 512));
                    expected[i] = kept ? expected[i] : 0;
                }
                assertTrue(Vectors.relativeDistance(kspace.data(), expected) < 1e-6);
            }
            assertArrayEquals(new int[] {32, 7}, file.mask(FIRST).calibration());
            assertEquals("cartesian", file.facts().get("trajectory"));
            assertEquals("32 x 16 x 1 over 600 x 300 x 6 mm", file.facts().get("encoded"));
            assertEquals("16 x 16 x 1 over 300 x 300 x 6 mm", file.facts().get("wanted"));
            assertEquals(
                    "acceleration 2 x 1, calibration interleaved", file.facts().get("stated"));
            assertEquals("22: 16 imaging, 6 calibration", file.facts().get("readouts"));
            assertFalse(file.facts().containsKey("partial"));
        }
    }

    @Test
    void calibrationLinesAlone() throws IOException {
        try (KSpaceFile file = KSpaceFiles.open(accelerated().write())) {
            SamplingMask lines = SamplingMask.ofData(file.calibration(FIRST).orElseThrow());
            assertEquals(6 * 32, lines.count());
            assertTrue(lines.kept(5 * 32) && lines.kept(10 * 32 + 31));
        }
        Path separate = accelerated().header("interleaved", "separate").write();
        try (KSpaceFile file = KSpaceFiles.open(separate)) {
            assertEquals(8 * 32, file.mask(FIRST).count());
            assertTrue(file.calibration(FIRST).isPresent());
        }
    }

    @Test
    void noiseIsApartFromTheData() throws IOException {
        Path path = coordinates().write();
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            Image noise = file.noise().orElseThrow();
            assertArrayEquals(new int[] {32, 2}, noise.space().sizes());
            double sigma = Vectors.norm(noise.data()) / Math.sqrt(noise.data().length);
            assertEquals(0.01, sigma, 0.002);
            float[] full = transformed(path).data();
            float[] data = file.kspace(FIRST).data();
            double error = Math.sqrt(Vectors.distanceSquared(data, full) / full.length);
            assertEquals(0.01, error, 0.001);
            assertEquals(512, file.mask(FIRST).count());
            assertEquals("33: 32 imaging, 1 noise", file.facts().get("readouts"));
        }
    }

    @Test
    void averagesAreAveraged() throws IOException {
        IsmrmrdSample sample = coordinates();
        float[] first;
        float[] second;
        try (KSpaceFile file = KSpaceFiles.open(sample.write())) {
            first = file.kspace(FIRST).data();
            second = file.kspace(SECOND).data();
        }
        for (int i = 17; i < 33; i++) {
            sample.readout(i, "idx/repetition", 0).readout(i, "idx/average", 1);
        }
        try (KSpaceFile file = KSpaceFiles.open(sample.write())) {
            assertEquals(1, file.counts().repetition());
            float[] mean = new float[first.length];
            Vectors.combine(0.5, first, 0.5, second, mean);
            assertTrue(Vectors.relativeDistance(file.kspace(FIRST).data(), mean) < 1e-6);
            assertTrue(file.facts().get("readouts").endsWith("2 averages"));
            assertEquals(
                    "repetition is 1, but the file has repetition 0 only",
                    assertThrows(IllegalArgumentException.class, () -> file.kspace(SECOND))
                            .getMessage());
        }
    }

    @Test
    void slicesContrastsAndOthersAreKeptApart() throws IOException {
        IsmrmrdSample sample = coordinates();
        float[] first;
        float[] second;
        try (KSpaceFile file = KSpaceFiles.open(sample.write())) {
            first = file.kspace(FIRST).data();
            second = file.kspace(SECOND).data();
        }
        for (String counter : new String[] {"slice", "contrast", "phase", "set"}) {
            IsmrmrdSample changed = coordinates();
            for (int i = 17; i < 33; i++) {
                changed.readout(i, "idx/repetition", 0).readout(i, "idx/" + counter, 1);
            }
            try (KSpaceFile file = KSpaceFiles.open(changed.write())) {
                KSpaceFrame other = new KSpaceFrame(
                        counter.equals("slice") ? 1 : 0,
                        counter.equals("contrast") ? 1 : 0,
                        counter.equals("phase") ? 1 : 0,
                        0,
                        counter.equals("set") ? 1 : 0);
                assertArrayEquals(first, file.kspace(FIRST).data());
                assertArrayEquals(second, file.kspace(other).data());
            }
        }
    }

    @Test
    void flagsDiscardedSamplesAndTheCentre() throws IOException {
        float[] whole;
        try (KSpaceFile file = KSpaceFiles.open(coordinates().write())) {
            whole = file.kspace(FIRST).data();
        }
        IsmrmrdSample sample = coordinates()
                // Line 3 without its first 2 and last 5 samples, line 4 navigates, line 5 is from another encoding
                // space,
                // line 6 runs backwards, line 7 is two samples late.
                .readout(4, "discard_pre", 2)
                .readout(4, "discard_post", 5)
                .readout(5, "flags", 1 << 22)
                .readout(6, "encoding_space_ref", 1)
                .readout(7, "flags", 1 << 21)
                .readout(8, "center_sample", 14)
                .readout(8, "discard_post", 2);
        try (KSpaceFile file = KSpaceFiles.open(sample.write())) {
            float[] data = file.kspace(FIRST).data();
            SamplingMask mask = file.mask(FIRST);
            for (int x = 0; x < 32; x++) {
                assertEquals(x >= 2 && x < 27, mask.kept(3 * 32 + x));
                assertFalse(mask.kept(4 * 32 + x) || mask.kept(5 * 32 + x));
                assertEquals(x >= 2 && x < 27 ? whole[2 * (3 * 32 + x)] : 0, data[2 * (3 * 32 + x)]);
                assertEquals(whole[2 * (6 * 32 + x)], data[2 * (6 * 32 + (32 - x) % 32)]);
                assertEquals(x < 2 ? 0 : whole[2 * (7 * 32 + x - 2)], data[2 * (7 * 32 + x)]);
            }
            assertEquals(
                    "33: 30 imaging, 1 noise, 1 navigation, 1 of another encoding space; 1 reversed, no phase correction",
                    file.facts().get("readouts"));
        }
    }

    @Test
    void limitsPlaceTheLines() throws IOException {
        Path path =
                accelerated().header("<center>8</center>", "<center>6</center>").write();
        float[] full = transformed(path).data();
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            // Step 0 comes to line 2, and the last step would be at line 16.
            IOException e = assertThrows(IOException.class, () -> file.kspace(FIRST));
            assertEquals(
                    path
                            + " contradicts itself: readout 10 has the first phase-encoding step 14, which is place 16 on a grid of"
                            + " 16 rows",
                    e.getMessage());
        }
        IsmrmrdSample sample = accelerated().header("<center>8</center>", "<center>6</center>");
        for (int i = 8; i < 22; i++) {
            sample.readout(i, "idx/slice", 1);
        }
        try (KSpaceFile file = KSpaceFiles.open(sample.write())) {
            float[] data = file.kspace(FIRST).data();
            for (int x = 0; x < 64; x++) {
                assertEquals(full[2 * 32 * 4 + x], data[2 * 32 * 6 + x], 1e-6);
            }
            assertTrue(file.facts().get("partial").startsWith("6 samples before and 9 after zero frequency"));
        }
    }

    @Test
    void dataAlongATrajectory() throws IOException {
        Path path = coordinates().write();
        float[] grid;
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            grid = file.kspace(FIRST).data();
        }
        Image wide = IsmrmrdSample.coilImages(path);
        Path radial = coordinates()
                .header(CARTESIAN, "<trajectory>radial</trajectory>")
                .write();
        try (KSpaceFile file = KSpaceFiles.open(radial)) {
            assertFalse(file.isCartesian());
            Trajectory trajectory = file.trajectory(FIRST).orElseThrow();
            assertEquals(2, trajectory.dimensions());
            assertEquals(32, trajectory.samples());
            assertEquals(16, trajectory.shots());
            for (int i = 0; i < 512; i++) {
                // 32 samples over twice the field of view.
                assertEquals((i % 32 - 16) / 2f, trajectory.at(i, 0));
                assertEquals(i / 32 - 8, trajectory.at(i, 1));
            }
            Image data = file.kspace(FIRST);
            assertEquals(trajectory.data(2), data.space());
            assertArrayEquals(grid, data.data());
            assertEquals(Space.image(16, 16, 18.75), file.image().orElseThrow());
            assertEquals("radial, stored in cycles per pixel", file.facts().get("trajectory"));
            assertThrows(IllegalArgumentException.class, () -> file.mask(FIRST));
            // The wanted field of view is the middle half of the coil images, outside of which they are zero.
            Space image = file.image().orElseThrow().complex();
            float[] first = new float[image.length()];
            for (int y = 0; y < 16; y++) {
                System.arraycopy(wide.data(), 2 * (32 * y + 8), first, 32 * y, 32);
            }
            Space coil = image.with(new Axis(Role.COIL, 1));
            float[] predicted = new Nufft(coil, trajectory).apply(first);
            float[] measured = Arrays.copyOf(data.data(), predicted.length);
            // Both are unitary, on grids of 256 and 512 points.
            Vectors.scale(Math.sqrt(2), measured);
            double error = Math.sqrt(Vectors.distanceSquared(predicted, measured) / measured.length);
            assertEquals(0.01 * Math.sqrt(2), error, 0.002);
        }
    }

    @Test
    void stackOfSpokesInACompressedTable() throws IOException {
        try (KSpaceFile file =
                KSpaceFiles.open(IsmrmrdSample.stack(folder.resolve("s.h5")).write())) {
            Trajectory trajectory = file.trajectory(FIRST).orElseThrow();
            assertEquals(3, trajectory.dimensions());
            assertEquals(24, trajectory.shots());
            float[] data = file.kspace(FIRST).data();
            for (int shot = 0; shot < 24; shot++) {
                double angle = Math.PI * (shot % 6) / 6;
                for (int s = 0; s < 16; s++) {
                    int i = 16 * shot + s;
                    // The field of view is 0.2 m.
                    assertEquals((s - 8) * Math.cos(angle), trajectory.at(i, 0), 1e-5);
                    assertEquals((s - 8) * Math.sin(angle), trajectory.at(i, 1), 1e-5);
                    assertEquals(shot / 6 - 2, trajectory.at(i, 2));
                    for (int c = 0; c < 2; c++) {
                        float expected = 16 * c + s + 100 * (shot % 6) + 1000 * (shot / 6);
                        assertEquals(expected, data[2 * (384 * c + i)]);
                        assertEquals(expected, data[2 * (384 * c + i) + 1]);
                    }
                }
            }
            Space image = file.image().orElseThrow();
            assertArrayEquals(new int[] {16, 16, 4}, image.sizes());
            assertEquals(15, image.spacing(2));
            assertEquals("radial, stored in 1/m", file.facts().get("trajectory"));
            assertEquals("Test One 2.89 T", file.facts().get("system"));
        }
    }

    @Test
    void partialFourierVolume() throws IOException {
        try (KSpaceFile file =
                KSpaceFiles.open(IsmrmrdSample.partial(folder.resolve("p.h5")).write())) {
            Image kspace = file.kspace(FIRST);
            assertArrayEquals(new int[] {10, 12, 4, 2}, kspace.space().sizes());
            for (int c = 0; c < 2; c++) {
                for (int z = 0; z < 4; z++) {
                    for (int y = 0; y < 12; y++) {
                        for (int x = 0; x < 10; x++) {
                            // Step 2 is at ky = 0, which is line 6.
                            float expected = y < 4 ? 0 : 10 * c + x + 100 * (y - 4) + 1000 * z;
                            int at = 2 * (x + 10 * (y + 12 * (z + 4 * c)));
                            assertEquals(expected, kspace.data()[at]);
                            assertEquals(-2 * expected, kspace.data()[at + 1], 0.0f);
                        }
                    }
                }
            }
            assertEquals(10 * 8 * 4, file.mask(FIRST).count());
            assertEquals(
                    "2 samples before and 5 after zero frequency along the first phase encoding",
                    file.facts().get("partial"));
        }
    }

    @Test
    void groupsAreNamed() throws IOException {
        Path path = accelerated().write();
        assertTrue(KSpaceFiles.isKSpace(path));
        Path named = Path.of(path + ":/dataset");
        assertTrue(KSpaceFiles.isKSpace(named));
        try (KSpaceFile file = KSpaceFiles.open(named)) {
            assertEquals(3, file.coils());
        }
        assertFalse(KSpaceFiles.isKSpace(Path.of(path + ":/dataset_2")));
        assertRefusedGroup(Path.of(path + ":/dataset_2"));
    }

    private void assertRefusedGroup(Path named) {
        IOException e = assertThrows(IOException.class, () -> KSpaceFiles.open(named));
        assertTrue(e.getMessage().contains("has no ISMRMRD group /dataset_2"), e.getMessage());
    }

    @Test
    void unitsOfTrajectories() {
        IsmrmrdEncoding.Grid grid = new IsmrmrdEncoding.Grid(new int[] {256, 128, 1}, new double[] {400, 200, 5});
        assertEquals(TrajectoryUnit.CYCLES_PER_PIXEL, TrajectoryUnit.of(0.5, grid));
        assertEquals(TrajectoryUnit.CYCLES_PER_FIELD, TrajectoryUnit.of(128, grid));
        assertEquals(TrajectoryUnit.PER_METRE, TrajectoryUnit.of(320, grid));
        assertThrows(IllegalArgumentException.class, () -> TrajectoryUnit.of(500, grid));
        IsmrmrdEncoding encoding = new IsmrmrdEncoding(
                grid,
                new IsmrmrdEncoding.Grid(new int[] {128, 128, 1}, new double[] {200, 200, 5}),
                "radial",
                Optional.empty(),
                Optional.empty(),
                1,
                1,
                "");
        // The edge of k-space, 0.5 / 1.5625 mm, is 64 cycles per 200 mm.
        assertEquals(64, 0.5 * TrajectoryUnit.CYCLES_PER_PIXEL.scale(encoding, 0), 1e-9);
        assertEquals(64, 128 * TrajectoryUnit.CYCLES_PER_FIELD.scale(encoding, 0), 1e-9);
        assertEquals(64, 320 * TrajectoryUnit.PER_METRE.scale(encoding, 0), 1e-9);
        assertEquals(64, 0.5 * TrajectoryUnit.CYCLES_PER_PIXEL.scale(encoding, 1), 1e-9);
    }
}
