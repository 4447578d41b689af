package org.preimage.plugins;

import ij.VirtualStack;
import ij.process.ImageProcessor;

/** A virtual stack of 32-bit planes that are read or made when they are looked at, one at a time. */
public abstract class PlaneStack extends VirtualStack {
    private final int planes;

    /**
     * @param width pixels of a row
     * @param height rows of a plane
     * @param planes how many there are
     */
    protected PlaneStack(int width, int height, int planes) {
        super(width, height, planes);
        this.planes = planes;
        setBitDepth(32);
    }

    /**
     * One plane.
     *
     * @param index from 0
     */
    protected abstract ImageProcessor plane(int index);

    /**
     * What stands above a plane.
     *
     * @param index from 0
     * @return null for nothing
     */
    protected abstract String label(int index);

    @Override
    public final int getSize() {
        return planes;
    }

    @Override
    public final int getBitDepth() {
        return 32;
    }

    @Override
    public final String getSliceLabel(int n) {
        return label(n - 1);
    }

    @Override
    public final synchronized ImageProcessor getProcessor(int n) {
        if (n < 1 || n > planes) {
            throw new IllegalArgumentException("there is no plane " + n + " of " + planes);
        }
        return plane(n - 1);
    }
}
