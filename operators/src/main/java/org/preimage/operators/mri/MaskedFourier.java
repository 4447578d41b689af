package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/**
 * The encoding of Cartesian MRI, M F: each coil image's Fourier transform, zero where the mask keeps nothing. Along the fastest
 * axis only lines are transformed of which the mask keeps a part.
 */
final class MaskedFourier extends LinearOperator {
    private static final int GRAIN = 16;

    private final CentredFft fft;
    private final boolean[] kept;
    private final int size;

    /** Whether a line along the fastest axis has points that are kept, and whether others. */
    private final boolean[] some;

    private final boolean[] partial;

    MaskedFourier(Space coilImages, SamplingMask mask) {
        super(coilImages, FourierTransform.spatial(coilImages).range());
        this.fft = new CentredFft(
                coilImages.sizes(),
                IntStream.range(0, mask.space().dimensions()).toArray());
        this.kept = mask.toArray();
        this.size = coilImages.size(0);
        this.some = new boolean[kept.length / size];
        this.partial = new boolean[some.length];
        for (int i = 0; i < kept.length; i++) {
            some[i / size] |= kept[i];
            partial[i / size] |= !kept[i];
        }
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        fft.forward(x, out, some);
        mask(out, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        mask(y, out);
        fft.inverse(out, out, some);
    }

    /** {@code to} may be {@code from}. */
    private void mask(float[] from, float[] to) {
        Parallel.ranges(from.length / 2 / size, GRAIN, (first, end) -> {
            for (int l = first; l < end; l++) {
                int line = l % some.length;
                int start = 2 * l * size;
                if (!some[line]) {
                    Arrays.fill(to, start, start + 2 * size, 0);
                    continue;
                }
                if (from != to) {
                    System.arraycopy(from, start, to, start, 2 * size);
                }
                for (int i = 0; partial[line] && i < size; i++) {
                    if (!kept[line * size + i]) {
                        to[start + 2 * i] = 0;
                        to[start + 2 * i + 1] = 0;
                    }
                }
            }
        });
    }

    @Override
    protected double computeNorm() {
        return 1;
    }
}
