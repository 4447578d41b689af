package org.preimage.priors.laplace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.priors.weights.Layout;

/**
 * Groups of weights that have one prior variance each. Weights of no group are fixed.
 *
 * @param layout of all weights
 * @param names of the arrays of each group, one after the other
 */
public record WeightBlocks(Layout layout, List<String> names) {
    /** @throws IllegalArgumentException if there is no group, or a name is unknown */
    public WeightBlocks {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there are no blocks of weights, but at least one is needed");
        }
        names.forEach(layout::entry);
    }

    /** Each convolution's kernel by itself. What shifts and scales channels is fixed. */
    public static WeightBlocks ofKernels(Layout layout) {
        return new WeightBlocks(
                layout,
                layout.entries().stream()
                        .filter(e -> e.shape().length == 4)
                        .map(Layout.Entry::name)
                        .toList());
    }

    /** The number of blocks. */
    public int count() {
        return names.size();
    }

    /** The arrays of each block. */
    List<List<String>> groups() {
        List<List<String>> groups = new ArrayList<>();
        names.forEach(n -> groups.add(List.of(n)));
        return groups;
    }

    /** Weights in a block. */
    public int size(int block) {
        return layout.entry(names.get(block)).length();
    }

    /** sqrt(v_b) for all weights of block b, and 0 for those of none. */
    public float[] deviations(double[] variances) {
        requireCount(variances.length);
        float[] out = new float[layout.length()];
        for (int b = 0; b < count(); b++) {
            Layout.Entry e = layout.entry(names.get(b));
            Arrays.fill(out, e.offset(), e.offset() + e.length(), (float) Math.sqrt(variances[b]));
        }
        return out;
    }

    /** The inner product of two arrays of weights over each block. */
    public double[] dots(float[] a, float[] b) {
        double[] out = new double[count()];
        for (int k = 0; k < out.length; k++) {
            Layout.Entry e = layout.entry(names.get(k));
            for (int i = e.offset(); i < e.offset() + e.length(); i++) {
                out[k] += (double) a[i] * b[i];
            }
        }
        return out;
    }

    /** The mean square of the weights of each block. */
    public double[] meanSquares(float[] weights) {
        double[] out = dots(weights, weights);
        for (int b = 0; b < out.length; b++) {
            out[b] /= size(b);
        }
        return out;
    }

    void requireCount(int variances) {
        if (variances != count()) {
            throw new IllegalArgumentException(
                    "there are " + variances + " variances, but " + count() + " blocks of weights");
        }
    }
}
