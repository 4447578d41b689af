package org.preimage.reconstruction.denoise;

import java.util.Arrays;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.UndecimatedWaveletTransform;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;

/**
 * Wavelet shrinkage in every plane: details below a threshold are noise. The transform is undecimated, which is the mean of
 * shrinkage over all circular shifts (cycle spinning). Thresholds are chosen for each band of details:
 *
 * <ul>
 *   <li>{@code BAYES}: sigma<sup>2</sup> / s for details of standard deviation s without noise (Chang, Yu and Vetterli 2000,
 *       Adaptive wavelet thresholding for image denoising and compression, IEEE Trans. Image Process. 9);
 *   <li>{@code SURE}: the least unbiased estimate of the risk of soft thresholding (Donoho and Johnstone 1995, Adapting to unknown
 *       smoothness via wavelet shrinkage, J. Am. Stat. Assoc. 90);
 *   <li>{@code UNIVERSAL}: sigma sqrt(2 log n) for n pixels (Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet
 *       shrinkage, Biometrika 81).
 * </ul>
 *
 * <p>Boundaries are periodic. Volumes are denoised slice by slice along the first two spatial axes, complex images in their real
 * and imaginary parts.
 */
public final class WaveletShrinkage implements Denoiser {
    /** How thresholds are chosen. */
    public enum Threshold {
        BAYES,
        SURE,
        UNIVERSAL
    }

    private static final int MOST_LEVELS = 4;

    private final Space domain;
    private final Planes planes;
    private final Threshold threshold;
    private final boolean hard;
    private final UndecimatedWaveletTransform transform;

    /** Daubechies' wavelet of four vanishing moments, soft thresholds by the rule of Bayes. */
    public WaveletShrinkage(Space domain) {
        this(domain, Wavelet.daubechies(4), Threshold.BAYES, false);
    }

    /**
     * @param domain images, volumes, or stacks of them
     * @param wavelet an orthogonal one
     * @param threshold how thresholds are chosen
     * @param hard whether details above the threshold stay as they are, else they shrink by it
     */
    public WaveletShrinkage(Space domain, Wavelet wavelet, Threshold threshold, boolean hard) {
        this.domain = domain;
        this.planes = new Planes(domain);
        this.threshold = threshold;
        this.hard = hard;
        Space plane = Space.image(planes.nx(), planes.ny(), 1);
        int levels = Math.min(MOST_LEVELS, WaveletTransform.mostLevels(plane));
        this.transform = levels == 0 ? null : new UndecimatedWaveletTransform(plane, wavelet, levels);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        Planes.require(domain, noisy, sigma, out);
        planes.each(noisy, out, plane -> transform == null ? plane : plane(plane, sigma));
    }

    private float[] plane(float[] noisy, double sigma) {
        int n = noisy.length;
        float[] c = transform.apply(noisy);
        int bands = c.length / n;
        int details = (bands - 1) / transform.levels();
        for (int band = 1; band < bands; band++) {
            // Bands begin with the last level; each level of a Parseval frame has noise of its own strength.
            int level = transform.levels() - (band - 1) / details;
            double noise = sigma * Math.pow(2, -0.5 * level * axes());
            shrink(c, band * n, n, noise);
        }
        return transform.adjoint(c);
    }

    /** Axes that are split. */
    private int axes() {
        return (planes.nx() > 1 ? 1 : 0) + (planes.ny() > 1 ? 1 : 0);
    }

    private void shrink(float[] c, int from, int n, double noise) {
        double limit =
                switch (threshold) {
                    case BAYES -> bayes(c, from, n, noise);
                    case SURE -> sure(c, from, n, noise);
                    case UNIVERSAL -> noise * Math.sqrt(2 * Math.log(n));
                };
        float t = (float) Math.min(limit, Float.MAX_VALUE);
        for (int i = from; i < from + n; i++) {
            float size = Math.abs(c[i]);
            c[i] = size <= t ? 0 : hard ? c[i] : Math.copySign(size - t, c[i]);
        }
    }

    private static double bayes(float[] c, int from, int n, double noise) {
        double energy = 0;
        for (int i = from; i < from + n; i++) {
            energy += (double) c[i] * c[i];
        }
        double signal = energy / n - noise * noise;
        return signal > 0 ? noise * noise / Math.sqrt(signal) : Double.POSITIVE_INFINITY;
    }

    /** The t among the magnitudes that minimises n s^2 - 2 s^2 #{|c| &lt;= t} + sum min(|c|, t)^2, at most the universal one. */
    private static double sure(float[] c, int from, int n, double noise) {
        float[] size = new float[n];
        for (int i = 0; i < n; i++) {
            size[i] = Math.abs(c[from + i]);
        }
        Arrays.sort(size);
        double most = noise * Math.sqrt(2 * Math.log(n));
        double best = 0;
        double least = n * noise * noise;
        double below = 0;
        for (int i = 0; i < n && size[i] <= most; i++) {
            below += (double) size[i] * size[i];
            double risk = (n - 2.0 * (i + 1)) * noise * noise + below + (n - 1.0 - i) * size[i] * size[i];
            if (risk < least) {
                least = risk;
                best = size[i];
            }
        }
        return best;
    }
}
