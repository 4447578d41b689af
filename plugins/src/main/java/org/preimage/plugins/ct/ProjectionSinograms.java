package org.preimage.plugins.ct;

import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.PlaneStack;
import org.preimage.plugins.Planes;

/**
 * A stack of projections seen as a virtual stack of sinograms, one for each row. So many rows are taken at a time that a stack whose
 * projections lie in files is read from its beginning to its end for some of them, and not for each.
 */
final class ProjectionSinograms extends PlaneStack {
    /** Values that are held: 64 MB. */
    private static final long BLOCK = 1 << 24;

    private final Planes projections;
    private final int cells;
    private final int rows;
    private final int views;
    private final int together;

    private int first = -1;
    private float[] block;

    ProjectionSinograms(Planes projections) {
        super(projections.width(), projections.count(), projections.height());
        this.projections = projections;
        cells = projections.width();
        rows = projections.height();
        views = projections.count();
        together = (int) Math.max(1, Math.min(rows, BLOCK / ((long) cells * views)));
    }

    @Override
    protected String label(int row) {
        return "row " + row;
    }

    /** @throws IllegalArgumentException if a projection holds values that are not finite */
    @Override
    protected ImageProcessor plane(int row) {
        int begin = row / together * together;
        int count = Math.min(together, rows - begin);
        if (begin != first) {
            first = -1;
            block = new float[count * views * cells];
            for (int v = 0; v < views; v++) {
                Image projection = projections.read(v, Space.image(cells, rows, 1));
                for (int r = 0; r < count; r++) {
                    System.arraycopy(projection.data(), (begin + r) * cells, block, (r * views + v) * cells, cells);
                }
            }
            first = begin;
        }
        float[] sinogram = new float[views * cells];
        System.arraycopy(block, (row - begin) * sinogram.length, sinogram, 0, sinogram.length);
        return new FloatProcessor(cells, views, sinogram);
    }
}
