package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The ramp filter of filtered back-projection, band-limited to the detector's sampling and windowed.
 *
 * <p>Each projection is convolved with h[0] = 1 / 4, h[n] = -1 / (pi n)^2 for odd n, 0 for other even n, over the detector's
 * spacing in mm: the exact inverse transform of |f| for |f| &lt; 1/2, not samples of |f|, which would take away the mean
 * (G. N. Ramachandran, A. V. Lakshminarayanan, PNAS 68, 1971; A. C. Kak, M. Slaney, Principles of Computerized
 * Tomographic Imaging, 1988, eq. 61). The convolution is linear, through transforms of at least twice the length. Its
 * spectrum is multiplied with the window. Self-adjoint; domain and range are the sinogram's space.
 */
public final class RampFilter extends LinearOperator {
    /** What tames high frequencies; f in cycles per sample, 1/2 at most, and 1 at f = 0. */
    public enum Window {
        /** No window. */
        RAM_LAK(f -> 1),
        /** sin(pi f) / (pi f). */
        SHEPP_LOGAN(f -> f == 0 ? 1 : Math.sin(Math.PI * f) / (Math.PI * f)),
        /** cos(pi f). */
        COSINE(f -> Math.cos(Math.PI * f)),
        /** 0.54 + 0.46 cos(2 pi f). */
        HAMMING(f -> 0.54 + 0.46 * Math.cos(2 * Math.PI * f)),
        /** 0.5 + 0.5 cos(2 pi f). */
        HANN(f -> 0.5 + 0.5 * Math.cos(2 * Math.PI * f));

        private final DoubleUnaryOperator gain;

        Window(DoubleUnaryOperator gain) {
            this.gain = gain;
        }

        /** The factor at frequency f, 0 &lt;= f &lt;= 1/2. */
        public double gain(double f) {
            return gain.applyAsDouble(f);
        }

        /** Lower case with hyphens, as "shepp-logan". */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The window of this {@link #label}.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Window labelled(String label) {
            return Stream.of(values())
                    .filter(w -> w.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("window is \"" + label + "\", but must be one of "
                            + Stream.of(values()).map(Window::label).collect(Collectors.joining(", "))));
        }
    }

    private final int cells;
    private final LineTransform transform;
    private final float[] spectrum;

    /**
     * @param sinogram a real space whose first axis is the detector
     * @param window stretched so that its f = 1/2 falls on the cutoff
     * @param cutoff fraction of the detector's highest frequency, 1 / (2 spacing), above which nothing passes, 0 &lt;
     *     cutoff &lt;= 1
     * @throws IllegalArgumentException if the space is of another kind or the cutoff is out of range
     */
    public RampFilter(Space sinogram, Window window, double cutoff) {
        this(sinogram, 0, window, cutoff);
    }

    /**
     * The ramp for cells in equal steps of angle about the source, each a line of its own fan angle g: h[n] = -1 / (pi sin(n
     * step) / step)^2 for odd n over the step, which is the straight ramp times (g / sin g)^2 (Kak and Slaney, section 3.4.1).
     *
     * @param sinogram a real space whose first axis is the detector
     * @param step between cells in radians; the cells span less than half a turn
     * @param window as for the straight ramp
     * @param cutoff as for the straight ramp
     * @throws IllegalArgumentException if the space is of another kind, the cells span too much or the cutoff is out of range
     */
    public static RampFilter equiangular(Space sinogram, double step, Window window, double cutoff) {
        double span = (sinogram.size(0) - 1) * step;
        if (!(step > 0 && span < Math.PI)) {
            throw new IllegalArgumentException("cells span " + Math.toDegrees(span)
                    + " degrees about the source, but must span more than 0 and less than 180");
        }
        return new RampFilter(sinogram, step, window, cutoff);
    }

    /** @param step in radians; 0 for a straight detector */
    private RampFilter(Space sinogram, double step, Window window, double cutoff) {
        super(sinogram, sinogram);
        if (sinogram.axes().get(0).role() != Role.DETECTOR || sinogram.field().floats() != 1) {
            throw new IllegalArgumentException("sinogram is " + sinogram + ", but must be real with DETECTOR first");
        }
        requireCutoff(cutoff);
        cells = sinogram.size(0);
        transform = new LineTransform(LineTransform.fastLength(2 * cells));
        spectrum = spectrum(cells, transform.length(), window, cutoff, step, step > 0 ? step : sinogram.spacing(0));
    }

    static void requireCutoff(double cutoff) {
        if (!(cutoff > 0 && cutoff <= 1)) {
            throw new IllegalArgumentException("cutoff is " + cutoff + ", but must be above 0 and at most 1");
        }
    }

    /** Gain at each frequency for a straight detector, divided by the length for the unscaled inverse transform. */
    static float[] spectrum(int length, Window window, double cutoff, double spacing) {
        return spectrum(length, length, window, cutoff, 0, spacing);
    }

    private static float[] spectrum(int cells, int length, Window window, double cutoff, double step, double spacing) {
        float[] kernel = new float[2 * length];
        kernel[0] = 0.25f;
        for (int n = 1; n <= length / 2; n += 2) {
            // Beyond the detector's length the sine comes back, and no cell asks.
            double distance = step > 0 && n < cells ? Math.sin(n * step) / step : n;
            float h = (float) (-1 / (Math.PI * Math.PI * distance * distance));
            kernel[2 * n] = h;
            kernel[2 * (length - n)] = h;
        }
        new LineTransform(length).use(fft -> fft.complexForward(kernel));
        float[] spectrum = new float[length];
        for (int k = 0; k < length; k++) {
            double f = Math.min(k, length - k) / (double) length / cutoff;
            double gain = f <= 0.5 ? window.gain(f) : 0;
            spectrum[k] = (float) (kernel[2 * k] * gain / (length * spacing));
        }
        return spectrum;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        int rows = x.length / cells;
        // Two real rows make one complex one: the spectrum is real and even, so they come back unmixed.
        int length = transform.length();
        Parallel.ranges(
                (rows + 1) / 2,
                4,
                (from, to) -> transform.use(fft -> {
                    float[] z = new float[2 * length];
                    for (int pair = from; pair < to; pair++) {
                        int first = 2 * pair * cells;
                        // The last of an odd number of rows goes with itself.
                        int second = 2 * pair + 1 < rows ? first + cells : first;
                        for (int i = 0; i < cells; i++) {
                            z[2 * i] = x[first + i];
                            z[2 * i + 1] = x[second + i];
                        }
                        Arrays.fill(z, 2 * cells, z.length, 0);
                        fft.complexForward(z);
                        for (int k = 0; k < length; k++) {
                            z[2 * k] *= spectrum[k];
                            z[2 * k + 1] *= spectrum[k];
                        }
                        fft.complexInverse(z, false);
                        for (int i = 0; i < cells; i++) {
                            out[first + i] = z[2 * i];
                            out[second + i] = z[2 * i + 1];
                        }
                    }
                }));
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }
}
