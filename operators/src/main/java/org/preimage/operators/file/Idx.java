package org.preimage.operators.file;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Arrays in the IDX format, in which the MNIST digits and sets like it are kept: two zero bytes, the type, the number of axes, their
 * sizes with the slowest axis first, then the values, all of them big-endian; packed by gzip or plain. Unsigned bytes of one to three
 * axes are read.
 *
 * <p>Y. LeCun, C. Cortes and C. Burges, The MNIST database of handwritten digits.
 */
public final class Idx {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int AXES = 3;

    /** Deflate packs at most 1032 : 1. */
    private static final long PACKED = 1100;

    private Idx() {}

    /**
     * Reads an array; values are the stored integers, spacing is 1. The last axis of the file is the first one of the image.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or holds something else
     */
    public static Image read(Path file) throws IOException {
        Channels.open(file).close();
        byte[] bytes = Files.readAllBytes(file);
        boolean packed = bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
        try (InputStream raw = new ByteArrayInputStream(bytes);
                InputStream in = packed ? new GZIPInputStream(raw) : raw) {
            return read(file, in, packed ? bytes.length * PACKED : bytes.length);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is damaged: its packed part ends too early or does not fit", e);
        }
    }

    private static Image read(Path file, InputStream in, long most) throws IOException {
        byte[] head = exactly(file, in, 4);
        int axes = head[3];
        if (head[0] != 0 || head[1] != 0) {
            throw new IOException(file + " is not an IDX file");
        }
        if (head[2] != UNSIGNED_BYTES || axes < 1 || axes > AXES) {
            throw new IOException(file + " holds values of type " + head[2] + " with " + axes
                    + " axes, but unsigned bytes (type 8) with 1 to 3 axes are needed");
        }
        ByteBuffer sizes = ByteBuffer.wrap(exactly(file, in, 4 * axes));
        int[] size = new int[axes];
        double length = 1;
        for (int i = axes - 1; i >= 0; i--) {
            size[i] = sizes.getInt();
            length *= size[i];
            if (size[i] < 1) {
                throw new IOException(file + " is a damaged IDX file: an axis has the size " + size[i]);
            }
        }
        if (length > most || length > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " is cut short: it claims " + (long) length + " values");
        }
        byte[] stored = exactly(file, in, (int) length);
        if (in.read() >= 0) {
            throw new IOException(file + " is a damaged IDX file: it goes on after its last value");
        }
        Space space =
                switch (axes) {
                    case 1 -> Space.vector(size[0]);
                    case 2 -> Space.image(size[0], size[1], 1);
                    default -> Space.volume(size[0], size[1], size[2], 1);
                };
        float[] values = space.zeros();
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[i] & 0xff;
        }
        return new Image(space, values);
    }

    private static byte[] exactly(Path file, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException(file + " is cut short: it ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
