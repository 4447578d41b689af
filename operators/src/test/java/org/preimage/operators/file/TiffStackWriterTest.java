package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Stacks written slice by slice are read back, as TIFF and, by the words of its definition, as BigTIFF. */
class TiffStackWriterTest {
    private static final Space SLICE = Space.image(5, 3, 0.25);

    @TempDir
    Path folder;

    private static float[] slice(int z) {
        float[] values = new float[15];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 * z + i - 3.5f;
        }
        return values;
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void slicesAreReadBack() throws IOException {
        Path file = folder.resolve("stack.tif");
        try (SliceWriter writer = new TiffStackWriter(file, SLICE, 2)) {
            float[] reused = new float[15];
            for (int z = 0; z < 7; z++) {
                System.arraycopy(slice(z), 0, reused, 0, 15);
                writer.write(reused);
            }
            assertFalse(Files.exists(file));
            assertEquals(7, writer.slices());
            writer.finish();
        }
        Image read = Tiff.read(file);
        assertArrayEquals(new int[] {5, 3, 7}, read.space().sizes());
        assertEquals(0.25, read.space().spacing(0), 1e-9);
        assertEquals(2, read.space().spacing(2));
        for (int z = 0; z < 7; z++) {
            assertArrayEquals(slice(z), Arrays.copyOfRange(read.data(), 15 * z, 15 * z + 15));
        }
        assertEquals(1, files());
    }

    @Test
    void whatIsNotFinishedIsRemoved() throws IOException {
        Path file = folder.resolve("stack.tif");
        Files.writeString(file, "old");
        try (SliceWriter writer = new TiffStackWriter(file, SLICE, 2)) {
            writer.write(slice(0));
            assertEquals(2, files());
        }
        assertEquals("old", Files.readString(file));
        assertEquals(1, files());
    }

    @Test
    void misuseIsNamed() throws IOException {
        Path file = folder.resolve("stack.tif");
        try (SliceWriter writer = new TiffStackWriter(file, SLICE, 2)) {
            assertThrows(IllegalStateException.class, writer::finish);
            assertThrows(IllegalArgumentException.class, () -> writer.write(new float[14]));
            writer.write(slice(0));
            writer.finish();
            assertThrows(IllegalStateException.class, () -> writer.write(slice(1)));
        }
        String nowhere = assertThrows(
                        IOException.class, () -> new TiffStackWriter(folder.resolve("no/stack.tif"), SLICE, 1))
                .getMessage();
        assertTrue(nowhere.contains("stack.tif") && nowhere.contains("does not exist"), nowhere);
        assertThrows(IllegalArgumentException.class, () -> new TiffStackWriter(file, Space.volume(2, 2, 2, 1), 1));
    }

    @Test
    void beyondTheLimitItIsBigTiff() throws IOException {
        Path file = folder.resolve("big.tif");
        try (TiffStackWriter writer = new TiffStackWriter(file, SLICE, 2, 400)) {
            for (int z = 0; z < 5; z++) {
                writer.write(slice(z));
            }
            writer.finish();
        }
        ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x4949, b.getShort());
        assertEquals(43, b.getShort());
        assertEquals(8, b.getShort());
        assertEquals(0, b.getShort());
        long directory = b.getLong();
        for (int z = 0; z < 5; z++) {
            assertEquals(0, directory % 2);
            b.position((int) directory);
            long entries = b.getLong();
            int previous = 0;
            for (int e = 0; e < entries; e++) {
                int tag = Short.toUnsignedInt(b.getShort());
                int type = b.getShort();
                long count = b.getLong();
                int at = b.position();
                long value = b.getLong();
                assertTrue(tag > previous, "tags ascend");
                previous = tag;
                switch (tag) {
                    case 256 -> assertEquals(5, value);
                    case 257, 278 -> assertEquals(3, value);
                    case 258 -> assertEquals(32, value);
                    case 270 -> {
                        String text = new String(b.array(), (int) value, (int) count, StandardCharsets.ISO_8859_1);
                        assertTrue(text.contains("slices=5\nspacing=2.0\nunit=mm\nmin=-3.5\nmax=410.5\n"), text);
                        assertEquals(2, type);
                    }
                    case 273 -> {
                        assertEquals(16, type);
                        for (int i = 0; i < 15; i++) {
                            assertEquals(slice(z)[i], b.getFloat((int) value + 4 * i));
                        }
                    }
                    case 279 -> assertEquals(60, value);
                    case 282, 283 ->
                        assertEquals(
                                4,
                                (double) Integer.toUnsignedLong(b.getInt(at))
                                        / Integer.toUnsignedLong(b.getInt(at + 4)),
                                1e-9);
                    case 339 -> assertEquals(3, value);
                    default -> assertTrue(tag == 262 || tag == 296, "tag " + tag);
                }
            }
            directory = b.getLong();
        }
        assertEquals(0, directory);
    }

    @Test
    void aFolderTakesSlicesByNumber() throws IOException {
        Path slices = folder.resolve("slices");
        try (SliceWriter writer = new TiffFolderWriter(slices, SLICE, 99)) {
            writer.write(slice(1));
            writer.write(slice(2));
            writer.finish();
        }
        assertArrayEquals(slice(2), Tiff.read(slices.resolve("slice-00100.tif")).data());
        assertThrows(IOException.class, () -> new TiffFolderWriter(slices, SLICE, 0));
        assertThrows(IOException.class, () -> new TiffFolderWriter(slices.resolve("slice-00100.tif"), SLICE, 0));
        assertThrows(IOException.class, () -> new TiffFolderWriter(folder.resolve("a/b"), SLICE, 0));
    }
}
