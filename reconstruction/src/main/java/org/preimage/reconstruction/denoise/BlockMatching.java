package org.preimage.reconstruction.denoise;

import java.util.Arrays;

/**
 * Block matching by the mean squared difference of pixels, for all reference blocks in one row of an image.
 *
 * <p>Distances come shift by shift for the whole row of reference blocks: squared differences are summed along columns, then
 * along rows in doubling steps, all in loops over neighbouring pixels.
 */
final class BlockMatching implements Matching {
    private final float[] image;
    private final int nx;
    private final int ny;
    private final int width;
    private final int height;
    private final int radius;
    private final NearestBlocks nearest;
    private final float[] column;
    private final float[] sums;

    /**
     * @param image row by row
     * @param nx columns
     * @param width of a block, at most nx
     * @param height of a block
     * @param radius of the search, pixels to each side
     * @param nearest where the blocks found are kept
     */
    BlockMatching(float[] image, int nx, int width, int height, int radius, NearestBlocks nearest) {
        this.image = image;
        this.nx = nx;
        this.ny = image.length / nx;
        this.width = width;
        this.height = height;
        this.radius = radius;
        this.nearest = nearest;
        this.column = new float[nx];
        this.sums = new float[nx];
    }

    @Override
    public void find(int y) {
        nearest.begin(y);
        int top = Math.max(0, y - radius);
        int bottom = Math.min(ny - height, y + radius);
        for (int other = top; other <= bottom; other++) {
            for (int dx = -radius; dx <= radius; dx++) {
                int first = Math.max(0, -dx);
                int last = Math.min(nx - width, nx - width - dx);
                if (first <= last) {
                    columns(y * nx, other * nx + dx, first, last + width);
                    nearest.offer(rows(first, last + 1), first, last, other - y, dx);
                }
            }
        }
    }

    /** Sums of squared differences down the columns {@code from <= x < to}. */
    private void columns(int a, int b, int from, int to) {
        float[] g = image;
        float[] sum = column;
        int r = 0;
        if (height >= 8) {
            int n = nx;
            for (int x = from; x < to; x++) {
                float d0 = g[a + x] - g[b + x];
                float d1 = g[a + n + x] - g[b + n + x];
                float d2 = g[a + 2 * n + x] - g[b + 2 * n + x];
                float d3 = g[a + 3 * n + x] - g[b + 3 * n + x];
                sum[x] = (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
            }
            a += 4 * n;
            b += 4 * n;
            for (int x = from; x < to; x++) {
                float d0 = g[a + x] - g[b + x];
                float d1 = g[a + n + x] - g[b + n + x];
                float d2 = g[a + 2 * n + x] - g[b + 2 * n + x];
                float d3 = g[a + 3 * n + x] - g[b + 3 * n + x];
                sum[x] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
            }
            a += 4 * n;
            b += 4 * n;
            r = 8;
        } else {
            Arrays.fill(sum, from, to, 0);
        }
        for (; r < height; r++) {
            for (int x = from; x < to; x++) {
                float d = g[a + x] - g[b + x];
                sum[x] += d * d;
            }
            a += nx;
            b += nx;
        }
    }

    /** Sums over {@link #width} columns from each {@code from <= x < to} on. */
    private float[] rows(int from, int to) {
        if (width != 8) {
            for (int x = from; x < to; x++) {
                float s = 0;
                for (int i = 0; i < width; i++) {
                    s += column[x + i];
                }
                sums[x] = s;
            }
            return sums;
        }
        float[] c = column;
        float[] s = sums;
        for (int x = from; x < to + 6; x++) {
            s[x] = c[x] + c[x + 1];
        }
        for (int x = from; x < to + 4; x++) {
            c[x] = s[x] + s[x + 2];
        }
        for (int x = from; x < to; x++) {
            s[x] = c[x] + c[x + 4];
        }
        return s;
    }
}
