package org.preimage.examples.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of a report: written beside its place and then moved there, so that it is whole or not there. */
public final class Folder {
    /** Marks a folder as a report of ours, which a later report may replace. */
    private static final String MARK = ".preimage-report";

    /** What a run keeps from one time to the next, which a new report takes over. */
    private static final String KEPT = "kept";

    private Folder() {}

    /** Writes files into a folder. */
    @FunctionalInterface
    public interface Content {
        void writeInto(Path folder) throws IOException;
    }

    /**
     * Checks, before the work begins, that a report can be written here.
     *
     * @throws IOException if this is a file, a folder that holds something else than an earlier report, or cannot be made
     */
    public static void requireFree(Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            if (!Files.isDirectory(target)) {
                throw new IOException("cannot write the report to " + folder + ": it exists and is not a folder");
            }
            if (!Files.exists(target.resolve(MARK)) && !isEmpty(target)) {
                throw new IOException("cannot write the report to " + folder
                        + ": the folder is not empty and holds no earlier report");
            }
        }
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException(
                    "cannot write the report to " + folder + ": the folder " + parent + " does not exist");
        }
        // Only making a folder tells whether one can be made: permissions do not know of read-only file systems.
        try {
            Files.delete(Files.createTempDirectory(parent, ".preimage-"));
        } catch (IOException e) {
            throw new IOException("cannot write the report to " + folder + ": nothing can be written in " + parent, e);
        }
    }

    /**
     * Makes the folder of a report before there is one, so that what is {@link #kept} can be put there.
     *
     * @throws IOException as {@link #requireFree}
     */
    public static void begin(Path folder) throws IOException {
        requireFree(folder);
        Files.createDirectories(folder);
        Path mark = folder.resolve(MARK);
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
    }

    /** The folder in a report's in which a run may keep what a later one goes on with; it need not exist. */
    public static Path kept(Path folder) {
        return folder.resolve(KEPT);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    /**
     * Writes a report, replacing an earlier one only when the new one is whole.
     *
     * @throws IOException as {@link #requireFree}, or if writing fails; an earlier report then stays
     */
    public static void write(Path folder, Content content) throws IOException {
        requireFree(folder);
        Path target = folder.toAbsolutePath().normalize();
        Path part = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
        try {
            Path fresh = Files.createDirectory(part.resolve("new"));
            content.writeInto(fresh);
            Files.createFile(fresh.resolve(MARK));
            Path kept = kept(target);
            if (Files.isDirectory(kept)) {
                copy(kept, kept(fresh));
            }
            if (Files.exists(target)) {
                Files.move(target, part.resolve("old"));
            }
            Files.move(fresh, target);
        } finally {
            delete(part);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
