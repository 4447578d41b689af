package org.preimage.operators.mri;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Grids that wait for their next use, for all operators together: a grid of a call is taken from here, so that a run of many
 * calls allocates once, and many operators of one size, as the frames of a series, share. Under pressure the memory goes
 * back.
 */
final class GridPool {
    private record Shape(int rows, int length) {}

    private static final Map<Shape, Queue<SoftReference<float[][]>>> IDLE = new ConcurrentHashMap<>();

    private GridPool() {}

    /** A grid of rows of one length that nobody else uses; its content is arbitrary. */
    static float[][] take(int rows, int length) {
        Queue<SoftReference<float[][]>> idle = IDLE.get(new Shape(rows, length));
        while (idle != null) {
            SoftReference<float[][]> next = idle.poll();
            if (next == null) {
                break;
            }
            float[][] grid = next.get();
            if (grid != null) {
                return grid;
            }
        }
        return new float[rows][length];
    }

    /** Takes back a grid that came from {@link #take}. */
    static void give(float[][] grid) {
        IDLE.computeIfAbsent(new Shape(grid.length, grid[0].length), shape -> new ConcurrentLinkedQueue<>())
                .add(new SoftReference<>(grid));
    }
}
