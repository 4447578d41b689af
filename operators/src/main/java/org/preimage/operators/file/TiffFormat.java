package org.preimage.operators.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How the pixels of a TIFF page are coded, and their decoding. Errors are IllegalArgumentException: the reader knows the
 * file's name.
 *
 * @param width pixels in a row
 * @param height rows
 * @param bits per pixel
 * @param sampleFormat 1 unsigned, 2 signed, 3 floating point
 * @param compression 1 none, 5 LZW, 8 and 32946 deflate, 32773 PackBits
 * @param predictor 1 none, 2 difference to the pixel on the left, 3 the same of the bytes of floats (Adobe, TIFF technical
 *     note 3, 2005)
 * @param blockWidth width of a strip or tile
 * @param blockHeight height of a strip or tile
 * @param order of the bytes
 */
record TiffFormat(
        int width,
        int height,
        int bits,
        int sampleFormat,
        int compression,
        int predictor,
        int blockWidth,
        int blockHeight,
        ByteOrder order) {
    /** Deflate packs at most 1032 : 1, LZW and PackBits less. */
    static final long PACKED = 1100;

    private static final int LZW_CLEAR = 256;
    private static final int LZW_END = 257;

    TiffFormat {
        boolean integer = (sampleFormat == 1 || sampleFormat == 2 || sampleFormat == 4)
                && (bits == 8 || bits == 16 || bits == 32);
        boolean floating = sampleFormat == 3 && (bits == 32 || bits == 64);
        if (!integer && !floating) {
            throw new IllegalArgumentException("pixels of " + bits + " bits and sample format " + sampleFormat
                    + " are not read, but integers of 8, 16, 32 bits and floats of 32, 64 bits are");
        }
        if (compression != 1 && compression != 5 && compression != 8 && compression != 32946 && compression != 32773) {
            throw new IllegalArgumentException(
                    "compression " + compression + " is not read, but none, LZW, deflate and PackBits are");
        }
        if (predictor != 1 && predictor != (sampleFormat == 3 ? 3 : 2)) {
            throw new IllegalArgumentException(
                    "predictor " + predictor + " is not read for sample format " + sampleFormat);
        }
        if ((long) blockWidth * blockHeight * bits / 8 > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a strip of " + blockWidth + " x " + blockHeight + " pixels is too large");
        }
    }

    @Override
    public String toString() {
        return width + " x " + height + " pixels of " + bits + " bits";
    }

    /** Whether pages of both formats are as large and of the same type, however they are packed. */
    boolean samePixels(TiffFormat other) {
        return width == other.width
                && height == other.height
                && bits == other.bits
                && sampleFormat == other.sampleFormat;
    }

    /** The decoded bytes of a strip or tile of this many rows. */
    ByteBuffer unpack(ByteBuffer packed, int rows) {
        long needed = (long) rows * blockWidth * bits / 8;
        if (needed > packed.capacity() * (compression == 1 ? 1L : PACKED) + PACKED) {
            throw new IllegalArgumentException(
                    "a strip or tile of " + packed.capacity() + " bytes cannot hold its " + rows + " rows");
        }
        byte[] out = new byte[(int) needed];
        int written =
                switch (compression) {
                    case 1 -> copy(packed, out);
                    case 5 -> lzw(packed, out);
                    case 32773 -> packBits(packed, out);
                    default -> inflate(packed, out);
                };
        if (written < out.length) {
            throw new IllegalArgumentException(
                    "a strip or tile ends after " + written + " of " + out.length + " bytes");
        }
        ByteBuffer block = ByteBuffer.wrap(out).order(order);
        if (predictor == 2) {
            undoDifferences(block, rows);
        } else if (predictor == 3) {
            return joined(out, rows);
        }
        return block;
    }

    /** Converts {@code n} pixels from pixel {@code from} of a block on. */
    void values(ByteBuffer block, int from, int n, float[] out, int at) {
        boolean signed = sampleFormat == 2;
        for (int i = 0; i < n; i++) {
            int p = from + i;
            out[at + i] = switch (bits) {
                case 8 -> signed ? block.get(p) : Byte.toUnsignedInt(block.get(p));
                case 16 -> signed ? block.getShort(2 * p) : Short.toUnsignedInt(block.getShort(2 * p));
                case 64 -> (float) block.getDouble(8 * p);
                default ->
                    sampleFormat == 3
                            ? block.getFloat(4 * p)
                            : signed ? block.getInt(4 * p) : Integer.toUnsignedLong(block.getInt(4 * p));
            };
        }
    }

    /** In words, as "16-bit unsigned". */
    String type() {
        return bits + (sampleFormat == 3 ? "-bit float" : sampleFormat == 2 ? "-bit signed" : "-bit unsigned");
    }

    /** Floats of which each row has all first bytes, then all second ones, as differences to the byte on the left. */
    private ByteBuffer joined(byte[] planes, int rows) {
        int size = bits / 8;
        int rowBytes = blockWidth * size;
        byte[] out = new byte[planes.length];
        for (int r = 0; r < rows; r++) {
            int start = r * rowBytes;
            for (int i = start + 1; i < start + rowBytes; i++) {
                planes[i] += planes[i - 1];
            }
            for (int x = 0; x < blockWidth; x++) {
                for (int k = 0; k < size; k++) {
                    out[start + x * size + k] = planes[start + k * blockWidth + x];
                }
            }
        }
        return ByteBuffer.wrap(out).order(ByteOrder.BIG_ENDIAN);
    }

    private void undoDifferences(ByteBuffer block, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = r * blockWidth + 1; i < (r + 1) * blockWidth; i++) {
                switch (bits) {
                    case 8 -> block.put(i, (byte) (block.get(i) + block.get(i - 1)));
                    case 16 -> block.putShort(2 * i, (short) (block.getShort(2 * i) + block.getShort(2 * i - 2)));
                    default -> block.putInt(4 * i, block.getInt(4 * i) + block.getInt(4 * i - 4));
                }
            }
        }
    }

    private static int copy(ByteBuffer in, byte[] out) {
        int n = Math.min(in.remaining(), out.length);
        in.get(out, 0, n);
        return n;
    }

    private static int inflate(ByteBuffer in, byte[] out) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in);
            int n = 0;
            while (n < out.length && !inflater.finished()) {
                int k = inflater.inflate(out, n, out.length - n);
                if (k == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                n += k;
            }
            return n;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a strip or tile is not valid deflate data", e);
        } finally {
            inflater.end();
        }
    }

    private static int packBits(ByteBuffer in, byte[] out) {
        int n = 0;
        while (n < out.length && in.hasRemaining()) {
            int head = in.get();
            if (head >= 0) {
                int count = Math.min(Math.min(head + 1, in.remaining()), out.length - n);
                in.get(out, n, count);
                n += count;
            } else if (head != -128 && in.hasRemaining()) {
                int end = Math.min(out.length, n + 1 - head);
                Arrays.fill(out, n, end, in.get());
                n = end;
            }
        }
        return n;
    }

    /** TIFF's LZW: codes of 9 to 12 bits, highest bit first, whose width grows one code early. */
    private static int lzw(ByteBuffer in, byte[] out) {
        // A code's string is bytes of the output: where it was written first, and how long it is.
        int[] start = new int[4096];
        int[] size = new int[4096];
        int next = 258;
        int width = 9;
        int bitBuffer = 0;
        int bitCount = 0;
        int n = 0;
        int previousStart = -1;
        int previousSize = 0;
        while (n < out.length) {
            while (bitCount < width) {
                if (!in.hasRemaining()) {
                    return n;
                }
                bitBuffer = bitBuffer << 8 | Byte.toUnsignedInt(in.get());
                bitCount += 8;
            }
            bitCount -= width;
            int code = bitBuffer >>> bitCount & (1 << width) - 1;
            if (code == LZW_END) {
                return n;
            }
            if (code == LZW_CLEAR) {
                next = 258;
                width = 9;
                previousStart = -1;
                continue;
            }
            if (previousStart >= 0 && next < 4096) {
                // The new string is the previous one and the byte after it, which is about to be written.
                start[next] = previousStart;
                size[next] = previousSize + 1;
                next++;
            }
            if (code >= next) {
                throw new IllegalArgumentException("a strip or tile is not valid LZW data");
            }
            int from = n;
            if (code < 256) {
                out[n++] = (byte) code;
            } else {
                int end = Math.min(out.length, n + size[code]);
                for (int i = start[code]; n < end; i++) {
                    out[n++] = out[i];
                }
            }
            previousStart = from;
            previousSize = n - from;
            width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
        return n;
    }
}
