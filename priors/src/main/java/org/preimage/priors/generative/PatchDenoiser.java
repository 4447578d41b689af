package org.preimage.priors.generative;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.model.PatchScores;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;
import org.preimage.reconstruction.denoise.Denoiser;

/**
 * One step of the expected patch log likelihood (EPLL): every patch at every place, by the Wiener filter of its likeliest component of a
 * {@link PatchMixture}; each pixel becomes the mean over the patches in which it lies. In half-quadratic splitting with this step the
 * sum of log p of all patches is the prior of the whole image, of any size.
 *
 * <p>Images may have any unit: what lies between the first and the last hundredth of the values counts as 0 to 1, as the patches that
 * were learned from. The border is mirrored. Planes of volumes, and real and imaginary parts of complex images, go each for itself.
 *
 * <p>Zoran and Weiss 2011, From learning models of natural image patches to whole image restoration, ICCV.
 */
public final class PatchDenoiser implements Denoiser {
    private static final double TAIL = 0.01;

    /** Patches at once. */
    private static final int PART = 8192;

    private final Space domain;
    private final int side;
    private final PatchMixture.Component[] components;
    private final ComputeDevice device;

    /**
     * @param domain of the images: two axes, or more that are taken plane by plane
     * @param bundle whose model is a {@link PatchMixture}
     * @throws IllegalArgumentException if it is another model, or planes are smaller than patches
     */
    public PatchDenoiser(Space domain, Bundle bundle, ComputeDevice device) {
        if (!(bundle.card().model() instanceof PatchMixture model)) {
            throw new IllegalArgumentException("the model " + bundle.card().name() + " is no mixture of patches, but a "
                    + bundle.card().model().core().getClass().getSimpleName());
        }
        side = model.side();
        if (domain.dimensions() < 2 || Math.min(domain.size(0), domain.size(1)) < side) {
            throw new IllegalArgumentException("images are " + domain + ", but the patches of model "
                    + bundle.card().name() + " need two axes of at least " + side + " pixels");
        }
        this.domain = domain;
        components = model.components(bundle.weights());
        this.device = device;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        domain.require("noisy", noisy);
        domain.require("out", out);
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive");
        }
        int parts = domain.field() == Field.COMPLEX ? 2 : 1;
        int plane = domain.size(0) * domain.size(1);
        float[] sorted = noisy.clone();
        Arrays.sort(sorted);
        double range = sorted[(int) ((1 - TAIL) * (sorted.length - 1))] - sorted[(int) (TAIL * (sorted.length - 1))];
        // An image of a single value is nothing but its mean.
        double unit = Math.max(range, sigma);
        PatchScores scores = new PatchScores(components, side * side, Math.pow(sigma / unit, 2));
        for (int from = 0; from < noisy.length; from += parts * plane) {
            for (int c = 0; c < parts; c++) {
                float[] part = new float[plane];
                for (int i = 0; i < plane; i++) {
                    part[i] = (float) (noisy[from + parts * i + c] / unit);
                }
                float[] clean = plane(part, scores);
                for (int i = 0; i < plane; i++) {
                    out[from + parts * i + c] = (float) (unit * clean[i]);
                }
            }
        }
    }

    /** Places of patches along an axis of n pixels: all in which a pixel of it lies. */
    private int places(int n) {
        return n + side - 1;
    }

    /** The pixel at a place along an axis of n pixels, beyond which it is mirrored. */
    private static int mirrored(int i, int n) {
        int inside = i < 0 ? -1 - i : i;
        return inside >= n ? 2 * n - 1 - inside : inside;
    }

    private float[] plane(float[] x, PatchScores scores) {
        int nx = domain.size(0);
        int ny = domain.size(1);
        double[] sum = new double[x.length];
        int all = places(nx) * places(ny);
        for (int from = 0; from < all; from += PART) {
            int count = Math.min(PART, all - from);
            int[] pixels = new int[side * side * count];
            float[] patches = new float[pixels.length];
            float[] means = new float[count];
            for (int i = 0; i < count; i++) {
                int left = (from + i) % places(nx) - side + 1;
                int top = (from + i) / places(nx) - side + 1;
                for (int j = 0; j < side * side; j++) {
                    int pixel = mirrored(top + j / side, ny) * nx + mirrored(left + j % side, nx);
                    pixels[j * count + i] = pixel;
                    patches[j * count + i] = x[pixel];
                    means[i] += x[pixel] / (side * side);
                }
                for (int j = 0; j < side * side; j++) {
                    patches[j * count + i] -= means[i];
                }
            }
            filter(patches, count, scores);
            for (int k = 0; k < pixels.length; k++) {
                sum[pixels[k]] += patches[k] + means[k % count];
            }
        }
        return mean(sum, nx, ny);
    }

    /** Every pixel's sum over the number of times that it was met: side^2, and more where it was mirrored. */
    private float[] mean(double[] sum, int nx, int ny) {
        int[] columns = met(nx);
        int[] rows = met(ny);
        float[] out = new float[sum.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (sum[i] / ((double) columns[i % nx] * rows[i / nx]));
        }
        return out;
    }

    private int[] met(int n) {
        int[] met = new int[n];
        for (int place = 0; place < places(n); place++) {
            for (int j = 0; j < side; j++) {
                met[mirrored(place - side + 1 + j, n)]++;
            }
        }
        return met;
    }

    /** Filters patches [D, N] in place. */
    private void filter(float[] patches, int count, PatchScores scores) {
        int d = side * side;
        try (Scope scope = Scope.open(device)) {
            Tensor all = scope.tensor(patches, d, count);
            int[] best = PatchScores.likeliest(scores.of(all));
            for (int k = 0; k < components.length; k++) {
                int component = k;
                int[] own = IntStream.range(0, count)
                        .filter(i -> best[i] == component)
                        .toArray();
                if (own.length > 0) {
                    try (Scope inner = Scope.inner()) {
                        float[] clean =
                                scores.filtered(k, all.take(inner.indices(own))).toFloats();
                        for (int j = 0; j < d; j++) {
                            for (int i = 0; i < own.length; i++) {
                                patches[j * count + own[i]] = clean[j * own.length + i];
                            }
                        }
                    }
                }
            }
        }
    }
}
