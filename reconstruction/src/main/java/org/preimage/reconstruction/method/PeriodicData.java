package org.preimage.reconstruction.method;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.ExtendedBlur;
import org.preimage.operators.blur.PeriodicFilter;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * Data of a blur as those of a periodic one, for filters in the Fourier domain: as they are, or continued into a larger period
 * where they have no right to be periodic. The continuation mirrors the data at each end and fades from one mirror image to the
 * other.
 *
 * @param convolution the periodic blur
 * @param field from the period to the field of view
 * @param data of the whole period
 */
record PeriodicData(PeriodicFilter convolution, LinearOperator field, float[] data) {
    /**
     * The data of one period.
     *
     * @param data in the range of the blur
     * @param padded whether to continue them
     */
    static PeriodicData of(Blur blur, float[] data, boolean padded) {
        if (!padded) {
            PeriodicFilter whole = blur.periodic().orElseGet(() -> new Blur(blur.range(), blur.psf(), Boundary.PERIODIC)
                    .periodic()
                    .orElseThrow());
            return new PeriodicData(whole, FreeBorder.none(blur).image(), data);
        }
        ExtendedBlur extended = new ExtendedBlur(blur.range(), blur.psf());
        return new PeriodicData(
                extended.convolution(),
                extended.selection(),
                continued(blur.range(), data, extended.domain(), extended.offset()));
    }

    /** The data along one axis after the other. */
    private static float[] continued(Space small, float[] data, Space large, int[] offset) {
        float[] now = data;
        int spatial = 0;
        int inner = small.field().floats();
        for (int axis = 0; axis < small.dimensions(); axis++) {
            int n = small.size(axis);
            int m = large.size(axis);
            boolean spreads = small.axes().get(axis).role().isSpatial();
            int from = spreads ? offset[spatial++] : 0;
            float[] next = new float[now.length / n * m];
            int outer = now.length / (inner * n);
            for (int o = 0; o < outer; o++) {
                for (int p = 0; p < m; p++) {
                    int at = Math.floorMod(p - from, m);
                    int g = at - n;
                    int left = at < n ? at : mirrored(n - 1 - g, n);
                    int right = at < n ? at : mirrored(m - n - 1 - g, n);
                    double t = at < n ? 0 : (g + 0.5) / (m - n);
                    float share = (float) (t * t * (3 - 2 * t));
                    for (int i = 0; i < inner; i++) {
                        next[(o * m + p) * inner + i] = (1 - share) * now[(o * n + left) * inner + i]
                                + share * now[(o * n + right) * inner + i];
                    }
                }
            }
            now = next;
            inner *= m;
        }
        return now;
    }

    private static int mirrored(int i, int n) {
        int k = Math.floorMod(i, 2 * n);
        return k < n ? k : 2 * n - 1 - k;
    }

    HalfGrid grid() {
        return convolution.transfer().grid();
    }

    /** The filtered data in the field of view. */
    float[] filtered(TransferFunction filter) {
        return field.apply(new PeriodicFilter(convolution.domain(), filter).apply(data));
    }

    /** |H|<sup>2</sup> of each frequency kept. */
    double[] squaredTransfer() {
        TransferFunction h = convolution.transfer();
        double[] squares = new double[grid().points()];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (double) h.re(i) * h.re(i) + (double) h.im(i) * h.im(i);
        }
        return squares;
    }

    /**
     * The power of each frequency kept, those left out added to their conjugates: white noise has its variance times the
     * multiplicity. Of images with further axes or imaginary parts there is none.
     *
     * @throws IllegalArgumentException if the image is complex or has axes other than X, Y, Z
     */
    double[] power() {
        Space space = convolution.domain();
        if (space.field() == Field.COMPLEX || grid().sizes().length != space.dimensions()) {
            throw new IllegalArgumentException("the image is " + space
                    + ", but its noise can only be weighed automatically in real images with spatial axes alone");
        }
        float[][] spectrum = new RealFilter(grid()).spectrum(data);
        double[] power = multiplicity();
        double sum = 0;
        for (int i = 0; i < power.length; i++) {
            power[i] *= (double) spectrum[0][i] * spectrum[0][i] + (double) spectrum[1][i] * spectrum[1][i];
            sum += power[i];
        }
        double energy = 0;
        for (float v : data) {
            energy += (double) v * v;
        }
        // Parseval, whatever the scale of the transform.
        for (int i = 0; i < power.length; i++) {
            power[i] *= sum > 0 ? energy / sum : 0;
        }
        return power;
    }

    /** How many frequencies of the whole spectrum each one stands for. */
    double[] multiplicity() {
        double[] cycles = new double[grid().sizes().length];
        int[] sizes = grid().sizes();
        int last = sizes.length - 1;
        double[] times = new double[grid().points()];
        for (int i = 0; i < times.length; i++) {
            grid().frequency(i, cycles);
            boolean own = cycles[last] == 0 || sizes[last] % 2 == 0 && Math.abs(cycles[last]) == 0.5;
            times[i] = own ? 1 : 2;
        }
        return times;
    }

    /** Samples of the period. */
    int samples() {
        return data.length;
    }
}
