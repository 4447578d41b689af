package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.fourier.KaiserBesselKernel;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Back-projection through frequency space, in O(N<sup>2</sup> log N) where {@link PixelBackprojection} takes O(N<sup>3</sup>):
 * b(x, y) = sum over the angles t of weight(t) q(t, x cos t + y sin t).
 *
 * <p>By the central slice theorem each projection is a line through the origin of the image's transform. With Q(k) the
 * transform of a projection, zero-padded to L cells of spacing d,
 *
 * <p>b(x, y) = sum over t and k of weight(t) g(k) Q(k) exp(2 pi i (k / L) ((x cos t + y sin t) / d + center)) / L, g(k) =
 * sinc(k / L)<sup>2</sup>.
 *
 * <p>g is the spectrum of linear interpolation between cells, which repeats that of the projection beyond k = L / 2. The sum
 * goes to |k| / (L d) = 1 / (sqrt(2) h), the corner of the image's band, and to three times the detector's band at most. So
 * it is the pixel-driven sum but for the finest of what lies between cells: 512 x 512 pixels of the Shepp-Logan phantom with
 * 720 views differ by 0.9 % without a window, by 0.4 % with Hann's, and have the same PSNR to 0.1 dB. Beyond the first and
 * last cell projections are zero, as there.
 *
 * <p>The exponentials are summed by gridding: samples are spread on a Cartesian grid by a {@link KaiserBesselKernel}, at least
 * 1.75 times as fine as the image needs; one inverse transform, of which only the wanted part is computed; division by the
 * kernel's transform. The error against the formula is 1e-4 of the image's norm for that phantom, and at most 1e-3 for noise.
 * There half of the time goes into spreading, a quarter into the projections' transforms and a sixth into the
 * image's.
 *
 * <p>Filtering is another factor of Q, and free where the detector sees all of the image ({@link #filtered}). A stack is taken
 * slice by slice. Real images need half of the grid, so that there is nothing to gain from two slices in one complex
 * transform.
 *
 * <p>J. D. O'Sullivan, A fast sinc function gridding algorithm for Fourier inversion in computer tomography, IEEE Trans. Med.
 * Imaging 4, 1985; J. I. Jackson, C. H. Meyer, D. G. Nishimura, A. Macovski, Selection of a convolution function for Fourier
 * inversion using gridding, IEEE Trans. Med. Imaging 10, 1991.
 */
public final class GriddingBackprojection {
    private static final double OVERSAMPLING = 1.75;

    /** Parts of equal work that the grid is divided into. */
    private static final int PARTS = 64;

    /** Columns that are filled at a time: they stay in the cache until they are transformed. */
    private static final int BAND = 32;

    private final ParallelBeam geometry;
    private final int slices;
    private final int cells;
    private final int views;
    private final LineTransform transform;
    private final HalfPlane plane;
    private final KaiserBesselKernel kernel;
    private final int count;

    /** What the transform of each view is multiplied with: {@link #count} frequencies. */
    private final float[][] gain;

    private final float[] weight;
    private final double[] across;
    private final double[] along;
    private final boolean[] mirrored;
    private final double[] shift;
    private final float[] correctionX;
    private final float[] correctionY;
    private final int[] parts;

    /** Null where filtering is part of the gain, or not wanted. */
    private final RampFilter filter;

    /**
     * Without a filter: the fast form of {@link PixelBackprojection}.
     *
     * @param geometry image and sinogram
     * @param weights one factor for each angle, as {@link AngularWeights} gives; copied
     * @throws IllegalArgumentException if the number of weights does not fit
     */
    public GriddingBackprojection(ParallelBeam geometry, double[] weights) {
        this(geometry, weights, false, null, (rays, length) -> same(rays, interpolation(length, rays.ratio)));
    }

    /**
     * Filtered back-projection, calibrated: line integrals of values in 1/mm give values in 1/mm.
     *
     * @param geometry image and sinogram
     * @param window stretched so that its f = 1/2 falls on the cutoff
     * @param cutoff fraction of the detector's highest frequency above which nothing passes, 0 &lt; cutoff &lt;= 1
     * @throws IllegalArgumentException if the cutoff is out of range
     */
    public static GriddingBackprojection filtered(ParallelBeam geometry, RampFilter.Window window, double cutoff) {
        RampFilter.requireCutoff(cutoff);
        Rays rays = new Rays(geometry);
        double[] weights = AngularWeights.of(geometry);
        if (low(rays) < 0 || high(rays) > rays.detectors - 1) {
            // Projections end at the detector's edges. As the image goes on they are filtered, cut, and transformed
            // again.
            RampFilter filter = new RampFilter(geometry.sinogram(), window, cutoff);
            return new GriddingBackprojection(
                    geometry, weights, false, filter, (r, length) -> same(r, interpolation(length, r.ratio)));
        }
        return new GriddingBackprojection(geometry, weights, true, null, (r, length) -> {
            float[] gain = interpolation(length, r.ratio);
            float[] ramp = RampFilter.spectrum(length, window, cutoff, geometry.spacing());
            for (int k = 0; k < gain.length; k++) {
                // The ramp's spectrum holds 1 / length, as the interpolation does.
                gain[k] *= ramp[k % length] * length;
            }
            return same(r, gain);
        });
    }

    /**
     * Without a filter, and each pixel with Joseph's footprint: the adjoint for a detector that measures between cells as
     * well, where projections are interpolated by their band limit.
     */
    static GriddingBackprojection footprints(ParallelBeam geometry) {
        double[] ones = new double[geometry.views()];
        Arrays.fill(ones, 1);
        return new GriddingBackprojection(geometry, ones, false, null, (rays, length) -> {
            float[][] gain = new float[rays.views][length / 2 + 1];
            double pixel = rays.pixel / rays.ratio;
            for (int t = 0; t < rays.views; t++) {
                for (int k = 0; k <= length / 2; k++) {
                    double sinc = sinc(k * rays.major(t) / (length * rays.ratio));
                    // Either end of the band is shared with its conjugate.
                    double share = k == 0 || 2 * k == length ? 0.5 : 1;
                    gain[t][k] = (float) (pixel * sinc * sinc * share / length);
                }
            }
            return gain;
        });
    }

    /** Makes the gains of all views for a padded length. */
    private interface Gains {
        float[][] of(Rays rays, int length);
    }

    private static double low(Rays rays) {
        return Math.floor(rays.center - rays.reach());
    }

    private static double high(Rays rays) {
        return Math.ceil(rays.center + rays.reach());
    }

    /** @param convolved whether the gain is the spectrum of a kernel as long as the detector */
    private GriddingBackprojection(
            ParallelBeam geometry, double[] weights, boolean convolved, RampFilter filter, Gains gains) {
        if (weights.length != geometry.views()) {
            throw new IllegalArgumentException("there are " + weights.length + " weights, but the geometry has "
                    + geometry.views() + " angles and needs one for each");
        }
        this.geometry = geometry;
        Rays rays = new Rays(geometry);
        cells = rays.detectors;
        views = rays.views;
        slices = geometry.detector().rows();
        this.filter = filter;
        double low = low(rays);
        double high = high(rays);
        double span = convolved ? 2 * Math.max(high, cells - 1 - low) : Math.max(high, cells) - Math.min(low, -1) + 1;
        if (!(span < 1 << 24)) {
            throw new IllegalArgumentException(
                    "the image and the detector span " + span + " cells, but gridding needs fewer than " + (1 << 24));
        }
        int length = LineTransform.fastLength((int) span);
        transform = new LineTransform(length);
        int width = period(rays.nx);
        int height = period(rays.ny);
        plane = new HalfPlane(rays.nx, rays.ny, width, height, rays.nx / 2, rays.ny / 2);
        kernel = new KaiserBesselKernel(
                PolarSamples.TAPS, Math.min(width / (double) rays.nx, height / (double) rays.ny));
        correctionX = kernel.correction(rays.nx, width);
        correctionY = kernel.correction(rays.ny, height);
        gain = gains.of(rays, length);
        count = gain[0].length;
        weight = new float[views];
        across = new double[views];
        along = new double[views];
        mirrored = new boolean[views];
        shift = new double[views];
        // The origin is a pixel: the middle of an even number of pixels lies half a pixel beside it.
        double beside = rays.nx / 2 - (rays.nx - 1) / 2.0;
        double below = rays.ny / 2 - (rays.ny - 1) / 2.0;
        for (int t = 0; t < views; t++) {
            weight[t] = (float) weights[t];
            mirrored[t] = rays.cos[t] < 0;
            across[t] = Math.abs(rays.cos[t]) / rays.ratio * width / length;
            along[t] = (mirrored[t] ? 1 : -1) * rays.sin[t] / rays.ratio * height / length;
            shift[t] = (rays.center + (beside * rays.cos[t] - below * rays.sin[t]) / rays.ratio) / length;
        }
        parts = parts();
    }

    /** Length of the grid for n pixels. */
    private static int period(int n) {
        return LineTransform.fastLength(Math.max(2 * PolarSamples.TAPS, (int) Math.ceil(OVERSAMPLING * n)));
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** The spectrum of linear interpolation over L, up to the corner of the image's band. */
    private static float[] interpolation(int length, double ratio) {
        float[] gain = new float[(int) Math.ceil(length * Math.min(1.5, ratio / Math.sqrt(2))) + 1];
        for (int k = 0; k < gain.length; k++) {
            double sinc = sinc(k / (double) length);
            // Frequency 0 is its own conjugate, and is spread twice.
            gain[k] = (float) (sinc * sinc * (k == 0 ? 0.5 : 1) / length);
        }
        return gain;
    }

    /** One gain for all views, without the zeros at its end. */
    private static float[][] same(Rays rays, float[] gain) {
        int last = gain.length - 1;
        while (last > 0 && gain[last] == 0) {
            last--;
        }
        float[][] all = new float[rays.views][];
        Arrays.fill(all, Arrays.copyOf(gain, last + 1));
        return all;
    }

    /** First columns of the parts, and the end of the last one. */
    private int[] parts() {
        int columns = plane.columns();
        double[] work = new double[columns];
        for (double step : across) {
            int reached = (int) Math.min(columns, step * count + 1);
            double each = Math.min(count, 1 / Math.max(step, 1e-12));
            for (int j = 0; j < reached; j++) {
                work[j] += each;
            }
        }
        double all = 0;
        for (int j = 0; j < columns; j++) {
            work[j] += plane.height() / 2.0;
            all += work[j];
        }
        int[] parts = new int[PARTS + 1];
        double sum = 0;
        int part = 0;
        for (int j = 0; j < columns; j++) {
            while (part < PARTS && sum >= all * part / PARTS) {
                parts[part++] = j;
            }
            sum += work[j];
        }
        Arrays.fill(parts, part, PARTS + 1, columns);
        return parts;
    }

    /**
     * Back-projects into the given array, whose old content is arbitrary.
     *
     * @param sinogram values of the geometry's sinogram
     * @param image receives values of the geometry's image
     * @throws IllegalArgumentException if a length does not fit
     */
    public void apply(float[] sinogram, float[] image) {
        geometry.sinogram().require("sinogram", sinogram);
        geometry.image().require("image", image);
        float[] projections = filter == null ? sinogram : filter.apply(sinogram);
        float[] values = new float[2 * count * views];
        float[] rows = plane.rows();
        PolarSamples samples = new PolarSamples(plane.width(), plane.height(), across, along, count, values, kernel);
        for (int slice = 0; slice < slices; slice++) {
            transform(projections, slice, values);
            grid(samples, rows);
            plane.inverse(rows, image, slice * (image.length / slices), correctionX, correctionY);
        }
    }

    /** The back-projection as a new image. */
    public Image apply(Image sinogram) {
        geometry.sinogram().requireShape("sinogram", sinogram.space());
        Image image = Image.zeros(geometry.image());
        apply(sinogram.data(), image.data());
        return image;
    }

    /** L, the cells of a zero-padded projection. */
    int paddedCells() {
        return transform.length();
    }

    /** Transforms the projections of a slice, two real ones as a complex one. */
    private void transform(float[] projections, int slice, float[] values) {
        int length = transform.length();
        Parallel.ranges(
                (views + 1) / 2,
                4,
                (from, to) -> transform.use(fft -> {
                    float[] z = new float[2 * length];
                    for (int pair = from; pair < to; pair++) {
                        int one = 2 * pair;
                        int other = Math.min(one + 1, views - 1);
                        int first = (one * slices + slice) * cells;
                        int second = (other * slices + slice) * cells;
                        for (int i = 0; i < cells; i++) {
                            z[2 * i] = projections[first + i];
                            z[2 * i + 1] = projections[second + i];
                        }
                        Arrays.fill(z, 2 * cells, z.length, 0);
                        fft.complexForward(z);
                        separate(z, one, values, false);
                        if (other != one) {
                            separate(z, other, values, true);
                        }
                    }
                }));
    }

    /** Takes one of two projections out of their common transform and gives it gain, weight and phase. */
    private void separate(float[] z, int view, float[] values, boolean second) {
        int length = transform.length();
        double angle = 2 * Math.PI * shift[view];
        double stepRe = Math.cos(angle);
        double stepIm = Math.sin(angle);
        double phaseRe = weight[view] * 0.5;
        double phaseIm = 0;
        if (second) {
            // z = p + i q: q is the odd part over i.
            phaseIm = -phaseRe;
            phaseRe = 0;
        }
        float sign = second ? -1 : 1;
        float mirror = mirrored[view] ? -1 : 1;
        float[] gains = gain[view];
        int out = 2 * view * count;
        int k = 0;
        int opposite = 0;
        for (int i = 0; i < count; i++) {
            float re = z[2 * k] + sign * z[2 * opposite];
            float im = z[2 * k + 1] - sign * z[2 * opposite + 1];
            float factorRe = (float) (gains[i] * phaseRe);
            float factorIm = (float) (gains[i] * phaseIm);
            values[out + 2 * i] = re * factorRe - im * factorIm;
            values[out + 2 * i + 1] = mirror * (re * factorIm + im * factorRe);
            double next = phaseRe * stepRe - phaseIm * stepIm;
            phaseIm = phaseRe * stepIm + phaseIm * stepRe;
            phaseRe = next;
            k = k + 1 < length ? k + 1 : 0;
            opposite = k == 0 ? 0 : length - k;
        }
    }

    /** Spreads the samples and transforms the columns, each while it is in the cache. */
    private void grid(PolarSamples samples, float[] rows) {
        int stride = PolarSamples.stride(plane.height());
        Parallel.ranges(PARTS, 1, (first, last) -> plane.vertical().use(fft -> {
            float[] columns = new float[BAND * stride];
            for (int from = parts[first]; from < parts[last]; from += BAND) {
                int to = Math.min(parts[last], from + BAND);
                Arrays.fill(columns, 0);
                samples.addTo(from, to, columns);
                plane.columnsToRows(fft, columns, stride, from, to, rows);
            }
        }));
    }
}
