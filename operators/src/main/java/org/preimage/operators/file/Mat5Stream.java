package org.preimage.operators.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of a MATLAB 5 file one after another: a tag, then bytes, then padding to a multiple of eight. */
final class Mat5Stream {
    private final InputStream in;
    private final ByteOrder order;
    private long left;

    /** @param left bytes that may be read */
    Mat5Stream(InputStream in, ByteOrder order, long left) {
        this.in = in;
        this.order = order;
        this.left = left;
    }

    /**
     * A tag.
     *
     * @param type of the numbers that follow
     * @param bytes of them
     * @param padding bytes after them
     */
    record Tag(int type, long bytes, int padding) {
        /** The number type, or null if there are other things than numbers inside. */
        NumberType numbers(ByteOrder order) {
            return switch (type) {
                case 1 -> new NumberType('i', 1, order);
                case 2, 16 -> new NumberType('u', 1, order);
                case 3 -> new NumberType('i', 2, order);
                case 4, 17 -> new NumberType('u', 2, order);
                case 5 -> new NumberType('i', 4, order);
                case 6, 18 -> new NumberType('u', 4, order);
                case 7 -> new NumberType('f', 4, order);
                case 9 -> new NumberType('f', 8, order);
                case 12 -> new NumberType('i', 8, order);
                case 13 -> new NumberType('u', 8, order);
                default -> null;
            };
        }
    }

    long left() {
        return left;
    }

    ByteOrder order() {
        return order;
    }

    Tag tag() throws IOException {
        int first = bytes(4).getInt();
        if (first >>> 16 != 0) {
            int n = first >>> 16;
            if (n > 4) {
                throw new EOFException("a short element claims " + n + " bytes");
            }
            return new Tag(first & 0xffff, n, 4 - n);
        }
        long n = Integer.toUnsignedLong(bytes(4).getInt());
        if (n > left) {
            throw new EOFException("an element claims " + n + " bytes, but " + left + " are left");
        }
        // Matrices are padded inside.
        return new Tag(first, n, first == 14 || first == 15 ? 0 : (int) (-n & 7));
    }

    ByteBuffer bytes(int n) throws IOException {
        if (n > left) {
            throw new EOFException("an element ends early");
        }
        byte[] bytes = in.readNBytes(n);
        left -= bytes.length;
        if (bytes.length < n) {
            throw new EOFException("the data end early");
        }
        return ByteBuffer.wrap(bytes).order(order);
    }

    void skip(long n) throws IOException {
        if (n > left) {
            throw new EOFException("an element ends early");
        }
        in.skipNBytes(n);
        left -= n;
    }

    /** A short element with its padding. */
    ByteBuffer content(Tag tag) throws IOException {
        if (tag.bytes() > 1 << 24) {
            throw new EOFException("a short element claims " + tag.bytes() + " bytes");
        }
        ByteBuffer content = bytes((int) tag.bytes());
        skip(Math.min(tag.padding(), left));
        return content;
    }
}
