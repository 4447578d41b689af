package org.preimage.priors.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.SharedData;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file(String header, byte... data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return file(text.length, text, data);
    }

    private Path file(long length, byte[] text, byte... data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.writeBytes(text);
        out.writeBytes(data);
        Path file = folder.resolve("weights.safetensors");
        Files.write(file, out.toByteArray());
        return file;
    }

    private static Safetensors sample() {
        Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
        arrays.put("b.weight", new Safetensors.Array(new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-30f, -1e30f}));
        arrays.put("a", new Safetensors.Array(new int[] {1}, new float[] {Float.MIN_VALUE}));
        arrays.put("number", new Safetensors.Array(new int[0], new float[] {7}));
        return new Safetensors(arrays, Map.of("what", "a \"test\""));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("w.safetensors");
        sample().write(file);
        Safetensors read = Safetensors.read(file);
        assertEquals(
                List.of("b.weight", "a", "number"), List.copyOf(read.arrays().keySet()));
        assertEquals(Map.of("what", "a \"test\""), read.metadata());
        for (String name : read.arrays().keySet()) {
            assertArrayEquals(
                    sample().arrays().get(name).values(),
                    read.arrays().get(name).values());
            assertArrayEquals(
                    sample().arrays().get(name).shape(), read.arrays().get(name).shape());
        }
        byte[] bytes = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, header % 8);
        assertEquals(bytes.length, 8 + header + 4 * 8);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void weightsGoByName() {
        Layout layout = Layout.builder()
                .add("a", Law.constant(0), 2)
                .add("b", Law.constant(0), 1, 2)
                .build();
        Weights weights = new Weights(layout, new float[] {1, 2, 3, 4});
        Safetensors same = Safetensors.of(weights, Map.of());
        assertArrayEquals(weights.values(), same.weights(layout).values());
        Map<String, Safetensors.Array> reversed = new LinkedHashMap<>();
        reversed.put("b", same.arrays().get("b"));
        reversed.put("a", same.arrays().get("a"));
        assertArrayEquals(
                weights.values(),
                new Safetensors(reversed, Map.of()).weights(layout).values());
        Layout more = Layout.builder().add("a", Law.constant(0), 2).build();
        assertEquals(
                "the network has no weights \"b\"",
                assertThrows(IllegalArgumentException.class, () -> same.weights(more))
                        .getMessage());
        Layout other = Layout.builder().add("a", Law.constant(0), 3).build();
        assertEquals(
                "the array \"a\" has the shape [2], but [3] is needed",
                assertThrows(IllegalArgumentException.class, () -> same.weights(other))
                        .getMessage());
    }

    @Test
    void otherFormatsOfNumbersBecomeFloats() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 + 2 * 7 + 2 * 2).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(0.1);
        // 1, -2, 65504, the smallest subnormal, the largest subnormal, 1/3 rounded, -0.
        for (int half : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x3555, 0x8000}) {
            data.putShort((short) half);
        }
        data.putShort((short) 0x3f80).putShort((short) 0xc049);
        Safetensors read = Safetensors.read(file(
                "{\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[7],\"data_offsets\":[8,22]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[22,26]}}",
                data.array()));
        assertArrayEquals(new float[] {0.1f}, read.get("d", 1));
        assertArrayEquals(new float[] {1, -2, 65504, 0x1p-24f, 1023 * 0x1p-24f, 0.33325195f, -0f}, read.get("h", 7));
        assertArrayEquals(new float[] {1, -3.140625f}, read.get("b", 2, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | of type \"I64\", but only F64, F32, F16, BF16",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} | of the shape [1] from byte 0 to 8, which do not fit",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | which do not fit",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | but a whole number from 0 to 8 is needed",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}} | with the number -1",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}} | with the number 1.5",
                "{'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]}} | which do not fit",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | holds 8 bytes of numbers, but its header describes 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | but the one before ends at 0",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | where another one lies",
                "{'a':{'dtype':'F32','shape':[2]}} | without a type, a shape or a place",
                "{'a':3} | without a type, a shape or a place",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | not valid JSON",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x | not valid JSON",
                "[1] | not a JSON object",
                "{'__metadata__':{'k':1}} | metadata \"k\" that are not text",
                "{'__metadata__':'k'} | metadata that are not a JSON object"
            })
    void damagedHeadersAreRefused(String header, String says) throws IOException {
        Path file = file(header.replace('\'', '"'), new byte[8]);
        String message =
                assertThrows(IOException.class, () -> Safetensors.read(file)).getMessage();
        assertTrue(message.contains(says) && message.startsWith(file.toString()), message);
    }

    @Test
    void wrongLengthsAreRefused() throws IOException {
        for (long length : new long[] {0, 1, 1000, 1L << 40, -1, Long.MIN_VALUE}) {
            Path file = file(length, "{}".getBytes(StandardCharsets.UTF_8));
            String message = assertThrows(IOException.class, () -> Safetensors.read(file))
                    .getMessage();
            assertTrue(message.contains("claims a header of"), message);
        }
        Path empty = folder.resolve("empty");
        Files.write(empty, new byte[3]);
        assertTrue(assertThrows(IOException.class, () -> Safetensors.read(empty))
                .getMessage()
                .contains("ends within the length of the header"));
        assertTrue(assertThrows(IOException.class, () -> Safetensors.read(folder.resolve("none")))
                .getMessage()
                .contains("does not exist"));
        Path folderItself = folder;
        assertTrue(assertThrows(IOException.class, () -> Safetensors.read(folderItself))
                .getMessage()
                .contains("is not a file"));
    }

    @Test
    void aDoubleBeyondFloatIsRefused() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300);
        Path file = file("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", data.array());
        assertTrue(assertThrows(IOException.class, () -> Safetensors.read(file))
                .getMessage()
                .contains("beyond the range of float32"));
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        Path good = folder.resolve("good");
        sample().write(good);
        byte[] valid = Files.readAllBytes(good);
        Path damaged = folder.resolve("damaged");
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        int refused = 0;
        for (int t = 0; t < 300; t++) {
            byte[] bytes = valid.clone();
            if (t % 4 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            for (int k = random.nextInt(1, 4); k > 0 && bytes.length > 0; k--) {
                byte[] likely = "0123456789,:[]{}\"-.eE \\u".getBytes(StandardCharsets.US_ASCII);
                bytes[random.nextInt(bytes.length)] =
                        random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt();
            }
            Files.write(damaged, bytes);
            try {
                Safetensors.read(damaged);
            } catch (IOException e) {
                refused++;
                assertTrue(e.getMessage().contains("damaged"), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        }
        assertTrue(refused > 150, "refused " + refused);
    }

    @Test
    void publishedFilesAreRead() throws IOException {
        Safetensors file = Safetensors.read(SharedData.require("data/weights/scico_dncnn6N.safetensors"));
        assertEquals(12, file.arrays().size());
        assertEquals("6", file.metadata().get("layers"));
        assertEquals(64 * 2 * 9, file.get("conv00.weight", 64, 2, 3, 3).length);
    }
}
