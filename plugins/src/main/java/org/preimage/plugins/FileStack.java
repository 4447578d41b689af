package org.preimage.plugins;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.Opener;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
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
        ImagePlus plane = new Opener().openImage(files.apply(n - 1).toString());
        // A file that somebody removed leaves a hole, not an exception in the middle of a redraw.
        return plane == null ? new FloatProcessor(getWidth(), getHeight()) : plane.getProcessor();
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
