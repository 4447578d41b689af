package org.preimage.operators.shearlet;

import java.util.Arrays;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.parallel.ScratchArrays;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The band-limited shearlet transform of 2D images of any size, or of each plane of the first two axes: each band is the image filtered in the discrete Fourier domain by
 * a window of one octave and one direction, S x = (F<sup>-1</sup> w_b F x)_b, with real coefficients for real images. The
 * windows' squares sum to one, so that this is a Parseval frame: the adjoint is the inverse. Images count as periodic.
 *
 * <p>Every band has the image's size. With D_j directions in octave j the redundancy is 1 + sum D_j; by default 8, 8 and
 * 16, or 33, at 128 x 128 pixels, and 49 at 256 x 256. The range has the bands as its slowest axis: the low-pass, then octaves
 * from coarse to fine, in each the directions by slope, from wave vectors along x on.
 *
 * <p>G. Kutyniok, D. Labate (eds.), Shearlets, Birkhäuser 2012; S. Häuser, G. Steidl, Fast finite shearlet transform,
 * arXiv:1202.1773, 2012. Here the scales are octaves, as those of curvelets, with twice the directions every other octave.
 */
public final class ShearletTransform extends AnalysisOperator {
    /** Pixels that the low-pass resolves along the shorter axis, at least. */
    private static final int COARSEST = 16;

    private static final int MOST_DIRECTIONS = 64;

    /** Rows that are worth a task. */
    private static final int ROWS = 32;

    private final int nx;
    private final int ny;
    private final int number;
    private final int planes;
    private final int bands;
    private final int[] directions;
    private final float[][] windows;

    /** Rows of frequencies in which a band's window, or that of the pair it belongs to, is not zero. */
    private final boolean[][] rows;

    private final CentredFft fft;
    private final ScratchArrays scratch;

    /**
     * @param domain at least two axes, real or complex
     * @param directions of each octave from the coarsest to the finest: multiples of four, 4 to 64
     * @throws IllegalArgumentException if the domain has one axis, or a number of directions does not fit
     */
    public ShearletTransform(Space domain, int... directions) {
        super(domain, coefficients(domain, directions));
        this.nx = domain.size(0);
        this.ny = domain.size(1);
        this.directions = directions.clone();
        this.number = domain.field().floats();
        this.planes = domain.points() / (nx * ny);
        Windows all = new Windows(nx, ny, directions);
        this.bands = all.bands();
        this.windows = new float[bands][];
        Parallel.ranges(bands, 1, (from, to) -> {
            for (int b = from; b < to; b++) {
                windows[b] = all.window(b);
            }
        });
        this.rows = new boolean[bands][ny];
        int group = together();
        for (int b = 0; b < bands; b++) {
            boolean[] shared = rows[b / group * group];
            rows[b] = shared;
            for (int i = 0; i < windows[b].length; i++) {
                shared[i / nx] |= windows[b][i] != 0;
            }
        }
        this.fft = new CentredFft(new int[] {nx, ny}, 0, 1);
        this.scratch = new ScratchArrays(2 * nx * ny);
    }

    /** With the octaves and directions that suit the size. */
    public static ShearletTransform of(Space domain) {
        return new ShearletTransform(domain, usual(domain));
    }

    /** As many octaves as leave sixteen pixels along the shorter axis; 8 directions in the two coarsest, then 16, 16, 32... */
    private static int[] usual(Space domain) {
        int shorter = Integer.MAX_VALUE;
        for (int a = 0; a < Math.min(2, domain.dimensions()); a++) {
            shorter = Math.min(shorter, domain.size(a));
        }
        int octaves = Math.max(1, 31 - Integer.numberOfLeadingZeros(Math.max(1, shorter / COARSEST)));
        int[] directions = new int[octaves];
        for (int j = 0; j < octaves; j++) {
            directions[j] = Math.min(MOST_DIRECTIONS, 8 << j / 2);
        }
        return directions;
    }

    private static Space coefficients(Space domain, int[] directions) {
        if (domain.dimensions() < 2) {
            throw new IllegalArgumentException(
                    "the image is " + domain + ", but the shearlet transform needs at least two axes");
        }
        if (directions.length == 0) {
            throw new IllegalArgumentException("there are no octaves, but the shearlet transform needs at least one");
        }
        int bands = 1;
        for (int d : directions) {
            if (d < 4 || d > MOST_DIRECTIONS || d % 4 != 0) {
                throw new IllegalArgumentException("the directions of an octave are " + d
                        + ", but must be a multiple of 4 between 4 and " + MOST_DIRECTIONS);
            }
            bands += d;
        }
        return domain.with(new Axis(Role.BAND, bands));
    }

    /** Directions of each octave from the coarsest to the finest. */
    public int[] directions() {
        return directions.clone();
    }

    @Override
    public int[] approximation() {
        int[] sizes = range().sizes();
        sizes[sizes.length - 1] = 1;
        return sizes;
    }

    @Override
    public boolean isParseval() {
        return true;
    }

    @Override
    public LinearOperator inverse() {
        return transposed();
    }

    @Override
    public double[] norms() {
        double[] norms = new double[bands];
        for (int b = 0; b < bands; b++) {
            double sum = 0;
            for (float w : windows[b]) {
                sum += w * w;
            }
            norms[b] = Math.sqrt(sum / (nx * ny));
        }
        return norms;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        scratch.use(spectrum -> scratch.use(filtered -> {
            for (int plane = 0; plane < planes; plane++) {
                join(x, plane, -1, spectrum);
                fft.forward(spectrum, spectrum);
                // Bands are real: two share a transform as real and imaginary part.
                for (int b = 0; b < bands; b += together()) {
                    filter(spectrum, b, filtered);
                    fft.inverse(filtered, filtered, rows[b]);
                    split(filtered, out, b * planes + plane, second(b) == null ? -1 : (b + 1) * planes + plane);
                }
            }
        }));
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        scratch.use(spectrum -> scratch.use(filtered -> {
            for (int plane = 0; plane < planes; plane++) {
                Arrays.fill(spectrum, 0);
                for (int b = 0; b < bands; b += together()) {
                    join(y, b * planes + plane, second(b) == null ? -1 : (b + 1) * planes + plane, filtered);
                    fft.forward(filtered, filtered, rows[b]);
                    addFiltered(filtered, b, spectrum);
                }
                fft.inverse(spectrum, spectrum);
                split(spectrum, out, plane, -1);
            }
        }));
    }

    /** Two real planes of an array as one complex one, or one plane alone. */
    private void join(float[] in, int first, int second, float[] pair) {
        int n = nx * ny;
        if (number == 2) {
            System.arraycopy(in, 2 * n * first, pair, 0, 2 * n);
            return;
        }
        Parallel.ranges(ny, ROWS, (from, to) -> {
            for (int i = from * nx; i < to * nx; i++) {
                pair[2 * i] = in[first * n + i];
                pair[2 * i + 1] = second < 0 ? 0 : in[second * n + i];
            }
        });
    }

    private void split(float[] pair, float[] out, int first, int second) {
        int n = nx * ny;
        if (number == 2) {
            System.arraycopy(pair, 0, out, 2 * n * first, 2 * n);
            return;
        }
        Parallel.ranges(ny, ROWS, (from, to) -> {
            for (int i = from * nx; i < to * nx; i++) {
                out[first * n + i] = pair[2 * i];
            }
            for (int i = from * nx; i < to * nx && second >= 0; i++) {
                out[second * n + i] = pair[2 * i + 1];
            }
        });
    }

    /** Bands that go through one Fourier transform. */
    private int together() {
        return number == 2 ? 1 : 2;
    }

    /** The second window of a pair; null if the band is alone. */
    private float[] second(int b) {
        return number == 1 && b + 1 < bands ? windows[b + 1] : null;
    }

    /** (w_b + i w_{b+1}) times the spectrum, or w_b times it. */
    private void filter(float[] spectrum, int b, float[] product) {
        float[] v = windows[b];
        float[] w = second(b);
        rows(rows[b], (from, to) -> {
            if (w == null) {
                for (int i = from; i < to; i++) {
                    product[2 * i] = v[i] * spectrum[2 * i];
                    product[2 * i + 1] = v[i] * spectrum[2 * i + 1];
                }
                return;
            }
            for (int i = from; i < to; i++) {
                float re = spectrum[2 * i];
                float im = spectrum[2 * i + 1];
                product[2 * i] = v[i] * re - w[i] * im;
                product[2 * i + 1] = v[i] * im + w[i] * re;
            }
        });
    }

    /** Adds (w_b - i w_{b+1}) times the transform of a pair, or w_b times that of a band. */
    private void addFiltered(float[] transformed, int b, float[] spectrum) {
        float[] v = windows[b];
        float[] w = second(b);
        rows(rows[b], (from, to) -> {
            if (w == null) {
                for (int i = from; i < to; i++) {
                    spectrum[2 * i] += v[i] * transformed[2 * i];
                    spectrum[2 * i + 1] += v[i] * transformed[2 * i + 1];
                }
                return;
            }
            for (int i = from; i < to; i++) {
                float re = transformed[2 * i];
                float im = transformed[2 * i + 1];
                spectrum[2 * i] += v[i] * re + w[i] * im;
                spectrum[2 * i + 1] += v[i] * im - w[i] * re;
            }
        });
    }

    /** Works on the frequencies of the rows that are marked. */
    private void rows(boolean[] marked, Parallel.Range work) {
        Parallel.ranges(ny, ROWS, (from, to) -> {
            for (int r = from; r < to; r++) {
                if (marked[r]) {
                    work.run(r * nx, (r + 1) * nx);
                }
            }
        });
    }
}
