package org.preimage.operators.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of files, with messages that name the file. */
final class Channels {
    private Channels() {}

    /** Checks that a file is there to be read. */
    static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("cannot read " + file + ": there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot read " + file + ": it is not a file");
        }
    }

    static FileChannel open(Path file) throws IOException {
        requireFile(file);
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read " + file + ": permission denied", e);
        }
    }

    /** The next {@code length} bytes. */
    static ByteBuffer read(FileChannel channel, Path file, int length, String what) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, channel.size()));
        fill(channel, file, buffer, what);
        if (buffer.limit() < length) {
            throw cutShort(file, what);
        }
        return buffer;
    }

    /** Fills a buffer to its limit and rewinds it. */
    static void fill(FileChannel channel, Path file, ByteBuffer buffer, String what) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw cutShort(file, what);
            }
        }
        buffer.flip();
    }

    private static IOException cutShort(Path file, String what) {
        return new IOException(file + " is cut short: it ends within " + what);
    }

    static void writeFloats(OutputStream out, float[] data, ByteOrder order) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(order);
        for (float v : data) {
            buffer.putFloat(v);
            if (!buffer.hasRemaining()) {
                out.write(buffer.array());
                buffer.clear();
            }
        }
        out.write(buffer.array(), 0, buffer.position());
    }
}
