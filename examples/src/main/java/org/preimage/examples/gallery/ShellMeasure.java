package org.preimage.examples.gallery;

import org.preimage.operators.space.Image;

/**
 * How well a volume shows a hollow bead. Profiles are linear between samples, and start at the centre.
 *
 * <p>The profile along the optical axis crosses two walls. Its width at half maximum is the whole bead's as long as the dip
 * between them stays above half the height, and one wall's from then on, so that it falls all at once; beside it stand figures that
 * mean the same before and after.
 *
 * @param axial full width at half maximum of the profile along z through the centre, from the first to the last crossing next to its
 *     highest peak, in planes: of both walls together while they are one at half maximum, else of one wall
 * @param wall the same of one wall by its outer flank alone, which the other wall does not cover: twice the distance from a
 *     wall's maximum out to half of it, in planes, of the narrower one
 * @param separation distance of the two walls' maxima along z, in planes
 * @param dip the least value between them, relative to the lower maximum
 * @param outside the largest rise, on the way from a wall outwards along the 26 directions of a voxel's neighbours, relative to the
 *     volume's maximum: overshoot and echoes of ringing beside the bead
 * @param inside the same on the way from a wall to the centre
 * @param negative the lowest value, if below the background, relative to the maximum: undershoot
 */
record ShellMeasure(
        double axial, double wall, double separation, double dip, double outside, double inside, double negative) {
    private static final double STEP = 0.1;
    private static final double REACH = 18;

    /** How far from the centre walls are looked for. */
    private static final double NEAR = 12;

    /** The centre of what is brighter than half the maximum above the background, in samples. */
    static double[] centre(Image volume, double background) {
        float[] v = volume.data();
        double half = background + (maximum(v) - background) / 2;
        int nx = volume.space().size(0);
        int ny = volume.space().size(1);
        double[] sum = new double[3];
        double all = 0;
        for (int i = 0; i < v.length; i++) {
            if (v[i] > half) {
                double w = v[i] - background;
                sum[0] += w * (i % nx);
                sum[1] += w * (i / nx % ny);
                sum[2] += w * (i / (nx * ny));
                all += w;
            }
        }
        return new double[] {sum[0] / all, sum[1] / all, sum[2] / all};
    }

    private static double maximum(float[] values) {
        double max = Double.NEGATIVE_INFINITY;
        for (float v : values) {
            max = Math.max(max, v);
        }
        return max;
    }

    /**
     * Measures.
     *
     * @param volume with axes x, y, z
     * @param background its value without bead
     * @param centre of the bead, in samples
     */
    static ShellMeasure of(Image volume, double background, double[] centre) {
        double peak = maximum(volume.data()) - background;
        double lowest = 0;
        for (float v : volume.data()) {
            lowest = Math.min(lowest, v - background);
        }
        double[] down = ray(volume, background, centre, new double[] {0, 0, -1});
        double[] up = ray(volume, background, centre, new double[] {0, 0, 1});
        double outside = 0;
        double inside = 0;
        for (int k = 0; k < 27; k++) {
            double[] direction = {k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1};
            if (k != 13) {
                double[] p = ray(volume, background, centre, direction);
                int top = top(p);
                outside = Math.max(outside, rise(p, top, p.length - 1));
                inside = Math.max(inside, rise(p, top, 0));
            }
        }
        int below = top(down);
        int above = top(up);
        double between = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= below; i++) {
            between = Math.min(between, down[i]);
        }
        for (int i = 0; i <= above; i++) {
            between = Math.min(between, up[i]);
        }
        return new ShellMeasure(
                axial(down, up),
                Math.min(wall(down), wall(up)),
                STEP * (below + above),
                between / Math.min(down[below], up[above]),
                outside / peak,
                inside / peak,
                lowest / peak);
    }

    /** Values above the background at distances 0, {@value #STEP}, ... from the centre. */
    private static double[] ray(Image volume, double background, double[] centre, double[] direction) {
        double length =
                Math.sqrt(direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2]);
        double[] p = new double[(int) Math.round(REACH / STEP) + 1];
        for (int i = 0; i < p.length; i++) {
            double t = i * STEP / length;
            p[i] = value(
                            volume,
                            centre[0] + t * direction[0],
                            centre[1] + t * direction[1],
                            centre[2] + t * direction[2])
                    - background;
        }
        return p;
    }

    private static double value(Image volume, double... at) {
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            double weight = 1;
            int index = 0;
            int stride = 1;
            for (int a = 0; a < 3; a++) {
                int n = volume.space().size(a);
                double c = Math.min(n - 1.0, Math.max(0, at[a]));
                int low = Math.min(n - 2, (int) c);
                int bit = corner >> a & 1;
                weight *= bit == 1 ? c - low : 1 - (c - low);
                index += (low + bit) * stride;
                stride *= n;
            }
            sum += weight * volume.data()[index];
        }
        return sum;
    }

    /** Where a ray is highest, not far from the centre. */
    private static int top(double[] p) {
        int top = 0;
        for (int i = 0; i <= NEAR / STEP; i++) {
            top = p[i] > p[top] ? i : top;
        }
        return top;
    }

    private static double rise(double[] p, int from, int to) {
        double low = p[from];
        double rise = 0;
        int step = Integer.signum(to - from);
        for (int i = from; i != to; i += step) {
            low = Math.min(low, p[i + step]);
            rise = Math.max(rise, p[i + step] - low);
        }
        return rise;
    }

    /** Where a profile falls to a level on the way from a sample; the end if it does not. */
    private static double crossing(double[] p, int from, int step, double level) {
        int i = from;
        while (i + step >= 0 && i + step < p.length) {
            if (p[i + step] <= level) {
                return i + step * (p[i] - level) / (p[i] - p[i + step]);
            }
            i += step;
        }
        return i;
    }

    private static double axial(double[] down, double[] up) {
        double[] line = new double[down.length + up.length - 1];
        for (int i = 0; i < down.length; i++) {
            line[down.length - 1 - i] = down[i];
            line[down.length - 1 + i] = up[i];
        }
        int below = down.length - 1 - top(down);
        int above = down.length - 1 + top(up);
        int top = line[below] > line[above] ? below : above;
        double half = line[top] / 2;
        return STEP * (crossing(line, top, 1, half) - crossing(line, top, -1, half));
    }

    private static double wall(double[] p) {
        int top = top(p);
        return 2 * STEP * (crossing(p, top, 1, p[top] / 2) - top);
    }
}
