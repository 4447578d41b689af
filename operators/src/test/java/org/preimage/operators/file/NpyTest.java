package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class NpyTest {
    @TempDir
    Path folder;

    /** A file as NumPy writes it. */
    private Path npy(int version, String header, int bytes, ByteOrder order, Consumer<ByteBuffer> values)
            throws IOException {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer b = ByteBuffer.allocate(12 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            b.putShort((short) text.length);
        } else {
            b.putInt(text.length);
        }
        b.put(text).order(order);
        values.accept(b);
        Path file = folder.resolve("a.npy");
        Files.write(file, java.util.Arrays.copyOf(b.array(), b.position()));
        return file;
    }

    private static String header(String descr, boolean fortran, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + shape
                + "), }\n";
    }

    private Image values(String descr, ByteOrder order, Consumer<ByteBuffer> values) throws IOException {
        return Npy.read(npy(1, header(descr, false, "2,"), 64, order, values));
    }

    @Test
    void everyElementType() throws IOException {
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        float[] two = {-2, 3};
        assertArrayEquals(
                two, values("<f4", little, b -> b.putFloat(-2).putFloat(3)).data());
        assertArrayEquals(
                two, values(">f4", big, b -> b.putFloat(-2).putFloat(3)).data());
        assertArrayEquals(
                two, values("<f8", little, b -> b.putDouble(-2).putDouble(3)).data());
        assertArrayEquals(
                two, values(">f8", big, b -> b.putDouble(-2).putDouble(3)).data());
        assertArrayEquals(
                two, values("|i1", little, b -> b.put((byte) -2).put((byte) 3)).data());
        assertArrayEquals(
                two,
                values("<i2", little, b -> b.putShort((short) -2).putShort((short) 3))
                        .data());
        assertArrayEquals(two, values(">i4", big, b -> b.putInt(-2).putInt(3)).data());
        assertArrayEquals(
                two, values("<i8", little, b -> b.putLong(-2).putLong(3)).data());
        assertArrayEquals(
                new float[] {254, 3},
                values("|u1", little, b -> b.put((byte) -2).put((byte) 3)).data());
        assertArrayEquals(
                new float[] {65534, 3},
                values(">u2", big, b -> b.putShort((short) -2).putShort((short) 3))
                        .data());
        assertArrayEquals(
                new float[] {4294967294f, 3},
                values("<u4", little, b -> b.putInt(-2).putInt(3)).data());
        assertArrayEquals(
                new float[] {0x1p64f, 3},
                values("<u8", little, b -> b.putLong(-2).putLong(3)).data());
        assertArrayEquals(
                new float[] {1, 0},
                values("|b1", little, b -> b.put((byte) 1).put((byte) 0)).data());
        Image c8 =
                values("<c8", little, b -> b.putFloat(1).putFloat(2).putFloat(3).putFloat(4));
        assertEquals(Field.COMPLEX, c8.space().field());
        assertArrayEquals(new float[] {1, 2, 3, 4}, c8.data());
        Image c16 = values(
                ">c16", big, b -> b.putDouble(1).putDouble(2).putDouble(3).putDouble(4));
        assertArrayEquals(new float[] {1, 2, 3, 4}, c16.data());
    }

    @Test
    void theLastAxisBecomesTheFirst() throws IOException {
        Consumer<ByteBuffer> six = b -> {
            for (int i = 0; i < 6; i++) {
                b.putFloat(i);
            }
        };
        Image c = Npy.read(npy(2, header("<f4", false, "2, 3"), 24, ByteOrder.LITTLE_ENDIAN, six));
        assertEquals(Space.image(3, 2, 1), c.space());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, c.data());
        Image f = Npy.read(npy(3, header("<f4", true, "2, 3"), 24, ByteOrder.LITTLE_ENDIAN, six));
        assertEquals(Space.image(3, 2, 1), f.space());
        assertArrayEquals(new float[] {0, 2, 4, 1, 3, 5}, f.data());
        Image complex = Npy.read(npy(1, header("<c8", true, "3, 1"), 24, ByteOrder.LITTLE_ENDIAN, six));
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, complex.data());
        Image scalar = Npy.read(npy(1, header("<f4", false, ""), 4, ByteOrder.LITTLE_ENDIAN, b -> b.putFloat(7)));
        assertArrayEquals(new float[] {7}, scalar.data());
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Space[] spaces = {
            Space.vector(5),
            Space.image(3, 2, 1),
            Space.volume(3, 2, 4, 1).complex(),
            new Space(
                    List.of(
                            new Axis(Role.X, 2),
                            new Axis(Role.Y, 3),
                            new Axis(Role.Z, 1),
                            new Axis(Role.TIME, 2),
                            new Axis(Role.CHANNEL, 2)),
                    Field.REAL)
        };
        for (Space space : spaces) {
            Image image = Image.zeros(space);
            for (int i = 0; i < image.data().length; i++) {
                image.data()[i] = i - 3.25f;
            }
            Path file = folder.resolve("b.npy");
            ImageFiles.write(file, image);
            assertEquals(0, (Files.size(file) - 4L * space.length()) % 64);
            Image back = ImageFiles.read(file);
            assertEquals(space, back.space());
            assertArrayEquals(image.data(), back.data());
        }
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "a temporary file is left");
        }
    }

    @Test
    void readsWhatNumPyWrote() throws IOException {
        Image image = Npy.read(SharedData.require("data/ct_test.npy"));
        assertEquals(Space.volume(256, 256, 10, 1), image.space());
        Image kspace = Npy.read(SharedData.require("data/kspace_brain_8ch_full.npy"));
        assertEquals(Space.volume(180, 230, 8, 1).complex(), kspace.space());
        double max = 0;
        for (int i = 0; i < kspace.data().length; i += 2) {
            max = Math.max(max, Math.hypot(kspace.data()[i], kspace.data()[i + 1]));
        }
        assertEquals(1.9e3, max, 100);
    }

    private void refused(String why, Path file) {
        String message =
                assertThrows(IOException.class, () -> ImageFiles.read(file)).getMessage();
        assertTrue(message.contains(why), message);
        assertTrue(message.contains(file.toString()), message);
    }

    @Test
    void contradictionsAreNamed() throws IOException {
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        Consumer<ByteBuffer> four = b -> b.putInt(1);
        refused("there is no such file", folder.resolve("missing.npy"));
        Files.createDirectory(folder.resolve("folder.npy"));
        refused("is not a file", folder.resolve("folder.npy"));
        Files.write(folder.resolve("x.npy"), new byte[20]);
        refused("is not a .npy file", folder.resolve("x.npy"));
        Files.write(folder.resolve("e.npy"), new byte[0]);
        refused("cut short", folder.resolve("e.npy"));
        Files.write(folder.resolve("x.doc"), new byte[20]);
        refused("must end in", folder.resolve("x.doc"));
        refused("cut short", npy(1, header("<f4", false, "2,"), 4, little, four));
        refused("cut short", npy(1, header("<f4", false, "2000000000, 2000000000, 2000000000"), 4, little, four));
        refused("4 bytes more", npy(1, header("<f4", false, "1,"), 8, little, b -> b.putInt(1)
                .putInt(2)));
        refused("elements of type", npy(1, header("<f2", false, "2,"), 4, little, four));
        refused("elements of type", npy(1, header("|O", false, "1,"), 4, little, four));
        refused("elements of type", npy(1, header("<U1", false, "1,"), 4, little, four));
        refused("empty", npy(1, header("<f4", false, "0, 3"), 0, little, b -> {}));
        refused("axes", npy(1, header("<f4", false, "1, 1, 1, 1, 1, 1"), 4, little, four));
        refused("shape", npy(1, header("<f4", false, "-1,"), 4, little, four));
        refused("format version 9", npy(9, header("<f4", false, "1,"), 4, little, four));
        refused("fortran_order", npy(1, "{'descr': '<f4', 'shape': (1,)}", 4, little, four));
        refused("beyond the range", npy(1, header("<f8", false, "1,"), 8, little, b -> b.putDouble(1e300)));
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        Path file = folder.resolve("c.npy");
        Npy.write(file, Image.zeros(Space.image(30, 20, 1)));
        Damage.survives(file, 128, 500, Npy::read);
    }

    @Test
    void failedWritingLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("old.npy");
        Files.writeString(file, "old");
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("no more");
                }));
        assertEquals("cannot write " + file + ": no more", e.getMessage());
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "a temporary file is left");
        }
    }

    @Test
    void unwritableOutputsAreNamed() throws IOException {
        Image image = Image.zeros(Space.vector(2));
        Files.createDirectory(folder.resolve("d.npy"));
        for (Path file : List.of(folder.resolve("none/a.npy"), folder.resolve("d.npy"), folder.resolve("a.doc"))) {
            String message = assertThrows(IOException.class, () -> ImageFiles.write(file, image))
                    .getMessage();
            assertTrue(message.startsWith("cannot write " + file), message);
        }
    }
}
