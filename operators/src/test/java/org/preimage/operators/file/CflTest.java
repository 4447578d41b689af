package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class CflTest {
    @TempDir
    Path folder;

    private static Image numbered(Axis... axes) {
        Image image = Image.zeros(Space.of(axes).complex());
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = i + 0.25f;
        }
        return image;
    }

    private static Axis axis(Role role, int size) {
        return new Axis(role, size);
    }

    private Path pair(String name, String header, int values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 * values).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2 * values; i++) {
            data.putFloat(i);
        }
        Files.write(folder.resolve(name + ".cfl"), data.array());
        Files.writeString(folder.resolve(name + ".hdr"), header);
        return folder.resolve(name + ".cfl");
    }

    private List<Integer> dimensions(String name) throws IOException {
        return Arrays.stream(
                        Files.readAllLines(folder.resolve(name + ".hdr")).get(1).split(" "))
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void whatIsWrittenIsReadByAnyOfTheNames() throws IOException {
        Image image = numbered(axis(Role.KX, 5), axis(Role.KY, 4), axis(Role.COIL, 3));
        Cfl.write(folder.resolve("k"), image);
        assertEquals("# Dimensions", Files.readAllLines(folder.resolve("k.hdr")).get(0));
        assertEquals(List.of(5, 4, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), dimensions("k"));
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("k.cfl"))).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(8 * 60, bytes.remaining());
        assertEquals(7.25f, bytes.getFloat(28));
        for (String name : new String[] {"k", "k.cfl", "k.hdr"}) {
            assertEquals(image, withData(Cfl.readKSpace(folder.resolve(name)), image));
        }
        Image read = ImageFiles.read(folder.resolve("k.cfl"));
        assertEquals(
                Space.of(axis(Role.X, 5), axis(Role.Y, 4), axis(Role.COIL, 3)).complex(), read.space());
        assertEquals(16, Cfl.readAllDimensions(folder.resolve("k")).space().dimensions());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    /** The image with the other's array, where both hold the same numbers, so that they can be equal. */
    private static Image withData(Image image, Image other) {
        assertArrayEquals(other.data(), image.data());
        return new Image(image.space(), other.data());
    }

    @Test
    void rolesFindTheirDimensions() throws IOException {
        Cfl.write(
                folder.resolve("m"), numbered(axis(Role.X, 3), axis(Role.Y, 2), axis(Role.COIL, 4), axis(Role.MAP, 2)));
        assertEquals(List.of(3, 2, 1, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), dimensions("m"));
        Image shots = numbered(axis(Role.SAMPLE, 6), axis(Role.SHOT, 5), axis(Role.COIL, 2));
        Cfl.write(folder.resolve("s"), shots);
        assertEquals(List.of(1, 6, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), dimensions("s"));
        assertEquals(shots, withData(Cfl.readKSpace(folder.resolve("s")), shots));
        Image series = numbered(axis(Role.KX, 3), axis(Role.KY, 2), axis(Role.COIL, 4), axis(Role.TIME, 5));
        Cfl.write(folder.resolve("t"), series);
        assertEquals(List.of(3, 2, 1, 4, 1, 1, 1, 1, 1, 1, 5, 1, 1, 1, 1, 1), dimensions("t"));
        assertEquals(series, withData(Cfl.readKSpace(folder.resolve("t")), series));
        // Time before coils: the values are put in order.
        Image swapped = numbered(axis(Role.X, 2), axis(Role.TIME, 3), axis(Role.COIL, 2));
        Cfl.write(folder.resolve("w"), swapped);
        float[] read = Cfl.read(folder.resolve("w")).data();
        for (int x = 0; x < 2; x++) {
            for (int t = 0; t < 3; t++) {
                for (int c = 0; c < 2; c++) {
                    assertEquals(swapped.data()[2 * (x + 2 * t + 6 * c) + 1], read[2 * (x + 2 * c + 4 * t) + 1]);
                }
            }
        }
        // Real values have no imaginary part.
        Image real = new Image(Space.image(2, 1, 1), new float[] {3, 4});
        ImageFiles.write(folder.resolve("r.cfl"), real);
        assertArrayEquals(
                new float[] {3, 0, 4, 0}, Cfl.read(folder.resolve("r")).data());
        Image sinogram = numbered(axis(Role.DETECTOR, 3), axis(Role.ANGLE, 2));
        IOException e = assertThrows(IOException.class, () -> Cfl.write(folder.resolve("d.cfl"), sinogram));
        assertEquals(
                "cannot write " + folder.resolve("d.cfl") + ": an axis is DETECTOR, for which BART has no dimension",
                e.getMessage());
        Image twice = numbered(axis(Role.X, 3), axis(Role.KX, 2));
        e = assertThrows(IOException.class, () -> Cfl.write(folder.resolve("d.cfl"), twice));
        assertTrue(e.getMessage().contains("the axes X and KX would be the same dimension of BART's"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("d.cfl")) || Files.exists(folder.resolve("d.hdr")));
    }

    @Test
    void writingLeavesNothingHalfDone() throws IOException {
        Image image = numbered(axis(Role.X, 3));
        Files.createDirectories(folder.resolve("o.hdr"));
        IOException e = assertThrows(IOException.class, () -> Cfl.write(folder.resolve("o.cfl"), image));
        assertTrue(e.getMessage().contains("o.hdr: it exists and is not a file"), e.getMessage());
        assertThrows(IOException.class, () -> Cfl.write(folder.resolve("none/o.cfl"), image));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("o.hdr")), files.toList());
        }
    }

    @Test
    void otherSectionsOfAHeaderAreSkipped() throws IOException {
        Path file =
                pair("b", "# Command\nphantom x\r\n# Dimensions\r\n 2 03 1  \r\n# Files\n >x\n# Creator\nBART v0\n", 6);
        Image read = Cfl.read(file);
        assertEquals(Space.of(axis(Role.X, 2), axis(Role.Y, 3)).complex(), read.space());
        assertEquals(11, read.data()[11]);
        assertEquals(
                1, Cfl.read(pair("one", "# Dimensions\n1 1 1\n", 1)).space().points());
    }

    private void assertRefused(String why, Path file) {
        IOException e = assertThrows(IOException.class, () -> Cfl.read(file));
        String name = file.getFileName().toString().replaceAll("\\..*", "");
        assertTrue(
                e.getMessage().contains(why)
                        && e.getMessage().contains(folder.resolve(name).toString()),
                e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void damagedPairsAreRefused() throws IOException {
        assertRefused(
                "x.cfl is cut short: its header claims 4 x 3 complex values, but it has 80 bytes",
                pair("x", "# Dimensions\n4 3\n", 10));
        assertRefused(
                "x.cfl does not fit its header: that claims 4 x 3, which is 96 bytes, but there are 104",
                pair("x", "# Dimensions\n4 3\n", 13));
        String sixteen = " 9999999999".repeat(16);
        assertRefused("but 1 to 16 whole numbers of at least 1 are needed", pair("x", "# Dimensions\n" + sixteen, 1));
        assertRefused("is cut short", pair("x", "# Dimensions\n" + sixteen.replace("9999999999", "2147483647"), 1));
        assertRefused("has the dimensions \"\"", pair("x", "# Dimensions\n\n3 4\n", 12));
        assertRefused("has the dimensions \"\"", pair("x", "# Dimensions", 12));
        assertRefused("has the dimensions \"3 0\"", pair("x", "# Dimensions\n3 0\n", 12));
        assertRefused("has the dimensions \"3 -4\"", pair("x", "# Dimensions\n3 -4\n", 12));
        assertRefused("has the dimensions \"3 a?\"", pair("x", "# Dimensions\n3 a\u0007\n", 12));
        assertRefused("but 1 to 16", pair("x", "# Dimensions\n" + "1 ".repeat(17), 1));
        assertRefused("it has no line \"# Dimensions\"", pair("x", "nothing\n", 12));
        Files.delete(folder.resolve("x.hdr"));
        assertRefused("x.hdr, which holds its dimensions, is missing", folder.resolve("x.cfl"));
        pair("y", "# Dimensions\n1\n", 1);
        Files.delete(folder.resolve("y.cfl"));
        assertRefused("y.cfl, which holds its values, is missing", folder.resolve("y.hdr"));
    }

    @Test
    void pngAndTiffHoldNoComplexValues() throws IOException {
        Image image = new Image(Space.image(2, 1, 1).complex(), new float[] {3, 4, 0, -1});
        for (String name : new String[] {"a.png", "a.tif"}) {
            IOException e = assertThrows(IOException.class, () -> ImageFiles.write(folder.resolve(name), image));
            assertTrue(e.getMessage().contains("complex"), e.getMessage());
            ImageFiles.write(folder.resolve(name), image.magnitude());
        }
        assertArrayEquals(
                new float[] {5, 1}, ImageFiles.read(folder.resolve("a.tif")).data());
    }

    @Test
    void framesOfRawKSpace() throws IOException {
        Image series = numbered(
                axis(Role.KX, 3), axis(Role.KY, 2), axis(Role.COIL, 2), axis(Role.CHANNEL, 2), axis(Role.TIME, 4));
        Cfl.write(folder.resolve("k"), series);
        try (KSpaceFile file = KSpaceFiles.open(folder.resolve("k"))) {
            assertEquals(new KSpaceFrame(1, 2, 1, 4, 1), file.counts());
            assertEquals(2, file.coils());
            Image part = file.kspace(new KSpaceFrame(0, 1, 0, 2, 0));
            assertEquals(
                    SamplingMask.frequencies(file.image().orElseThrow()).axes(),
                    part.space().axes().subList(0, 2));
            int from = 24 * (1 + 2 * 2);
            assertArrayEquals(Arrays.copyOfRange(series.data(), from, from + 24), part.data());
            assertThrows(IllegalArgumentException.class, () -> file.kspace(new KSpaceFrame(1, 0, 0, 0, 0)));
            assertEquals(
                    "3 x 2 x 1 x 2 x 1 x 2 x 1 x 1 x 1 x 1 x 4 : 3 READ x 2 PHASE1 x 2 COIL x 2 TE x 4 TIME",
                    file.facts().get("dimensions"));
        }
        Cfl.write(folder.resolve("s"), numbered(axis(Role.SAMPLE, 6), axis(Role.SHOT, 5), axis(Role.COIL, 2)));
        try (KSpaceFile file = KSpaceFiles.open(folder.resolve("s.hdr"))) {
            assertFalse(file.isCartesian());
            assertTrue(
                    file.image().isEmpty() && file.trajectory(KSpaceFrame.FIRST).isEmpty());
            assertEquals(
                    Role.SHOT,
                    file.kspace(KSpaceFrame.FIRST).space().axes().get(1).role());
            assertThrows(IllegalArgumentException.class, () -> file.mask(KSpaceFrame.FIRST));
        }
        Cfl.write(
                folder.resolve("m"), numbered(axis(Role.X, 3), axis(Role.Y, 2), axis(Role.COIL, 4), axis(Role.MAP, 2)));
        IOException e = assertThrows(IOException.class, () -> KSpaceFiles.open(folder.resolve("m")));
        assertTrue(e.getMessage().contains("has 2 values along BART's dimension MAPS, which raw k-space has not"));
        Cfl.write(
                folder.resolve("z"),
                Image.zeros(Space.of(axis(Role.KX, 3), axis(Role.KY, 2)).complex()));
        try (KSpaceFile file = KSpaceFiles.open(folder.resolve("z"))) {
            e = assertThrows(IOException.class, () -> file.mask(KSpaceFrame.FIRST));
            assertTrue(e.getMessage().contains("holds k-space that is zero everywhere"), e.getMessage());
        }
    }

    @Test
    void complexNpyIsKSpace() throws IOException {
        Path path = folder.resolve("k.npy");
        Image kspace = numbered(axis(Role.KX, 4), axis(Role.KY, 3), axis(Role.COIL, 2));
        Arrays.fill(kspace.data(), 0, 8, 0);
        Arrays.fill(kspace.data(), 24, 32, 0);
        Npy.write(path, kspace);
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            assertEquals(2, file.coils());
            assertArrayEquals(kspace.data(), file.kspace(KSpaceFrame.FIRST).data());
            assertEquals(8, file.mask(KSpaceFrame.FIRST).count());
            assertFalse(file.pixelIsStated());
        }
        Npy.write(path, Image.zeros(Space.image(3, 2, 1)));
        assertFalse(KSpaceFiles.isKSpace(path));
        IOException e = assertThrows(IOException.class, () -> KSpaceFiles.open(path));
        assertEquals(
                path + " holds 32-bit float values of shape [2, 3], but k-space is complex of shape (coils, ky, kx)",
                e.getMessage());
    }

    @Test
    void bartsOwnTransform() throws IOException {
        Image phantom = Cfl.read(SharedData.require("refs/mr_phantom64.cfl"));
        Image transformed = Cfl.readKSpace(SharedData.require("refs/fft_u3_phantom64.hdr"));
        FourierTransform fourier = FourierTransform.spatial(phantom.space());
        assertEquals(fourier.range().sizes().length, transformed.space().dimensions());
        assertTrue(Vectors.relativeDistance(fourier.apply(phantom.data()), transformed.data()) < 1e-6);
        assertEquals(Field.COMPLEX, phantom.space().field());
        try (KSpaceFile file = KSpaceFiles.open(SharedData.require("refs/mr_ksp8_noisy.hdr"))) {
            assertEquals(8, file.coils());
            assertEquals(4096, file.mask(KSpaceFrame.FIRST).count());
        }
    }
}
