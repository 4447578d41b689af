package org.preimage.operators.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all: into a temporary file in the same folder, which then takes the name. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, replacing an old one only when all is written.
     *
     * @param file the file's final name
     * @param content called once; what it throws leaves an old file as it was
     * @throws IOException with one sentence that names the file, if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        try (PartFile part = new PartFile(file)) {
            try {
                try (OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(part.path(), StandardOpenOption.CREATE_NEW), 1 << 16)) {
                    content.writeTo(out);
                }
                part.commit();
            } catch (IOException e) {
                throw part.named(e);
            }
        }
    }
}
