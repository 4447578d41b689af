package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** A folder of one TIFF file for each slice, slice-00000.tif and on; each appears when it is whole, and stays. */
public final class TiffFolderWriter implements SliceWriter {
    private final Path folder;
    private final Space slice;
    private final int first;
    private int slices;

    /**
     * Makes the folder if it does not exist.
     *
     * @param folder its name; in a folder that exists already, or is made
     * @param slice a real space of one or two axes, spacing in mm
     * @param first number of the first slice
     * @throws IOException with one sentence that names the folder, if it cannot be made or is not empty
     */
    public TiffFolderWriter(Path folder, Space slice, int first) throws IOException {
        requireFree(folder);
        this.folder = Files.createDirectories(folder);
        this.slice = slice;
        this.first = first;
    }

    /**
     * Checks that a folder can take a stack, without making it.
     *
     * @throws IOException with one sentence that names it, if it is a file, is not empty or lies nowhere
     */
    public static void requireFree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new IOException("cannot write slices to " + folder + ": it exists and is not a folder");
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                if (files.iterator().hasNext()) {
                    throw new IOException("cannot write slices to " + folder + ": the folder is not empty");
                }
            }
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException("cannot write slices to " + folder + ": the folder " + parent + " does not exist");
        }
        if (!Files.isWritable(parent)) {
            throw new IOException("cannot write slices to " + folder + ": permission denied");
        }
    }

    @Override
    public void write(float[] values) throws IOException {
        String name = String.format(Locale.ROOT, "slice-%05d.tif", first + slices);
        Tiff.write(folder.resolve(name), new Image(slice, values));
        slices++;
    }

    @Override
    public int slices() {
        return slices;
    }

    @Override
    public void finish() {
        // Every slice was finished by itself.
    }

    @Override
    public void close() {
        // No file is open between slices.
    }
}
