package org.preimage.reconstruction.denoise;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/**
 * Non-local means: each pixel becomes the mean of the pixels nearby, weighted by how much their surroundings resemble its own,
 *
 * <pre>w(p, q) = exp(-max(d(p, q) - 2 sigma<sup>2</sup>, 0) / (h sigma)<sup>2</sup>),</pre>
 *
 * d the mean squared difference of the patches about p and q, and p itself weighted as its best match. Beyond the border
 * the image is mirrored.
 *
 * <p>The differences of all patches at one shift are box sums of one image of squared differences, so that the cost does not
 * depend on the patch's size. Volumes are denoised slice by slice along the first two spatial axes, complex images in their
 * real and imaginary parts.
 *
 * <p>Buades, Coll and Morel 2005, A review of image denoising algorithms, with a new one, Multiscale Model. Simul. 4; their
 * parameters of 2011, Non-local means denoising, Image Processing On Line 1; box sums by shifts: Darbon, Cunha, Chan, Osher and
 * Jensen 2008, Fast nonlocal filtering applied to electron cryomicroscopy, ISBI.
 */
public final class NonLocalMeans implements Denoiser {
    /** exp(-t) at multiples of 1 / {@link #FINE}; negligible beyond {@link #END}. */
    private static final float[] EXPONENTIAL;

    private static final int FINE = 256;
    private static final int END = 16;

    static {
        EXPONENTIAL = new float[END * FINE + 2];
        for (int i = 0; i < END * FINE; i++) {
            EXPONENTIAL[i] = (float) Math.exp(-(double) i / FINE);
        }
    }

    private final Space domain;
    private final Planes planes;
    private final int patch;
    private final int search;
    private final double strength;

    /** Patches of 5 x 5 and a search over 21 x 21 pixels, h = 0.4. */
    public NonLocalMeans(Space domain) {
        this(domain, 2, 10, 0.4);
    }

    /**
     * @param domain images, volumes, or stacks of them
     * @param patch pixels of a patch to each side of its centre, at least 0
     * @param search pixels to each side among which similar ones are sought, at least 1
     * @param strength h, positive
     * @throws IllegalArgumentException if a number is too small
     */
    public NonLocalMeans(Space domain, int patch, int search, double strength) {
        if (patch < 0) {
            throw new IllegalArgumentException("patch is " + patch + ", but must be at least 0");
        }
        if (search < 1) {
            throw new IllegalArgumentException("search is " + search + ", but must be at least 1");
        }
        if (!(strength > 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException("strength is " + strength + ", but must be positive and finite");
        }
        this.domain = domain;
        this.planes = new Planes(domain);
        this.patch = patch;
        this.search = search;
        this.strength = strength;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        Planes.require(domain, noisy, sigma, out);
        planes.each(noisy, out, plane -> plane(plane, sigma));
    }

    private float[] plane(float[] noisy, double sigma) {
        int nx = planes.nx();
        int ny = planes.ny();
        int margin = patch + search;
        int width = nx + 2 * margin;
        float[] wide = mirrored(noisy, nx, ny, margin);
        float[] out = new float[nx * ny];
        double pixels = (2 * patch + 1.0) * (2 * patch + 1.0);
        float noise = (float) (2 * sigma * sigma * pixels);
        float scale = (float) (FINE / (strength * strength * sigma * sigma * pixels));
        Parallel.ranges(ny, 4, (from, to) -> {
            float[] column = new float[nx + 2 * patch];
            float[] sum = new float[nx];
            float[] weights = new float[nx];
            float[] best = new float[nx];
            for (int y = from; y < to; y++) {
                Arrays.fill(sum, 0);
                Arrays.fill(weights, 0);
                Arrays.fill(best, 0);
                int centre = (y + margin) * width + margin;
                for (int dy = -search; dy <= search; dy++) {
                    for (int dx = -search; dx <= search; dx++) {
                        if (dx != 0 || dy != 0) {
                            int other = centre + dy * width + dx;
                            columns(wide, width, centre, other, column);
                            weigh(column, wide, other, noise, scale, sum, weights, best);
                        }
                    }
                }
                for (int x = 0; x < nx; x++) {
                    // Where nothing resembles it, the pixel stays as it is.
                    float own = best[x] > 0 ? best[x] : 1;
                    out[y * nx + x] = (sum[x] + own * wide[centre + x]) / (weights[x] + own);
                }
            }
        });
        return out;
    }

    /** Squared differences between patches' columns, the first of them {@link #patch} to the left of the row's start. */
    private void columns(float[] g, int width, int centre, int other, float[] column) {
        Arrays.fill(column, 0);
        for (int v = -patch; v <= patch; v++) {
            int a = centre + v * width - patch;
            int b = other + v * width - patch;
            for (int x = 0; x < column.length; x++) {
                float d = g[a + x] - g[b + x];
                column[x] += d * d;
            }
        }
    }

    private void weigh(
            float[] column,
            float[] g,
            int other,
            float noise,
            float scale,
            float[] sum,
            float[] weights,
            float[] best) {
        for (int x = 0; x < sum.length; x++) {
            float d = 0;
            for (int u = 0; u <= 2 * patch; u++) {
                d += column[x + u];
            }
            float t = Math.min(Math.max(d - noise, 0) * scale, END * FINE);
            int i = (int) t;
            float low = EXPONENTIAL[i];
            float w = low + (t - i) * (EXPONENTIAL[i + 1] - low);
            sum[x] += w * g[other + x];
            weights[x] += w;
            best[x] = Math.max(best[x], w);
        }
    }

    /** The plane with a margin in which it is mirrored, as often as it takes. */
    private static float[] mirrored(float[] plane, int nx, int ny, int margin) {
        int width = nx + 2 * margin;
        float[] wide = new float[width * (ny + 2 * margin)];
        for (int y = 0; y < ny + 2 * margin; y++) {
            int row = mirror(y - margin, ny) * nx;
            for (int x = 0; x < width; x++) {
                wide[y * width + x] = plane[row + mirror(x - margin, nx)];
            }
        }
        return wide;
    }

    private static int mirror(int i, int n) {
        int j = Math.floorMod(i, 2 * n);
        return j < n ? j : 2 * n - 1 - j;
    }
}
