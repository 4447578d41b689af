package org.preimage.operators.mri.calibration;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.mri.calibration.Neighbourhoods.Offset;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Multi-coil k-space that is filled up: what is measured, and the points estimated from it so far. */
final class Completion {
    private final Space space;
    private final int[] sizes;
    private final int[] strides;
    private final boolean[] readout;
    private final int coils;
    private final int points;
    private final float[] measuredRe;
    private final float[] measuredIm;
    private final float[] out;

    /**
     * @param data what is measured
     * @param coils of the data
     * @param near which axes are read out as a whole
     */
    Completion(Image data, int coils, Neighbourhoods near) {
        this.space = data.space();
        this.coils = coils;
        this.points = space.points() / coils;
        int d = space.dimensions() - 1;
        sizes = new int[d];
        strides = new int[d];
        readout = new boolean[d];
        for (int a = 0, stride = 1; a < d; stride *= sizes[a++]) {
            sizes[a] = space.size(a);
            strides[a] = stride;
            readout[a] = near.readout(a);
        }
        out = data.data().clone();
        // Apart, so that sums along a line are vectorised.
        measuredRe = new float[space.points()];
        measuredIm = new float[space.points()];
        for (int i = 0; i < measuredRe.length; i++) {
            measuredRe[i] = out[2 * i];
            measuredIm[i] = out[2 * i + 1];
        }
    }

    /** Points of a coil for each one of the axes that are not read out as a whole. */
    int readoutPoints() {
        int n = 1;
        for (int a = 0; a < sizes.length; a++) {
            n *= readout[a] ? sizes[a] : 1;
        }
        return n;
    }

    Image result() {
        return new Image(space, out);
    }

    /**
     * Estimates points, with all that stand in line with them along the axes read out.
     *
     * @param targets at index 0 along the axes read out
     * @param sources steps from a target
     * @param weights of source s, coil c in row s coils + c, of target t, coil e in complex column t coils + e
     * @param target which columns to take
     */
    void estimate(List<Integer> targets, List<Offset> sources, float[][] weights, int target) {
        int length = readout[0] ? sizes[0] : 1;
        int lines = readoutPoints() / length;
        Parallel.ranges(targets.size() * lines, 4, (from, to) -> {
            float[][] re = new float[coils][length];
            float[][] im = new float[coils][length];
            for (int i = from; i < to; i++) {
                line(targets.get(i / lines), i % lines, sources, weights, target * coils, re, im);
            }
        });
    }

    private void line(
            int start, int line, List<Offset> sources, float[][] weights, int column, float[][] re, float[][] im) {
        int length = re[0].length;
        // The index along each axis, and the first point of the line.
        int[] index = new int[sizes.length];
        int at = start;
        int rest = line;
        for (int a = 0; a < sizes.length; a++) {
            index[a] = start / strides[a] % sizes[a];
            if (readout[a] && a > 0) {
                index[a] = rest % sizes[a];
                rest /= sizes[a];
                at += index[a] * strides[a];
            }
        }
        for (int c = 0; c < coils; c++) {
            Arrays.fill(re[c], 0);
            Arrays.fill(im[c], 0);
        }
        for (int s = 0; s < sources.size(); s++) {
            Offset o = sources.get(s);
            int from = at;
            boolean inside = true;
            for (int a = 0; a < sizes.length; a++) {
                from += o.along(a) * strides[a];
                int moved = index[a] + o.along(a);
                inside &= a == 0 && readout[0] || moved >= 0 && moved < sizes[a];
            }
            if (!inside) {
                continue;
            }
            int low = readout[0] ? Math.max(0, -o.x()) : 0;
            int high = readout[0] ? Math.min(length, length - o.x()) : 1;
            for (int c = 0; c < coils; c++) {
                float[] w = weights[s * coils + c];
                for (int e = 0; e < coils; e++) {
                    add(w[2 * (column + e)], w[2 * (column + e) + 1], from + c * points, low, high, re[e], im[e]);
                }
            }
        }
        for (int c = 0; c < coils; c++) {
            for (int x = 0; x < length; x++) {
                out[2 * (c * points + at + x)] = re[c][x];
                out[2 * (c * points + at + x) + 1] = im[c][x];
            }
        }
    }

    private void add(float a, float b, int from, int low, int high, float[] re, float[] im) {
        float[] mr = measuredRe;
        float[] mi = measuredIm;
        for (int x = low; x < high; x++) {
            re[x] += a * mr[from + x] - b * mi[from + x];
            im[x] += a * mi[from + x] + b * mr[from + x];
        }
    }
}
