package org.preimage.reconstruction.method;

import java.util.Locale;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;

/**
 * A Cartesian scan of a bit more than half of k-space: one axis is sampled from some way on one side of the centre to the end
 * on the other, all others as a whole. The samples that have a partner opposite the centre give the phase of the
 * image, as far as it is smooth; the others then count twice, because an image without phase has Hermitian k-space.
 */
final class PartialFourier {
    /** Samples beyond the centre on the short side that make a phase, at least. */
    private static final int LEAST = 2;

    private final String name;
    private final int size;
    private final int stride;
    private final int first;
    private final int last;
    private final int band;

    private PartialFourier(SamplingMask mask, int axis, int stride, int first, int last) {
        Axis along = mask.space().axes().get(axis);
        this.name = along.role().toString();
        this.size = along.size();
        this.stride = stride;
        this.first = first;
        this.last = last;
        this.band = Math.min(size / 2 - first, last - size / 2);
    }

    /**
     * Axis, side and extent, from the mask.
     *
     * @param method who asks, for messages
     * @throws IllegalArgumentException if it is not the mask of a partial Fourier scan
     */
    static PartialFourier of(String method, SamplingMask mask) {
        int[] sizes = mask.space().sizes();
        int partial = -1;
        int partialStride = 1;
        for (int a = 0, stride = 1; a < sizes.length; stride *= sizes[a++]) {
            if (!constantAlong(mask, sizes[a], stride)) {
                if (partial >= 0) {
                    throw refuse(method, "but the mask has gaps along several axes");
                }
                partial = a;
                partialStride = stride;
            }
        }
        if (partial < 0) {
            throw refuse(method, "but the mask keeps all of k-space");
        }
        int n = sizes[partial];
        int first = 0;
        while (!mask.kept(first * partialStride)) {
            first++;
        }
        int last = n - 1;
        while (!mask.kept(last * partialStride)) {
            last--;
        }
        String role = mask.space().axes().get(partial).role().toString();
        for (int i = first; i <= last; i++) {
            if (!mask.kept(i * partialStride)) {
                throw refuse(method, "but sample " + i + " of " + role + " is missing between others");
            }
        }
        int short1 = n / 2 - first;
        int short2 = last - n / 2;
        String found = "but samples " + first + " to " + last + " of " + n + " along " + role;
        if (Math.min(short1, short2) < LEAST) {
            throw refuse(
                    method,
                    found + " do not reach at least " + LEAST + " samples beyond the centre, which gives the phase");
        }
        if (Math.abs(short1 - short2) < 2) {
            throw refuse(method, found + " lie symmetrically around the centre");
        }
        return new PartialFourier(mask, partial, partialStride, first, last);
    }

    private static IllegalArgumentException refuse(String method, String why) {
        return new IllegalArgumentException("method " + method
                + " needs one axis of k-space sampled from beyond the centre to one end, and the others as a whole, "
                + why);
    }

    private static boolean constantAlong(SamplingMask mask, int size, int stride) {
        int points = mask.space().points();
        for (int i = 0; i < points; i++) {
            if (mask.kept(i) != mask.kept(i - i / stride % size * stride)) {
                return false;
            }
        }
        return true;
    }

    /** What was found, in words. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "%s: samples %d to %d of %d, %.3f of the axis; the phase is from the %d around the centre",
                name,
                first,
                last,
                size,
                (last - first + 1) / (double) size,
                2 * band + 1);
    }

    /** Steps from the centre, positive on the long side. */
    private int outward(int i) {
        return last - size / 2 > size / 2 - first ? i - size / 2 : size / 2 - i;
    }

    /**
     * 0 on the missing side, 2 where the partner is missing, and partners add up to 2 everywhere: 1 in the inner half of the
     * symmetric band, then 1 +- sin<sup>2</sup> to its end. Where the phase has a slope, its piece of the image has its k-space
     * peak beside the centre; a ramp through the whole band would change its brightness.
     */
    float[] doubling() {
        float[] w = new float[size];
        for (int i = first; i <= last; i++) {
            int s = outward(i);
            double step = Math.max(0, Math.abs(s) - 0.5 * band) / (band + 1 - 0.5 * band);
            w[i] = s > band ? 2 : (float) (1 + Math.signum(s) * Math.pow(Math.sin(Math.PI / 2 * step), 2));
            // The highest frequency of an even number of samples is its own partner.
            w[i] = size % 2 == 0 && i == 0 ? 1 : w[i];
        }
        return w;
    }

    /** 1 on what is measured, falling to 0 over the last samples before the gap as a squared cosine. */
    float[] transition(int samples) {
        float[] w = new float[size];
        int width = Math.min(samples, band);
        for (int i = first; i <= last; i++) {
            int fromGap = Math.abs(i - (outward(first) < outward(last) ? first : last)) + 1;
            w[i] = fromGap > width ? 1 : (float) Math.pow(Math.sin(Math.PI / 2 * fromGap / (width + 1)), 2);
        }
        return w;
    }

    /** Multiplies multi-coil k-space by weights along the axis. */
    void multiply(float[] kspace, float[] weights, float[] out) {
        Parallel.ranges(kspace.length / 2, 1 << 14, (from, to) -> {
            for (int i = from; i < to; i++) {
                float w = weights[i / stride % size];
                out[2 * i] = w * kspace[2 * i];
                out[2 * i + 1] = w * kspace[2 * i + 1];
            }
        });
    }

    /** Index along the axis of point i of multi-coil k-space. */
    int index(int i) {
        return i / stride % size;
    }

    /**
     * The phase of each coil's image as numbers of modulus 1, from the symmetric band under a squared cosine; 1 where the
     * image is zero.
     */
    float[] phase(CartesianMri mri, float[] data) {
        float[] window = new float[size];
        for (int i = size / 2 - band; i <= size / 2 + band; i++) {
            window[i] = (float) Math.pow(Math.cos(Math.PI * (i - size / 2) / (2.0 * band + 2)), 2);
        }
        float[] smooth = new float[data.length];
        multiply(data, window, smooth);
        FourierTransform fourier = mri.fourier();
        float[] phase = fourier.adjoint(smooth);
        Parallel.ranges(phase.length / 2, 1 << 14, (from, to) -> {
            for (int i = 2 * from; i < 2 * to; i += 2) {
                double modulus = Math.hypot(phase[i], phase[i + 1]);
                phase[i] = modulus == 0 ? 1 : (float) (phase[i] / modulus);
                phase[i + 1] = modulus == 0 ? 0 : (float) (phase[i + 1] / modulus);
            }
        });
        return phase;
    }

    /** Projects coil images onto those with this phase: x becomes Re(x conj(p)) p, where that is positive if asked for. */
    static void project(float[] x, float[] phase, boolean positive) {
        Parallel.ranges(x.length / 2, 1 << 14, (from, to) -> {
            for (int i = 2 * from; i < 2 * to; i += 2) {
                float along = x[i] * phase[i] + x[i + 1] * phase[i + 1];
                along = positive ? Math.max(0, along) : along;
                x[i] = along * phase[i];
                x[i + 1] = along * phase[i + 1];
            }
        });
    }
}
