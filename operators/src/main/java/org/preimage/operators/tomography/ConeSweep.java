package org.preimage.operators.tomography;

/**
 * The rays of a cone beam that step over the rows of each slice, or those that step over its columns, and how either sort sees
 * the image: as lines, over which rays step, of samples, between which they interpolate.
 */
final class ConeSweep {
    /** Lines that are worked on together. */
    static final int TOGETHER = AxialPieces.MOST;

    /** Numbers in the tables of one tile, about: half a megabyte. */
    private static final int TILE = 1 << 16;

    final ConeRays rays;
    final boolean overRows;
    final int lines;
    final int samples;
    /** From a line to the next in the image's array. */
    final int lineStride;
    /** From a sample to the next in the image's array. */
    final int sampleStride;
    /** Samples of a line that are worked on together, so that tables stay in the cache. */
    final int tileWidth;

    ConeSweep(ConeRays rays, boolean overRows) {
        this.rays = rays;
        this.overRows = overRows;
        lines = overRows ? rays.ny : rays.nx;
        samples = overRows ? rays.nx : rays.ny;
        lineStride = overRows ? rays.nx : 1;
        sampleStride = overRows ? 1 : rays.nx;
        int tiles = Math.max(1, (int) Math.round(TOGETHER * (double) samples * rays.knots / TILE));
        tileWidth = Math.max(Math.min(16, samples), (samples + tiles - 1) / tiles);
    }

    int tiles() {
        return (samples + tileWidth - 1) / tileWidth;
    }

    /** Groups of lines. */
    int slabs() {
        return (lines + TOGETHER - 1) / TOGETHER;
    }

    /** Position of a line from the middle. */
    double along(int line) {
        return line - (lines - 1) / 2.0;
    }

    /**
     * The cells that may see some part of a block of lines and samples.
     *
     * @return the first, and the one after the last
     */
    int[] cells(int view, int firstLine, int lastLine, int firstSample, int lastSample) {
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            double a = along((corner & 1) == 0 ? firstLine : lastLine);
            double b = ((corner & 2) == 0 ? firstSample - 1 : lastSample + 1) - (samples - 1) / 2.0;
            double cell = overRows ? rays.cell(view, b, a) : rays.cell(view, a, b);
            if (Double.isNaN(cell)) {
                return new int[] {0, rays.cells};
            }
            from = Math.min(from, cell);
            to = Math.max(to, cell);
        }
        return new int[] {
            (int) Math.max(0, Math.floor(from) - 1), (int) Math.min(rays.cells, Math.ceil(to) + 2),
        };
    }
}
