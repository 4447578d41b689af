package org.preimage.operators.fourier;

import org.preimage.operators.parallel.Parallel;

/**
 * The centred unitary Fourier transform of arrays of interleaved complex numbers along some of their axes
 * ({@link FourierTransform} has the formula). A plan for one shape, for any number of threads.
 */
public final class CentredFft {
    private final int[] sizes;
    private final int[] axes;
    private final LineTransform[] lines;

    /**
     * @param sizes of the array in complex numbers, fastest axis first
     * @param axes positions of the axes to transform
     */
    public CentredFft(int[] sizes, int... axes) {
        this.sizes = sizes.clone();
        this.axes = axes.clone();
        this.lines = new LineTransform[axes.length];
        for (int a = 0; a < axes.length; a++) {
            lines[a] = new LineTransform(sizes[axes[a]]);
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
        if (in != out) {
            System.arraycopy(in, 0, out, 0, in.length);
        }
        for (int a = 0; a < axes.length; a++) {
            along(out, axes[a], lines[a], inverse);
        }
    }

    private void along(float[] x, int axis, LineTransform transform, boolean inverse) {
        int n = sizes[axis];
        int inner = 1;
        for (int i = 0; i < axis; i++) {
            inner *= sizes[i];
        }
        int stride = inner;
        int half = n / 2;
        float scale = (float) (inverse ? Math.sqrt(n) : 1 / Math.sqrt(n));
        Parallel.ranges(
                x.length / 2 / n,
                16,
                (from, to) -> transform.use(fft -> {
                    float[] line = new float[2 * n];
                    for (int l = from; l < to; l++) {
                        int start = l / stride * stride * n + l % stride;
                        for (int i = 0; i < n; i++) {
                            int at = 2 * (start + (i + half) % n * stride);
                            line[2 * i] = x[at];
                            line[2 * i + 1] = x[at + 1];
                        }
                        if (inverse) {
                            fft.complexInverse(line, true);
                        } else {
                            fft.complexForward(line);
                        }
                        for (int i = 0; i < n; i++) {
                            int at = 2 * (start + (i + half) % n * stride);
                            x[at] = scale * line[2 * i];
                            x[at + 1] = scale * line[2 * i + 1];
                        }
                    }
                }));
    }
}
