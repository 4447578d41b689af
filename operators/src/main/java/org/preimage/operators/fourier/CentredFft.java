package org.preimage.operators.fourier;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * The centred unitary Fourier transform of arrays of interleaved complex numbers along some of their axes
 * ({@link FourierTransform} has the formula). A plan for one shape, for any number of threads.
 */
public final class CentredFft {
    private final int[] sizes;
    private final int[] axes;
    private final BatchFft[] plans;

    /**
     * @param sizes of the array in complex numbers, fastest axis first
     * @param axes positions of the axes to transform
     */
    public CentredFft(int[] sizes, int... axes) {
        this.sizes = sizes.clone();
        this.axes = axes.clone();
        Arrays.sort(this.axes);
        this.plans = new BatchFft[axes.length];
        for (int a = 0; a < axes.length; a++) {
            plans[a] = new BatchFft(sizes[this.axes[a]]);
        }
    }

    /** Image to k-space; {@code out} may be {@code in}. */
    public void forward(float[] in, float[] out) {
        transform(in, out, false);
    }

    /** K-space to image; {@code out} may be {@code in}. */
    public void inverse(float[] in, float[] out) {
        transform(in, out, true);
    }

    private void transform(float[] in, float[] out, boolean inverse) {
        float[] from = in;
        for (int a = 0; a < axes.length; a++) {
            if (axes[a] == 0) {
                lines(from, out, plans[a], inverse);
            } else {
                columns(from, out, axes[a], plans[a], inverse);
            }
            from = out;
        }
    }

    private static float scale(int n) {
        return (float) (1 / Math.sqrt(n));
    }

    private static void run(BatchFft.Batch batch, int lanes, boolean inverse) {
        if (inverse) {
            batch.inverse(lanes);
        } else {
            batch.forward(lanes);
        }
    }

    /** Lanes of a batch if {@code all} lines are shared out evenly. */
    private static int evenly(int all, int most) {
        int batches = (all + most - 1) / most;
        return (all + batches - 1) / batches;
    }

    /** Along the fastest axis. */
    private static void lines(float[] in, float[] out, BatchFft plan, boolean inverse) {
        int n = plan.length();
        int all = in.length / 2 / n;
        int shift = n - n / 2;
        Parallel.ranges(
                all,
                Math.min(16, plan.lanes()),
                (from, to) -> plan.use(batch -> {
                    int most = evenly(to - from, plan.lanes());
                    for (int l = from; l < to; l += most) {
                        int lanes = Math.min(most, to - l);
                        Interleaved.splitLines(in, 2 * l * n, batch, shift, lanes);
                        run(batch, lanes, inverse);
                        Interleaved.joinLines(batch, scale(n), out, 2 * l * n, shift, lanes);
                    }
                }));
    }

    /** Along another axis. */
    private void columns(float[] in, float[] out, int axis, BatchFft plan, boolean inverse) {
        int n = plan.length();
        int inner = 1;
        for (int i = 0; i < axis; i++) {
            inner *= sizes[i];
        }
        int stride = inner;
        int width = evenly(stride, plan.lanes());
        int blocks = (stride + width - 1) / width;
        int outer = in.length / 2 / n / stride;
        int shift = n - n / 2;
        Parallel.ranges(
                outer * blocks,
                1,
                (from, to) -> plan.use(batch -> {
                    for (int b = from; b < to; b++) {
                        int first = b % blocks * width;
                        int start = b / blocks * stride * n + first;
                        int lanes = Math.min(width, stride - first);
                        for (int i = 0; i < n; i++) {
                            int row = (i + shift) % n;
                            Interleaved.split(in, 2 * (start + i * stride), batch.re(row), batch.im(row), lanes);
                        }
                        run(batch, lanes, inverse);
                        for (int k = 0; k < n; k++) {
                            int row = (k + shift) % n;
                            Interleaved.join(
                                    batch.re(row), batch.im(row), scale(n), out, 2 * (start + k * stride), lanes);
                        }
                    }
                }));
    }
}
