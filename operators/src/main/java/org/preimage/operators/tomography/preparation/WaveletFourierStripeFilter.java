package org.preimage.operators.tomography.preparation;

import edu.emory.mathcs.jtransforms.fft.FloatFFT_1D;
import edu.emory.mathcs.utils.ConcurrencyUtils;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.wavelet.Wavelet;

/**
 * Removes stripes in the wavelet domain: the sinogram is decomposed with a Daubechies wavelet, and of the band that is detail
 * along the cells and average along the angle, where stripes are, the lowest frequencies along the angle are damped by 1 -
 * exp(-k^2 / (2 sigma^2)), k in cycles over the scan. Then the transform is inverted.
 *
 * <p>B. Münch, P. Trtik, F. Marone, M. Stampanoni, "Stripe and ring artifact removal with combined wavelet-Fourier
 * filtering", Optics Express 17(10), 8567, 2009. What of the object looks like a stripe, as edges about the axis, goes too: the
 * more levels and the larger sigma, the more. Here the sinogram is mirrored at its borders, so that nothing wraps around.
 *
 * @param levels of the decomposition: stripes up to about 2^levels cells wide go
 * @param moments vanishing moments of the wavelet, 1 to 16
 * @param sigma width of the damping in cycles
 */
public record WaveletFourierStripeFilter(int levels, int moments, double sigma) implements StripeFilter {
    /** Five levels, five moments, sigma 0.5. */
    public static final WaveletFourierStripeFilter DEFAULT = new WaveletFourierStripeFilter(5, 5, 0.5);

    public WaveletFourierStripeFilter {
        if (levels < 1 || levels > 12) {
            throw new IllegalArgumentException("levels is " + levels + ", but must lie between 1 and 12");
        }
        if (moments < 1 || moments > Wavelet.MOST_MOMENTS) {
            throw new IllegalArgumentException("the number of vanishing moments is " + moments
                    + ", but must lie between 1 and " + Wavelet.MOST_MOMENTS);
        }
        if (!(sigma > 0 && Double.isFinite(sigma))) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be greater than 0 and finite");
        }
    }

    @Override
    public Image apply(Image lineIntegrals) {
        Layout layout = Layout.ofFinite("line integrals", lineIntegrals);
        // The library's thread count is global, and its own threads outlive their use: it gets none.
        ConcurrencyUtils.setNumberOfThreads(1);
        Wavelet wavelet = Wavelet.daubechies(moments);
        return layout.eachRow(lineIntegrals, (sinogram, row) -> filter(sinogram, layout, wavelet));
    }

    private void filter(float[] sinogram, Layout layout, Wavelet wavelet) {
        int unit = 1 << levels;
        int cells = layout.cells();
        int views = layout.views();
        int margin = Math.min(cells, wavelet.taps() * unit / 2);
        int width = (cells + 2 * margin + unit - 1) / unit * unit;
        // Twice the views, mirrored: periodic without a jump.
        int half = (views + unit / 2 - 1) / (unit / 2) * (unit / 2);
        int height = 2 * half;
        float[] x = new float[width * height];
        for (int r = 0; r < height; r++) {
            int v = Statistics.mirror(r < half ? r : height - 1 - r, views);
            for (int c = 0; c < width; c++) {
                x[r * width + c] = sinogram[v * cells + Statistics.mirror(c - margin, cells)];
            }
        }
        for (int level = 0; level < levels; level++) {
            int w = width >> level;
            int h = height >> level;
            lines(x, width, w, h, true, wavelet::forward);
            lines(x, width, w, h, false, wavelet::forward);
            damp(x, width, w / 2, h / 2);
        }
        for (int level = levels - 1; level >= 0; level--) {
            lines(x, width, width >> level, height >> level, false, wavelet::inverse);
            lines(x, width, width >> level, height >> level, true, wavelet::inverse);
        }
        for (int v = 0; v < views; v++) {
            System.arraycopy(x, v * width + margin, sinogram, v * cells, cells);
        }
    }

    @FunctionalInterface
    private interface Step {
        void apply(float[] line, int n, float[] out);
    }

    /** One step over the first h rows or the first w columns of x. */
    private static void lines(float[] x, int width, int w, int h, boolean alongRows, Step step) {
        int n = alongRows ? w : h;
        Parallel.ranges(alongRows ? h : w, 8, (from, to) -> {
            float[] line = new float[n];
            float[] out = new float[n];
            for (int i = from; i < to; i++) {
                int start = alongRows ? i * width : i;
                int stride = alongRows ? 1 : width;
                for (int k = 0; k < n; k++) {
                    line[k] = x[start + k * stride];
                }
                step.apply(line, n, out);
                for (int k = 0; k < n; k++) {
                    x[start + k * stride] = out[k];
                }
            }
        });
    }

    /** Damps the low frequencies of the columns w .. 2 w - 1 of the first h rows. */
    private void damp(float[] x, int width, int w, int h) {
        float[] gain = new float[h];
        for (int k = 0; k < h; k++) {
            // The rows hold the scan twice.
            double cycles = Math.min(k, h - k) / 2.0;
            gain[k] = (float) ((1 - Math.exp(-cycles * cycles / (2 * sigma * sigma))) / h);
        }
        Parallel.ranges(w, 8, (from, to) -> {
            FloatFFT_1D fft = new FloatFFT_1D(h);
            float[] z = new float[2 * h];
            for (int c = w + from; c < w + to; c++) {
                for (int r = 0; r < h; r++) {
                    z[2 * r] = x[r * width + c];
                    z[2 * r + 1] = 0;
                }
                fft.complexForward(z);
                for (int k = 0; k < h; k++) {
                    z[2 * k] *= gain[k];
                    z[2 * k + 1] *= gain[k];
                }
                fft.complexInverse(z, false);
                for (int r = 0; r < h; r++) {
                    x[r * width + c] = z[2 * r];
                }
            }
        });
    }

    @Override
    public String description() {
        return "stripes damped in " + levels + " levels of a Daubechies wavelet with " + moments + " moments, sigma "
                + sigma + " (Münch et al. 2009)";
    }
}
