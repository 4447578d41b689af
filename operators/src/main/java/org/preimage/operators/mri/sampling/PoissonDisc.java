package org.preimage.operators.mri.sampling;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/**
 * A Poisson-disc pattern in the plane of phase encodings: random points that keep a distance of each other, so that aliases
 * are incoherent, yet no gap is wide, as parallel imaging with compressed sensing wants it (R. Bridson, Fast Poisson disk
 * sampling in arbitrary dimensions, SIGGRAPH sketches, 2007; S. S. Vasanawala et al., Practical parallel imaging compressed
 * sensing MRI, ISBI 2011, 1039-1043).
 *
 * <p>The distance about a point is r (1 + s |k| / k<sub>max</sub>) in samples, k in halves of the axes. Points are visited in
 * a random order, and each that no disc covers yet is taken, with a disc about it: dart throwing that ends where no dart fits
 * any more, in a time in proportion to the number of points. Bisection finds the r of the acceleration asked for; the last few
 * points are then left out, so that their number is exact. On a lattice only some distances exist: each disc is rounded up or
 * down to one of them at random so that its mean is kept, or else only a few accelerations could be had. With s = 0 no
 * two points outside the calibration block are closer than r rounded down to a distance of the lattice.
 *
 * @param acceleration R, at least 1; may be fractional
 * @param calibration side of the block about the centre that is measured completely; its points count
 * @param slope s, how much wider the discs are at the edge than at the centre; 0 for a uniform pattern
 * @param elliptical whether the corners of k-space are left out, as by {@link Elliptical}
 */
public record PoissonDisc(double acceleration, int calibration, double slope, boolean elliptical)
        implements SamplingPattern {
    private static final int BISECTIONS = 24;

    public PoissonDisc {
        Checks.acceleration(acceleration);
        Checks.atLeast("calibration", calibration, 0);
        Checks.notNegative("slope", slope);
    }

    /** A uniform pattern with the corners of k-space. */
    public PoissonDisc(double acceleration, int calibration) {
        this(acceleration, calibration, 0, false);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        Encodings encodings = Encodings.of(image);
        Darts darts = new Darts(encodings, random);
        int points = encodings.columns() * encodings.rows();
        int wanted = Checks.wanted("points", points, acceleration, darts.fixed);
        if (wanted > darts.order.length) {
            throw new IllegalArgumentException(
                    "the acceleration is " + acceleration + ", but without the corners of k-space it must be at least "
                            + (double) points / darts.order.length);
        }
        // A radius of 0 takes all points, so that the lower end always has enough.
        double low = 0;
        double high = darts.widest(wanted);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            int count = darts.thrown(middle);
            if (count == wanted) {
                low = middle;
                break;
            } else if (count > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        darts.thrown(low);
        return encodings.points(darts.first(wanted));
    }

    /** The state of one draw: the order in which points are visited, and what is taken. */
    private final class Darts {
        private final int columns;
        private final int rows;
        private final int[] order;
        private final float[] widening;
        private final float[] rounding;
        private final boolean[] block;
        private final int fixed;
        private final boolean[] covered;
        private final int[] sequence;
        private Lattice lattice;
        private int count;

        Darts(Encodings encodings, RandomGenerator random) {
            columns = encodings.columns();
            rows = encodings.rows();
            int n = columns * rows;
            block = encodings.block(calibration);
            fixed = Encodings.count(block);
            widening = new float[n];
            rounding = new float[n];
            covered = new boolean[n];
            int[] visited = new int[n];
            int inside = 0;
            for (int i = 0; i < n; i++) {
                double radius = encodings.radius(i);
                widening[i] = (float) (1 + slope * radius);
                rounding[i] = random.nextFloat();
                if (!elliptical || radius <= 1 || block[i]) {
                    visited[inside++] = i;
                }
            }
            order = Arrays.copyOf(visited, inside);
            sequence = new int[inside];
            for (int i = inside - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
        }

        /** A radius of which fewer darts than wanted are taken: with it discs of half the radius fill the plane. */
        double widest(int wanted) {
            double radius = 2 + 2 * Math.sqrt((double) order.length / Math.max(1, wanted - fixed));
            radius = Math.min(radius, Math.hypot(columns, rows));
            lattice = new Lattice((int) Math.ceil(Math.min(radius * (1 + 1.5 * slope), Math.max(columns, rows))) + 2);
            return radius;
        }

        /** Throws all darts at discs of this radius; how many are taken. */
        int thrown(double radius) {
            Arrays.fill(covered, false);
            count = 0;
            for (int i = 0; i < block.length; i++) {
                if (block[i]) {
                    take(i, radius);
                }
            }
            for (int i : order) {
                if (!covered[i] && !block[i]) {
                    take(i, radius);
                }
            }
            return count;
        }

        private void take(int point, double radius) {
            sequence[count++] = point;
            int end = lattice.closer(radius * widening[point], rounding[point]);
            int x = point % columns;
            int y = point / columns;
            for (int k = 0; k < end; k++) {
                int u = x + lattice.dx[k];
                int v = y + lattice.dy[k];
                if (u >= 0 && u < columns && v >= 0 && v < rows) {
                    covered[v * columns + u] = true;
                }
            }
        }

        /** The first points that were taken, those of the block before all others. */
        boolean[] first(int wanted) {
            boolean[] plane = new boolean[columns * rows];
            for (int i = 0; i < wanted; i++) {
                plane[sequence[i]] = true;
            }
            return plane;
        }
    }

    /** The offsets of a square lattice by their length. */
    private static final class Lattice {
        private final int[] dx;
        private final int[] dy;

        /** The distances that exist, and how many offsets are shorter than each. */
        private final double[] distances;

        private final int[] shorter;

        Lattice(int reach) {
            long[] keys = new long[(2 * reach + 1) * (2 * reach + 1)];
            int n = 0;
            for (int v = -reach; v <= reach; v++) {
                for (int u = -reach; u <= reach; u++) {
                    if (u * u + v * v <= reach * reach) {
                        keys[n++] = ((long) (u * u + v * v) << 32) | (long) (v + reach) << 16 | (u + reach);
                    }
                }
            }
            Arrays.sort(keys, 0, n);
            dx = new int[n];
            dy = new int[n];
            double[] found = new double[n];
            int[] before = new int[n];
            int kinds = 0;
            for (int i = 0; i < n; i++) {
                dx[i] = (int) (keys[i] & 0xffff) - reach;
                dy[i] = (int) (keys[i] >> 16 & 0xffff) - reach;
                if (i == 0 || keys[i] >> 32 > keys[i - 1] >> 32) {
                    found[kinds] = Math.sqrt(keys[i] >> 32);
                    before[kinds++] = i;
                }
            }
            distances = Arrays.copyOf(found, kinds);
            shorter = Arrays.copyOf(before, kinds);
        }

        /** How many offsets a disc of this radius covers, the radius rounded to a distance that exists. */
        int closer(double radius, float rounding) {
            int at = Arrays.binarySearch(distances, radius);
            if (at >= 0) {
                return shorter[at];
            }
            int above = Math.min(-at - 1, distances.length - 1);
            if (above == 0) {
                return shorter[0];
            }
            double fraction = (radius - distances[above - 1]) / (distances[above] - distances[above - 1]);
            return shorter[rounding < fraction ? above : above - 1];
        }
    }
}
