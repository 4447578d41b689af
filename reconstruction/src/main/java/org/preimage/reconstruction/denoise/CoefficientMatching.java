package org.preimage.reconstruction.denoise;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * Block matching by the mean squared difference of coarsely denoised blocks, for strong noise: of their two-dimensional cosine
 * coefficients, those below a threshold set to zero but for the mean.
 *
 * <p>Few coefficients are left, so that each block is kept as a list of them, and |r - c|<sup>2</sup> comes from |r|<sup>2</sup>
 * + |c|<sup>2</sup> - 2 &lt;r, c&gt;.
 */
final class CoefficientMatching {
    private final int nx;
    private final int ny;
    private final BlockTransform alongX;
    private final BlockTransform alongY;
    private final float threshold;
    private final Row[] rows;

    /** The coefficients left of all blocks that begin in one row: those of block x from start[x] to start[x + 1]. */
    private record Row(int[] start, short[] index, float[] value, float[] energy) {}

    /**
     * @param image row by row
     * @param nx columns
     * @param alongX transform of a block's rows
     * @param alongY transform of a block's columns
     * @param threshold coefficients smaller than this are zero
     */
    CoefficientMatching(float[] image, int nx, BlockTransform alongX, BlockTransform alongY, double threshold) {
        this.nx = nx;
        this.ny = image.length / nx;
        this.alongX = alongX;
        this.alongY = alongY;
        this.threshold = (float) threshold;
        this.rows = new Row[ny - alongY.n() + 1];
        Parallel.ranges(rows.length, 1, (from, to) -> {
            for (int y = from; y < to; y++) {
                rows[y] = row(image, y);
            }
        });
    }

    private Row row(float[] image, int y) {
        int width = alongX.n();
        int height = alongY.n();
        int blocks = nx - width + 1;
        float[] vertical = new float[height * nx];
        alongY.forward(Arrays.copyOfRange(image, y * nx, (y + height) * nx), nx, vertical);
        float[] shifted = new float[width * blocks];
        float[] coefficients = new float[width * blocks];
        float[] all = new float[width * height * blocks];
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                System.arraycopy(vertical, v * nx + u, shifted, u * blocks, blocks);
            }
            alongX.forward(shifted, blocks, coefficients);
            System.arraycopy(coefficients, 0, all, v * width * blocks, width * blocks);
        }
        int[] start = new int[blocks + 1];
        short[] index = new short[4 * blocks];
        float[] value = new float[index.length];
        float[] energy = new float[blocks];
        int count = 0;
        for (int x = 0; x < blocks; x++) {
            for (int k = 0; k < width * height; k++) {
                float c = all[k * blocks + x];
                if (k == 0 || Math.abs(c) >= threshold) {
                    if (count == index.length) {
                        index = Arrays.copyOf(index, 2 * count);
                        value = Arrays.copyOf(value, 2 * count);
                    }
                    index[count] = (short) k;
                    value[count++] = c;
                    energy[x] += c * c;
                }
            }
            start[x + 1] = count;
        }
        return new Row(start, Arrays.copyOf(index, count), Arrays.copyOf(value, count), energy);
    }

    /**
     * A search among these blocks.
     *
     * @param radius pixels to each side
     * @param grid columns at which reference blocks begin
     * @param nearest where the blocks found are kept
     */
    Matching search(int radius, int[] grid, NearestBlocks nearest) {
        float[] reference = new float[alongX.n() * alongY.n()];
        return y -> {
            nearest.begin(y);
            for (int i = 0; i < grid.length; i++) {
                expand(rows[y], grid[i], reference);
                float energy = rows[y].energy[grid[i]];
                int left = Math.max(0, grid[i] - radius);
                int right = Math.min(nx - alongX.n(), grid[i] + radius);
                int bottom = Math.min(rows.length - 1, y + radius);
                for (int other = Math.max(0, y - radius); other <= bottom; other++) {
                    Row row = rows[other];
                    for (int x = left; x <= right; x++) {
                        if (x != grid[i] || other != y) {
                            float product = 0;
                            for (int c = row.start[x]; c < row.start[x + 1]; c++) {
                                product += row.value[c] * reference[row.index[c]];
                            }
                            nearest.offer(i, energy + row.energy[x] - 2 * product, other * nx + x);
                        }
                    }
                }
            }
        };
    }

    private static void expand(Row row, int x, float[] block) {
        Arrays.fill(block, 0);
        for (int c = row.start[x]; c < row.start[x + 1]; c++) {
            block[row.index[c]] = row.value[c];
        }
    }
}
