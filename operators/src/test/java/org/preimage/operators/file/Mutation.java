package org.preimage.operators.file;

import io.jhdf.checksum.ChecksumUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes valid bytes into bytes that are nearly valid. */
final class Mutation {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        9,
        16,
        64,
        255,
        256,
        1000,
        4095,
        4096,
        32767,
        32768,
        65535,
        65536,
        1 << 20,
        1 << 24,
        1 << 26,
        1 << 28,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE,
        1L << 31,
        0xffffffffL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE / 8,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8
    };
    private static final String[] WORDS = {
        "0",
        "1",
        "-1",
        "2",
        "7",
        "999",
        "65536",
        "16777216",
        "100000000",
        "2147483647",
        "2147483648",
        "99999999999",
        "9223372036854775808",
        "1e308",
        "1e-308",
        "1e999",
        "-0.0",
        "NaN",
        "Infinity",
        "0x10",
        "1,5",
        "",
        "\\",
        "'",
        "(",
        ")",
        "True",
        "\u0000"
    };

    private Mutation() {}

    /** One to four changes. */
    static byte[] of(byte[] valid, byte[] other, RandomGenerator random) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes = bytes.length == 0 ? bytes : change(bytes, other, random);
        }
        return random.nextInt(10) < 8 ? withChecksums(bytes) : bytes;
    }

    private static byte[] change(byte[] bytes, byte[] other, RandomGenerator random) {
        int n = bytes.length;
        // Half of the damage hits the beginning, where headers are.
        int at = random.nextInt(random.nextBoolean() ? n : Math.min(n, 256));
        int length = 1 + random.nextInt(Math.min(64, n - at));
        switch (random.nextInt(12)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2, 3, 4 -> number(bytes, at, random);
            case 5 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xff : random.nextInt()));
            case 6 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 7 -> {
                return joined(bytes, at, new byte[0], Math.min(n, at + length));
            }
            case 8 -> {
                return joined(bytes, at + length, Arrays.copyOfRange(bytes, at, at + length), at + length);
            }
            case 9 -> {
                int from = random.nextInt(n - length + 1);
                System.arraycopy(bytes, from, bytes, at, length);
            }
            case 10 -> {
                int from = random.nextInt(other.length);
                byte[] part = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
                return joined(bytes, at, part, Math.min(n, at + (random.nextBoolean() ? part.length : 0)));
            }
            default -> {
                return word(bytes, at, random);
            }
        }
        return bytes;
    }

    private static void number(byte[] bytes, int at, RandomGenerator random) {
        int size = 1 << random.nextInt(4);
        // Numbers stand where their size divides the place, mostly.
        int place = random.nextInt(4) == 0 ? at : at / size * size;
        if (place + size > bytes.length) {
            return;
        }
        long v = NUMBERS[random.nextInt(NUMBERS.length)];
        ByteBuffer b =
                ByteBuffer.wrap(bytes).order(random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (random.nextInt(3) == 0) {
            // A little more or less than it was.
            long was = size == 1
                    ? b.get(place)
                    : size == 2 ? b.getShort(place) : size == 4 ? b.getInt(place) : b.getLong(place);
            v = was + random.nextInt(-8, 9);
        }
        switch (size) {
            case 1 -> b.put(place, (byte) v);
            case 2 -> b.putShort(place, (short) v);
            case 4 -> b.putInt(place, (int) v);
            default -> b.putLong(place, v);
        }
    }

    /** Another word where a number in letters stands, from {@code at} on. */
    private static byte[] word(byte[] bytes, int at, RandomGenerator random) {
        int from = at;
        while (from < bytes.length && !Character.isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && (Character.isDigit(bytes[to]) || bytes[to] == '.')) {
            to++;
        }
        String word = WORDS[random.nextInt(WORDS.length)];
        return joined(bytes, from, word.getBytes(StandardCharsets.ISO_8859_1), to);
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int start) {
        return Samples.join(Arrays.copyOf(bytes, end), middle, Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /** Makes the checksums of HDF5 headers right again, so that damage gets past them. */
    private static byte[] withChecksums(byte[] bytes) {
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 48 <= bytes.length; i++) {
            int mark = b.getInt(i);
            if (mark == 0x46444889 && bytes[i + 8] >= 2) {
                sign(b, i, 44);
            } else if (mark == 0x5244484f) {
                int flags = bytes[i + 5];
                int head = 6 + ((flags & 32) != 0 ? 16 : 0) + ((flags & 16) != 0 ? 4 : 0);
                int width = 1 << (flags & 3);
                if (width <= 4 && i + head + width <= bytes.length) {
                    long size = width == 1
                            ? bytes[i + head] & 0xff
                            : width == 2 ? b.getShort(i + head) & 0xffff : b.getInt(i + head) & 0xffffffffL;
                    sign(b, i, head + width + size);
                }
            } else if (mark == 0x44484146) {
                sign(b, i, 24);
            } else if (mark == 0x44484145) {
                sign(b, i, 68);
            } else if (mark == 0x44485442) {
                sign(b, i, 34);
            }
        }
        return bytes;
    }

    private static void sign(ByteBuffer b, int from, long length) {
        if (length >= 0 && from + length + 4 <= b.capacity()) {
            int to = from + (int) length;
            b.putInt(to, ChecksumUtils.checksum(Arrays.copyOfRange(b.array(), from, to)));
        }
    }
}
