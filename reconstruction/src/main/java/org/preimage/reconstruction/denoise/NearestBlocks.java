package org.preimage.reconstruction.denoise;

import java.util.Arrays;

/**
 * For each reference block in a row of them, the similar blocks found so far: those whose distance is below a threshold, the
 * closest first, no more than a given number. The reference itself is always the first.
 */
final class NearestBlocks {
    private final int nx;
    private final int[] grid;
    private final int most;
    private final float threshold;
    private final float[] distances;
    private final int[] positions;
    private final int[] counts;
    private int y;

    /**
     * @param nx columns of the image
     * @param grid columns at which reference blocks begin
     * @param most blocks kept at most, the reference included
     * @param threshold squared distance, a sum over pixels, from which on a block is not similar
     */
    NearestBlocks(int nx, int[] grid, int most, double threshold) {
        this.nx = nx;
        this.grid = grid;
        this.most = most;
        this.threshold = (float) threshold;
        this.distances = new float[grid.length * most];
        this.positions = new int[grid.length * most];
        this.counts = new int[grid.length];
    }

    /** Forgets all, and begins with the reference blocks whose first row is {@code row}. */
    void begin(int row) {
        y = row;
        Arrays.fill(counts, 1);
        for (int i = 0; i < grid.length; i++) {
            distances[i * most] = 0;
            positions[i * most] = row * nx + grid[i];
        }
    }

    /**
     * Keeps the candidates of one shift that are close enough.
     *
     * @param d squared distances by the reference's column
     * @param first column from which on d holds
     * @param last column up to which d holds
     * @param dy rows from reference to candidate
     * @param dx columns from reference to candidate
     */
    void offer(float[] d, int first, int last, int dy, int dx) {
        if (dx == 0 && dy == 0) {
            return;
        }
        int shift = (y + dy) * nx + dx;
        for (int i = 0; i < grid.length; i++) {
            int x = grid[i];
            if (x >= first && x <= last) {
                offer(i, d[x], shift + x);
            }
        }
    }

    /** Keeps one candidate for reference block {@code i} if it is close enough. */
    void offer(int i, float distance, int position) {
        int count = counts[i];
        if (distance < threshold && (count < most || distance < distances[i * most + count - 1])) {
            int base = i * most;
            int at = base + Math.min(count, most - 1);
            while (at > base && distances[at - 1] > distance) {
                distances[at] = distances[at - 1];
                positions[at] = positions[at - 1];
                at--;
            }
            distances[at] = distance;
            positions[at] = position;
            counts[i] = Math.min(count + 1, most);
        }
    }

    /** How many were found for reference block {@code i}, at least 1. */
    int count(int i) {
        return counts[i];
    }

    /** Index in the image where block {@code j} of those of reference block {@code i} begins. */
    int position(int i, int j) {
        return positions[i * most + j];
    }
}
