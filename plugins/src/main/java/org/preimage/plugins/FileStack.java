package org.preimage.plugins;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** A stack of 32-bit planes of which each is read from a file of its own when it is shown. */
final class FileStack extends VirtualStack {
    private final IntFunction<Path> files;
    private final IntFunction<String> labels;
    private final int planes;

    /**
     * @param files of planes, from 0
     * @param labels of planes, from 0; null where one has none
     */
    FileStack(int width, int height, int planes, IntFunction<Path> files, IntFunction<String> labels) {
        super(width, height, planes);
        this.planes = planes;
        this.files = files;
        this.labels = labels;
        setBitDepth(32);
    }

    @Override
    public int getSize() {
        return planes;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        if (n < 1 || n > planes) {
            throw new IllegalArgumentException("there is no plane " + n + " of " + planes);
        }
        return open(files.apply(n - 1)).getProcessor();
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
    public String getSliceLabel(int n) {
        return labels.apply(n - 1);
    }

    @Override
    public int getBitDepth() {
        return 32;
    }
}
