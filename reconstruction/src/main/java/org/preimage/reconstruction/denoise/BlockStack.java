package org.preimage.reconstruction.denoise;

/**
 * A stack of similar blocks and its three-dimensional transform: two-dimensional in each block, then Haar's from block to block.
 * For one thread.
 *
 * <p>All loops run over entries that stand side by side. The blocks' order is that of reversed bits, for which the pairs of
 * each level of Haar's transform lie half a stack apart.
 */
final class BlockStack {
    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    private final BlockTransform alongX;
    private final BlockTransform alongY;
    private final int width;
    private final int height;
    private final float[] work;
    private final float[] coefficients;

    /**
     * @param alongX transform of a block's rows
     * @param alongY transform of a block's columns
     * @param most blocks at most, a power of 2
     */
    BlockStack(BlockTransform alongX, BlockTransform alongY, int most) {
        this.alongX = alongX;
        this.alongY = alongY;
        this.width = alongX.n();
        this.height = alongY.n();
        this.work = new float[width * height * most];
        this.coefficients = new float[width * height * most];
    }

    /** The coefficients of the stack transformed last; the first is the only one that sees the stack's mean. */
    float[] coefficients() {
        return coefficients;
    }

    private static int reversed(int i, int n) {
        return n == 1 ? 0 : Integer.reverse(i) >>> (32 - Integer.numberOfTrailingZeros(n));
    }

    /** Transforms the first {@code n} blocks found, a power of 2, for reference block {@code i}. */
    void transform(float[] image, int nx, NearestBlocks found, int i, int n) {
        int row = n * width;
        for (int b = 0; b < n; b++) {
            int from = found.position(i, b);
            int to = reversed(b, n) * width;
            for (int v = 0; v < height; v++, from += nx, to += row) {
                for (int u = 0; u < width; u++) {
                    coefficients[to + u] = image[from + u];
                }
            }
        }
        alongY.forward(coefficients, row, work);
        transpose(work, height, n, width, coefficients);
        alongX.forward(coefficients, n * height, work);
        haar(n);
    }

    /** out[u][b][v] = in[v][b][u] for v &lt; h, u &lt; w. */
    private static void transpose(float[] in, int h, int n, int w, float[] out) {
        for (int b = 0; b < n; b++) {
            for (int u = 0; u < w; u++) {
                int to = (u * n + b) * h;
                int from = b * w + u;
                for (int v = 0; v < h; v++) {
                    out[to + v] = in[from + v * n * w];
                }
            }
        }
    }

    /** From work to coefficients. */
    private void haar(int n) {
        int line = n * height;
        for (int u = 0; u < width; u++) {
            int base = u * line;
            float[] in = work;
            for (int half = line / 2; half >= height; half /= 2) {
                butterflies(in, base, half, coefficients);
                in = coefficients;
            }
            if (n == 1) {
                System.arraycopy(work, base, coefficients, base, line);
            }
        }
    }

    private static void butterflies(float[] in, int base, int half, float[] out) {
        float f = HALF_ROOT;
        int other = base + half;
        for (int t = 0; t < half; t++) {
            float a = in[base + t];
            float b = in[other + t];
            out[base + t] = f * (a + b);
            out[other + t] = f * (a - b);
        }
    }

    /**
     * Transforms the coefficients back and adds the blocks to a weighted mean.
     *
     * @param found where the blocks belong
     * @param i reference block
     * @param n blocks, as before
     * @param window weights within a block
     * @param weight of the stack
     * @param sum receives weighted pixels
     * @param weights receives the weights
     * @param origin index in the image of the first entry of both
     */
    void addBack(
            int nx,
            NearestBlocks found,
            int i,
            int n,
            float[] window,
            float weight,
            float[] sum,
            float[] weights,
            int origin) {
        int line = n * height;
        for (int u = 0; u < width; u++) {
            for (int half = height; half < line; half *= 2) {
                butterflies(coefficients, u * line, half, coefficients);
            }
        }
        alongX.inverse(coefficients, line, work);
        transpose(work, width, n, height, coefficients);
        alongY.inverse(coefficients, n * width, work);
        int row = n * width;
        for (int b = 0; b < n; b++) {
            int to = found.position(i, b) - origin;
            int from = reversed(b, n) * width;
            for (int v = 0; v < height; v++, from += row, to += nx) {
                for (int u = 0; u < width; u++) {
                    float w = weight * window[v * width + u];
                    sum[to + u] += w * work[from + u];
                    weights[to + u] += w;
                }
            }
        }
    }
}
