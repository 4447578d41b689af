package org.preimage.plugins;

import ij.ImagePlus;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** A stack of 32-bit planes of which each is read from a file of its own when it is shown. */
final class FileStack extends PlaneStack {
    private final IntFunction<Path> files;
    private final IntFunction<String> labels;

    /**
     * @param files of planes, from 0
     * @param labels of planes, from 0; null where one has none
     */
    FileStack(int width, int height, int planes, IntFunction<Path> files, IntFunction<String> labels) {
        super(width, height, planes);
        this.files = files;
        this.labels = labels;
    }

    @Override
    protected ImageProcessor plane(int index) {
        return open(files.apply(index)).getProcessor();
    }

    /**
     * A plane's file.
     *
     * @throws UncheckedIOException with one sentence that names it, if somebody removed or changed it
     */
    static ImagePlus open(Path file) {
        ImagePlus plane = Files.exists(file) ? new Opener().openImage(file.toString()) : null;
        if (plane == null) {
            String message = "cannot read the slice " + file + ": it is gone or no TIFF file any more";
            throw new UncheckedIOException(message, new IOException(message));
        }
        return plane;
    }

    @Override
    protected String label(int index) {
        return labels.apply(index);
    }
}
