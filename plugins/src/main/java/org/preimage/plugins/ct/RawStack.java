package org.preimage.plugins.ct;

import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.plugins.PlaneStack;

/**
 * A raw scan as a virtual stack of sinograms, one for each detector row: counts are read and become line integrals, some rows at a time,
 * when a row of them is looked at. The file is open only then.
 */
final class RawStack extends PlaneStack {
    /** Rows that are read together, as a file's rows lie side by side in each projection. */
    private static final int BLOCK = 8;

    private final Path file;
    private final String array;
    private final Preparation steps;
    private final int cells;
    private final int views;
    private final int rows;

    private int first = -1;
    private Image block;

    /**
     * @param file of the scan
     * @param array in it, as {@link ScanFiles#open(Path, String)} takes it
     * @param scan the file, which is not kept
     */
    RawStack(Path file, String array, ScanFile scan, Preparation steps) {
        super(scan.cells(), scan.views(), scan.rows());
        this.file = file;
        this.array = array;
        this.steps = steps;
        cells = scan.cells();
        views = scan.views();
        rows = scan.rows();
    }

    @Override
    protected String label(int row) {
        return "row " + row;
    }

    /** @throws UncheckedIOException with one sentence that names the file, if it cannot be read any more */
    @Override
    protected ImageProcessor plane(int row) {
        int begin = row / BLOCK * BLOCK;
        if (begin != first) {
            try (ScanFile scan = ScanFiles.open(file, array)) {
                block = steps.block(scan, begin, Math.min(BLOCK, rows - begin)).lineIntegrals();
                first = begin;
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        int together = Math.min(BLOCK, rows - begin);
        float[] sinogram = new float[cells * views];
        for (int v = 0; v < views; v++) {
            System.arraycopy(block.data(), (v * together + row - begin) * cells, sinogram, v * cells, cells);
        }
        return new FloatProcessor(cells, views, sinogram);
    }
}
