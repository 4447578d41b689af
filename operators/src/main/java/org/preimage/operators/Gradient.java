package org.preimage.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Forward differences along the spatial axes, (D x)_k[i] = (x[i + e_k] - x[i]) h_0 / h_k, with 0 at the last sample of
 * an axis (Neumann boundary).
 *
 * <p>Differences are per sample of the first spatial axis, not per mm: for square pixels the total variation is then the
 * plain sum that the literature and other software use, and in a volume with thicker slices the third difference
 * shrinks as it should. The range has one axis {@link Role#COMPONENT} more, slowest: first all x differences, then all y
 * differences, and so on. Axes that are not spatial (time, channel) are left alone; complex values are differenced part
 * by part.
 */
public final class Gradient extends LinearOperator {
    private final int[] axisIndex;
    private final float[] weight;
    private final int n;

    /**
     * @param domain a space with at least one spatial axis
     * @throws IllegalArgumentException if there is none
     */
    public Gradient(Space domain) {
        super(domain, domain.with(new Axis(Role.COMPONENT, spatialAxes(domain).size())));
        List<Integer> spatial = spatialAxes(domain);
        this.n = domain.length();
        this.axisIndex = spatial.stream().mapToInt(i -> i).toArray();
        this.weight = new float[axisIndex.length];
        for (int k = 0; k < weight.length; k++) {
            weight[k] = (float) (domain.spacing(axisIndex[0]) / domain.spacing(axisIndex[k]));
        }
    }

    private static List<Integer> spatialAxes(Space space) {
        List<Integer> spatial = IntStream.range(0, space.dimensions())
                .filter(i -> space.axes().get(i).role().isSpatial())
                .boxed()
                .toList();
        if (spatial.isEmpty()) {
            throw new IllegalArgumentException("the gradient needs a spatial axis, but the space is " + space);
        }
        return spatial;
    }

    /** Number of partial differences at each point. */
    public int components() {
        return axisIndex.length;
    }

    /** Floats between neighbours along an axis. */
    private int stride(int axis) {
        int stride = domain().field().floats();
        for (int i = 0; i < axis; i++) {
            stride *= domain().size(i);
        }
        return stride;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        combine(x, -1, out);
    }

    /** w_k (x[i + e_k] + sign x[i]). */
    private void combine(float[] x, int sign, float[] out) {
        for (int k = 0; k < axisIndex.length; k++) {
            int stride = stride(axisIndex[k]);
            int block = stride * domain().size(axisIndex[k]);
            int offset = k * n;
            float w = weight[k];
            float v = sign * w;
            Parallel.ranges(n, 1 << 14, (from, to) -> {
                // An index range, cut at the blocks' last layers, where the difference is zero.
                for (int start = from; start < to; ) {
                    int blockStart = start / block * block;
                    int zeroFrom = blockStart + block - stride;
                    int end = Math.min(to, Math.max(start, zeroFrom));
                    for (int i = start; i < end; i++) {
                        out[offset + i] = w * x[i + stride] + v * x[i];
                    }
                    int blockEnd = Math.min(to, blockStart + block);
                    Arrays.fill(out, offset + end, offset + blockEnd, 0);
                    start = blockEnd;
                }
            });
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        spread(y, -1, out);
    }

    /** The transpose of {@link #combine}. */
    private void spread(float[] y, int sign, float[] out) {
        for (int k = 0; k < axisIndex.length; k++) {
            int stride = stride(axisIndex[k]);
            int block = stride * domain().size(axisIndex[k]);
            int offset = k * n;
            float w = weight[k];
            float v = sign * w;
            boolean first = k == 0;
            Parallel.ranges(n, 1 << 14, (from, to) -> {
                if (first) {
                    Arrays.fill(out, from, to, 0);
                }
                for (int start = from; start < to; ) {
                    int blockStart = start / block * block;
                    int blockEnd = Math.min(to, blockStart + block);
                    int lastFrom = blockStart + block - stride;
                    int end = Math.min(blockEnd, lastFrom);
                    for (int i = start; i < end; i++) {
                        out[i] += v * y[offset + i];
                    }
                    for (int i = Math.max(start, blockStart + stride); i < blockEnd; i++) {
                        out[i] += w * y[offset + i - stride];
                    }
                    start = blockEnd;
                }
            });
        }
    }

    /** The exact norm: the axes' second differences commute, so |D|^2 = sum over axes of 4 w_k^2 sin^2(pi (N_k - 1) / (2 N_k)). */
    @Override
    protected double computeNorm() {
        double sum = 0;
        for (int k = 0; k < axisIndex.length; k++) {
            int size = domain().size(axisIndex[k]);
            double s = 2 * weight[k] * Math.sin(Math.PI * (size - 1) / (2.0 * size));
            sum += s * s;
        }
        return Math.sqrt(sum);
    }

    /** Sums of neighbours in place of their differences. */
    @Override
    public Optional<LinearOperator> magnitudes() {
        return Optional.of(
                LinearOperator.of(domain(), range(), (x, out) -> combine(x, 1, out), (y, out) -> spread(y, 1, out)));
    }
}
