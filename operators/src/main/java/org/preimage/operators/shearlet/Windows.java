package org.preimage.operators.shearlet;

/**
 * Windows w_b(k) over the discrete frequencies of a real image, band-limited shearlets in the sense that
 *
 * <pre>sum over b of w_b(k)<sup>2</sup> = 1 for every k,   w_b(-k) = w_b(k).</pre>
 *
 * <p>Frequencies xi are in cycles per sample. The radius r = max(|xi_1|, |xi_2|) is split into octaves by Meyer's windows; the
 * slope xi_2 / xi_1 of the horizontal cone, continued by 2 - xi_1 / xi_2 in the vertical one, into equal parts: in each cone a
 * part is the part before it sheared. The parts at the diagonals belong to both cones.
 *
 * <p>At the highest frequency of an even number of samples, k and -k are one line whose slopes have both signs: the
 * window is there the root mean square of the two.
 */
final class Windows {
    private final int nx;
    private final int ny;
    private final int[] directions;
    private final int bands;

    /**
     * @param nx columns
     * @param ny rows
     * @param directions of each octave from the coarsest to the finest, each a multiple of four
     */
    Windows(int nx, int ny, int[] directions) {
        this.nx = nx;
        this.ny = ny;
        this.directions = directions.clone();
        int sum = 1;
        for (int d : directions) {
            sum += d;
        }
        this.bands = sum;
    }

    int bands() {
        return bands;
    }

    /**
     * The window of a band, zero frequency at sample (nx / 2, ny / 2), columns running fastest.
     *
     * @param band 0 for the low-pass, then octave by octave, in each of them one direction after the other
     */
    float[] window(int band) {
        int scale = 0;
        int direction = band - 1;
        while (band > 0 && direction >= directions[scale]) {
            direction -= directions[scale];
            scale++;
        }
        float[] window = new float[nx * ny];
        for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
                double here = square(band, scale, direction, i - nx / 2, j - ny / 2);
                window[j * nx + i] = (float) here;
            }
        }
        for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
                int oi = Math.floorMod(2 * (nx / 2) - i, nx);
                int oj = Math.floorMod(2 * (ny / 2) - j, ny);
                int here = j * nx + i;
                int opposite = oj * nx + oi;
                if (here <= opposite) {
                    float root = (float) Math.sqrt((window[here] + window[opposite]) / 2);
                    window[here] = root;
                    window[opposite] = root;
                }
            }
        }
        return window;
    }

    /** The window squared, at frequency (kx / nx, ky / ny). */
    private double square(int band, int scale, int direction, int kx, int ky) {
        double x = (double) kx / nx;
        double y = (double) ky / ny;
        double r = Math.max(Math.abs(x), Math.abs(y));
        double edge = Math.scalb(0.25, -directions.length);
        if (band == 0) {
            return below(r, edge);
        }
        double low = edge * (1 << scale);
        double radial = 1 - below(r, low);
        if (scale < directions.length - 1) {
            radial *= below(r, 2 * low);
        }
        if (radial == 0) {
            return 0;
        }
        double slope = Math.abs(y) <= Math.abs(x) ? y / x : 2 - x / y;
        // Four cones of slopes -1 to 1, of which opposite ones are the same.
        double u = slope * directions[scale] / 4 - direction;
        u -= directions[scale] * Math.rint(u / directions[scale]);
        return Math.abs(u) >= 1 ? 0 : radial * cosineSquare(Math.abs(u));
    }

    /** One up to the edge, falling to zero within an octave. */
    private static double below(double r, double edge) {
        return r <= edge ? 1 : r >= 2 * edge ? 0 : cosineSquare(r / edge - 1);
    }

    /** cos(pi / 2 nu(t))^2 with Meyer's nu, from 1 to 0; at t and 1 - t the sum is 1. */
    private static double cosineSquare(double t) {
        double nu = t * t * t * t * (35 - 84 * t + 70 * t * t - 20 * t * t * t);
        double c = Math.cos(Math.PI / 2 * nu);
        return c * c;
    }
}
