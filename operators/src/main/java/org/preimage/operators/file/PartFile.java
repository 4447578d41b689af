package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file under way: it is written under another name in the same folder, and takes its own when it is whole. */
final class PartFile implements Closeable {
    private final Path file;
    private final Path target;
    private final Path part;

    /** @throws IOException with one sentence that names the file, if it cannot be written */
    PartFile(Path file) throws IOException {
        this.file = file;
        this.target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": the folder " + folder + " does not exist");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException("cannot write " + file + ": it exists and is not a file");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new IOException("cannot write " + file + ": it is write-protected");
        }
        part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    /** Where to write; does not exist yet. */
    Path path() {
        return part;
    }

    /** Moves what was written to its place. */
    void commit() throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The exception to throw for one that writing threw: a sentence that names the file. */
    IOException named(IOException e) {
        return e instanceof AccessDeniedException
                ? new IOException("cannot write " + file + ": permission denied", e)
                : new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }

    /** Removes what was not moved to its place. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(part);
    }
}
