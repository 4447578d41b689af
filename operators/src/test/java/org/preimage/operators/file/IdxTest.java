package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class IdxTest {
    /** Two images of two rows of three pixels. */
    private static final byte[] STACK = {
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, (byte) 255
    };

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.idx"), bytes);
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void readsStacksPlainAndPacked() throws IOException {
        for (byte[] bytes : new byte[][] {STACK, packed(STACK)}) {
            Image image = Idx.read(file(bytes));
            assertEquals(Space.volume(3, 2, 2, 1), image.space());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255}, image.data());
        }
        Image labels = Idx.read(file(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 9}));
        assertArrayEquals(new float[] {7, 9}, labels.data());
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = file(bytes);
        String message = assertThrows(IOException.class, () -> Idx.read(file)).getMessage();
        assertTrue(message.contains("a.idx"), message);
        return message;
    }

    @Test
    void refusesWhatIsDamagedOrSomethingElse() throws IOException {
        for (int n = 0; n < STACK.length; n++) {
            assertTrue(refusal(Arrays.copyOf(STACK, n)).contains("cut short"));
        }
        byte[] gzip = packed(STACK);
        refusal(Arrays.copyOf(gzip, gzip.length / 2));
        refusal(Arrays.copyOf(STACK, STACK.length + 1));
        byte[] floats = STACK.clone();
        floats[2] = 0x0D;
        assertTrue(refusal(floats).contains("type 13"));
        byte[] text = "hello world".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertTrue(refusal(text).contains("not an IDX file"));
        byte[] huge = STACK.clone();
        huge[4] = 127;
        assertTrue(refusal(huge).contains("cut short"));
        assertThrows(IOException.class, () -> Idx.read(folder.resolve("none.idx")));
    }
}
