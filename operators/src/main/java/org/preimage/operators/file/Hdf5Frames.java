package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.util.Arrays;

/** The frames of an array in an HDF5 file, whatever the order of its axes. */
final class Hdf5Frames implements Frames {
    /** Values that are read at once: the library holds them twice. */
    private static final int BATCH = 1 << 23;

    private final Hdf5 hdf;
    private final Dataset dataset;
    private final int[] shape;
    private final String type;
    private final int chunk;
    private final int frameAxis;
    private final int rowAxis;
    private final int cellAxis;

    /**
     * @param frameAxis which axis counts frames, the first in the file being 0
     * @param rowAxis which counts detector rows, or -1 if there is only one
     * @param cellAxis which counts cells
     */
    Hdf5Frames(Hdf5 hdf, Dataset dataset, int frameAxis, int rowAxis, int cellAxis) throws IOException {
        this.hdf = hdf;
        this.dataset = dataset;
        this.shape = hdf.shape(dataset);
        this.type = hdf.guarded(() -> Hdf5.type(dataset));
        this.chunk = hdf.guarded(
                () -> dataset instanceof ChunkedDataset c ? Math.max(1, c.getChunkDimensions()[frameAxis]) : 1);
        this.frameAxis = frameAxis;
        this.rowAxis = rowAxis;
        this.cellAxis = cellAxis;
    }

    @Override
    public int count() {
        return shape[frameAxis];
    }

    @Override
    public int rows() {
        return rowAxis < 0 ? 1 : shape[rowAxis];
    }

    @Override
    public int cells() {
        return shape[cellAxis];
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public synchronized void read(int first, int n, float[] out) throws IOException {
        int step = step(n);
        for (int from = 0; from < count(); from += step) {
            int frames = Math.min(step, count() - from);
            long[] offset = new long[shape.length];
            int[] size = new int[shape.length];
            Arrays.fill(size, 1);
            offset[frameAxis] = from;
            size[frameAxis] = frames;
            size[cellAxis] = cells();
            if (rowAxis >= 0) {
                offset[rowAxis] = first;
                size[rowAxis] = n;
            }
            float[] block = hdf.block(dataset, offset, size);
            long[] stride = strides(size);
            int cellStride = (int) stride[cellAxis];
            int rowStride = rowAxis < 0 ? 0 : (int) stride[rowAxis];
            int frameStride = (int) stride[frameAxis];
            int at = from * n * cells();
            for (int k = 0; k < frames; k++) {
                for (int r = 0; r < n; r++) {
                    int source = k * frameStride + r * rowStride;
                    for (int c = 0; c < cells(); c++) {
                        out[at++] = block[source + c * cellStride];
                    }
                }
            }
        }
    }

    /** Frames in a batch: whole chunks of them, so that none is unpacked twice. */
    private int step(int n) {
        int fit = (int) Math.max(1, BATCH / ((long) n * cells()));
        return fit > chunk ? fit / chunk * chunk : fit;
    }

    private static long[] strides(int[] size) {
        long[] stride = new long[size.length];
        long s = 1;
        for (int i = size.length - 1; i >= 0; i--) {
            stride[i] = s;
            s *= size[i];
        }
        return stride;
    }

    @Override
    public void close() throws IOException {
        hdf.close();
    }
}
