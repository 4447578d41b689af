package org.preimage.operators.fourier;

import java.util.Arrays;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/**
 * The orthonormal discrete cosine transform of type II along some axes,
 *
 * <pre>X[k] = s_k sum over i of x[i] cos(pi k (2 i + 1) / (2 n)),   s_0 = n<sup>-1/2</sup>, s_k = (2 / n)<sup>1/2</sup>,</pre>
 *
 * of real and imaginary parts by themselves. Its adjoint, which is its inverse, is the one of type III.
 *
 * <p>Each line goes through a Fourier transform of its own length, two lines as real and imaginary part of one (J. Makhoul, A
 * fast cosine transform in one and two dimensions, IEEE Trans. Acoust. Speech Signal Process. 28, 1980).
 */
public final class CosineTransform extends AnalysisOperator {
    private final int[] axes;
    private final BatchFft[] plans;

    /**
     * @param domain real or complex
     * @param axes positions of the axes to transform, at least one, each once
     * @throws IllegalArgumentException if an axis does not exist or is named twice
     */
    public CosineTransform(Space domain, int... axes) {
        super(domain, domain);
        if (axes.length == 0 || Arrays.stream(axes).distinct().count() < axes.length) {
            throw new IllegalArgumentException(
                    "axes are " + Arrays.toString(axes) + ", but there must be at least one, each once");
        }
        for (int a : axes) {
            if (a < 0 || a >= domain.dimensions()) {
                throw new IllegalArgumentException("axis " + a + " does not exist in " + domain);
            }
        }
        this.axes = axes.clone();
        this.plans = new BatchFft[axes.length];
        for (int a = 0; a < axes.length; a++) {
            plans[a] = new BatchFft(domain.size(axes[a]));
        }
    }

    /** The sum along the transformed axes: one coefficient along each of them. */
    @Override
    public int[] approximation() {
        int[] sizes = domain().sizes();
        for (int a : axes) {
            sizes[a] = 1;
        }
        return sizes;
    }

    @Override
    public boolean isParseval() {
        return true;
    }

    @Override
    public LinearOperator inverse() {
        return transposed();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] from = x;
        for (int a = 0; a < axes.length; a++) {
            lines(from, out, a, false);
            from = out;
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] from = y;
        for (int a = axes.length - 1; a >= 0; a--) {
            lines(from, out, a, true);
            from = out;
        }
    }

    private void lines(float[] in, float[] out, int number, boolean inverse) {
        BatchFft plan = plans[number];
        int n = plan.length();
        int inner = domain().field().floats();
        for (int a = 0; a < axes[number]; a++) {
            inner *= domain().size(a);
        }
        int stride = inner;
        int lines = in.length / n;
        int pairs = (lines + 1) / 2;
        Parallel.ranges(
                pairs,
                plan.lanes(),
                (from, to) -> plan.use(batch -> {
                    for (int p = from; p < to; p += plan.lanes()) {
                        int lanes = Math.min(plan.lanes(), to - p);
                        int[] first = starts(p, lanes, stride, n, lines);
                        int[] second = starts(pairs + p, lanes, stride, n, lines);
                        if (inverse) {
                            typeThree(batch, in, out, first, second, stride);
                        } else {
                            typeTwo(batch, in, out, first, second, stride);
                        }
                    }
                }));
    }

    /** Where lines start; beyond the last one it is -1. */
    private static int[] starts(int first, int lanes, int stride, int n, int lines) {
        int[] starts = new int[lanes];
        for (int l = 0; l < lanes; l++) {
            int line = first + l;
            starts[l] = line < lines ? line / stride * stride * n + line % stride : -1;
        }
        return starts;
    }

    private static void load(float[] in, int[] starts, int at, float[] row) {
        for (int l = 0; l < starts.length; l++) {
            row[l] = starts[l] < 0 ? 0 : in[starts[l] + at];
        }
    }

    private static void store(float[] row, float[] out, int[] starts, int at) {
        for (int l = 0; l < starts.length; l++) {
            if (starts[l] >= 0) {
                out[starts[l] + at] = row[l];
            }
        }
    }

    /** The place of sample i among even samples forwards and odd ones backwards. */
    private static int place(int i, int n) {
        return i % 2 == 0 ? i / 2 : n - 1 - i / 2;
    }

    private static void typeTwo(BatchFft.Batch batch, float[] in, float[] out, int[] first, int[] second, int stride) {
        int n = batch.length();
        int lanes = first.length;
        for (int i = 0; i < n; i++) {
            load(in, first, i * stride, batch.re(place(i, n)));
            load(in, second, i * stride, batch.im(place(i, n)));
        }
        batch.forward(lanes);
        float[] a = new float[lanes];
        float[] b = new float[lanes];
        for (int k = 0; k < n; k++) {
            double scale = Math.sqrt((k == 0 ? 0.25 : 0.5) / n);
            float c = (float) (scale * Math.cos(Math.PI * k / (2 * n)));
            float s = (float) (scale * Math.sin(Math.PI * k / (2 * n)));
            float[] re = batch.re(k);
            float[] im = batch.im(k);
            float[] mirroredRe = batch.re((n - k) % n);
            float[] mirroredIm = batch.im((n - k) % n);
            for (int l = 0; l < lanes; l++) {
                a[l] = c * (re[l] + mirroredRe[l]) + s * (im[l] - mirroredIm[l]);
                b[l] = c * (im[l] + mirroredIm[l]) + s * (mirroredRe[l] - re[l]);
            }
            store(a, out, first, k * stride);
            store(b, out, second, k * stride);
        }
    }

    private static void typeThree(
            BatchFft.Batch batch, float[] in, float[] out, int[] first, int[] second, int stride) {
        int n = batch.length();
        int lanes = first.length;
        float[] a = new float[lanes];
        float[] b = new float[lanes];
        float[] mirroredA = new float[lanes];
        float[] mirroredB = new float[lanes];
        for (int k = 0; k < n; k++) {
            double scale = k == 0 ? 1 / Math.sqrt(n) : 1 / Math.sqrt(2.0 * n);
            float c = (float) (scale * Math.cos(Math.PI * k / (2 * n)));
            float s = (float) (scale * Math.sin(Math.PI * k / (2 * n)));
            load(in, first, k * stride, a);
            load(in, second, k * stride, b);
            if (k > 0) {
                load(in, first, (n - k) * stride, mirroredA);
                load(in, second, (n - k) * stride, mirroredB);
            }
            float[] re = batch.re(k);
            float[] im = batch.im(k);
            // exp(i theta) (X[k] - i X[n - k]) of both lines, the second times i.
            for (int l = 0; l < lanes; l++) {
                re[l] = c * a[l] + s * mirroredA[l] - (s * b[l] - c * mirroredB[l]);
                im[l] = s * a[l] - c * mirroredA[l] + (c * b[l] + s * mirroredB[l]);
            }
        }
        batch.inverse(lanes);
        for (int i = 0; i < n; i++) {
            store(batch.re(place(i, n)), out, first, i * stride);
            store(batch.im(place(i, n)), out, second, i * stride);
        }
    }
}
