package org.preimage.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.preimage.operators.fourier.KaiserBesselKernel;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/**
 * Weights that make the adjoint of a {@link Nufft} an inverse, as far as the trajectory allows: the size of each sample's cell of
 * k-space, in cycles per field of view to the power of the dimensions. On a Cartesian grid they are all 1; together they are
 * the measured part of k-space.
 */
public final class DensityCompensation {
    /** Iterations of {@link #pipeMenon} where none are stated. */
    public static final int ITERATIONS = 20;

    /** The kernel is three grid points wide to either side, on a grid of half a cycle: it hardly sees beyond the field of view. */
    private static final int TAPS = 6;

    private static final int OVERSAMPLING = 2;

    /** Points closer than this are the same, and share a cell; cycles per field of view. */
    private static final double SAME = 1e-4;

    private DensityCompensation() {}

    /** Whether every shot lies on a straight line through the centre of k-space, as {@link #radial} needs. */
    public static boolean isRadial(Trajectory trajectory) {
        for (int shot = 0; shot < trajectory.shots(); shot++) {
            double[] u = direction(trajectory, shot);
            if (u == null) {
                return false;
            }
            for (int i = 0; i < trajectory.samples(); i++) {
                double along = along(trajectory, shot, i, u);
                double square = 0;
                for (int a = 0; a < u.length; a++) {
                    double off = trajectory.at(shot * trajectory.samples() + i, a) - along * u[a];
                    square += off * off;
                }
                if (Math.sqrt(square) > 1e-2) {
                    return false;
                }
            }
        }
        return true;
    }

    /** From the centre to the farthest sample of a shot; null if all are at the centre. */
    private static double[] direction(Trajectory t, int shot) {
        double[] farthest = null;
        double most = SAME;
        for (int i = 0; i < t.samples(); i++) {
            double[] k = new double[t.dimensions()];
            double square = 0;
            for (int a = 0; a < k.length; a++) {
                k[a] = t.at(shot * t.samples() + i, a);
                square += k[a] * k[a];
            }
            // A spoke through the centre points to its end, though both ends are equally far but for rounding.
            if (Math.sqrt(square) > most - SAME && square > SAME * SAME) {
                most = Math.max(most, Math.sqrt(square));
                farthest = k;
            }
        }
        if (farthest == null) {
            return null;
        }
        double norm = Math.sqrt(Arrays.stream(farthest).map(v -> v * v).sum());
        return Arrays.stream(farthest).map(v -> v / norm).toArray();
    }

    private static double along(Trajectory t, int shot, int i, double[] u) {
        double sum = 0;
        for (int a = 0; a < u.length; a++) {
            sum += u[a] * t.at(shot * t.samples() + i, a);
        }
        return sum;
    }

    /**
     * The weights of spokes: |k|, in space |k|<sup>2</sup>, times the distance of samples along the spoke, times the angle that is
     * nearer to it than to any other. Samples at the centre of a plane share what the sum lacks there, in space it lacks
     * nothing: they count for nothing.
     *
     * <p>In a plane the angle of each direction is half of that to both neighbours, so that spokes may be turned anyhow. In space
     * the directions are taken to be spread evenly.
     *
     * @param trajectory of spokes through the centre or from it outwards
     * @throws IllegalArgumentException if a shot does not lie on a line through the centre, or goes much less far to one side than
     *     others do
     */
    public static float[] radial(Trajectory trajectory) {
        if (!isRadial(trajectory)) {
            throw new IllegalArgumentException(
                    "the trajectory has shots that do not lie on a line through the centre of"
                            + " k-space, but radial weights need that they all do");
        }
        int samples = trajectory.samples();
        double[][] at = new double[trajectory.shots()][samples];
        List<Ray> rays = new ArrayList<>();
        double farthest = 0;
        for (int shot = 0; shot < at.length; shot++) {
            double[] u = direction(trajectory, shot);
            for (int i = 0; i < samples; i++) {
                at[shot][i] = along(trajectory, shot, i, u);
            }
            double ahead = Arrays.stream(at[shot]).max().orElseThrow();
            double behind = -Arrays.stream(at[shot]).min().orElseThrow();
            farthest = Math.max(farthest, ahead);
            rays.add(new Ray(shot, 1, ahead, u));
            // A sample a little behind the centre belongs to its disc.
            if (behind > 0.1 * ahead) {
                rays.add(new Ray(shot, -1, behind, u));
            }
        }
        for (Ray ray : rays) {
            if (ray.reach < 0.75 * farthest) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "spoke %d reaches %.4g cycles per field of view to one side where others reach %.4g, but radial weights"
                                + " need spokes of about one length",
                        ray.shot,
                        ray.reach,
                        farthest));
            }
        }
        double[] share = shares(rays, trajectory.dimensions());
        float[] weights = new float[trajectory.count()];
        for (int r = 0; r < rays.size(); r++) {
            Ray ray = rays.get(r);
            addRay(at[ray.shot], ray.sign, trajectory.dimensions(), share[r], weights, ray.shot * samples);
        }
        return weights;
    }

    /** One half of a spoke. */
    private record Ray(int shot, int sign, double reach, double[] direction) {
        double angle() {
            return Math.atan2(sign * direction[0], sign * direction[1]);
        }
    }

    /** The angle, or solid angle, of each ray. */
    private static double[] shares(List<Ray> rays, int dimensions) {
        int n = rays.size();
        double[] share = new double[n];
        if (dimensions == 3) {
            Arrays.fill(share, 4 * Math.PI / n);
            return share;
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> rays.get(i).angle()));
        // Rays of one direction share its angle.
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (i == 0 || angle(rays, order, i) - angle(rays, order, i - 1) > 1e-5) {
                starts.add(i);
            }
        }
        int directions = starts.size();
        for (int d = 0; d < directions; d++) {
            int from = starts.get(d);
            int to = d + 1 < directions ? starts.get(d + 1) : n;
            double here = angle(rays, order, from);
            double before = d > 0
                    ? angle(rays, order, starts.get(d - 1))
                    : angle(rays, order, starts.get(directions - 1)) - 2 * Math.PI;
            double after = d + 1 < directions ? angle(rays, order, to) : angle(rays, order, 0) + 2 * Math.PI;
            for (int i = from; i < to; i++) {
                share[order[i]] = (after - before) / 2 / (to - from);
            }
            assert here >= before && here <= after;
        }
        return share;
    }

    private static double angle(List<Ray> rays, Integer[] order, int i) {
        return rays.get(order[i]).angle();
    }

    /**
     * Adds the weights of one ray: k<sup>d - 1</sup> times the distance of the neighbours' middles.
     *
     * <p>The integral over k from 0 of k f(k), with samples h apart from p on, is h times their sum, plus h<sup>2</sup> f(0) B2(p / h) /
     * 2 by the formula of Euler and Maclaurin, B2(t) = t<sup>2</sup> - t + 1/6: a twelfth of h<sup>2</sup> where a sample is at the centre, less a
     * twenty-fourth where the centre is half-way. In space that term is nothing for either.
     */
    private static void addRay(double[] at, int sign, int dimensions, double share, float[] weights, int first) {
        int n = at.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> sign * at[i]));
        boolean central = true;
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && sign * (at[order[to]] - at[order[from]]) < SAME) {
                to++;
            }
            double here = sign * at[order[from]];
            if (here > -SAME) {
                double inwards = from > 0 ? here - sign * at[order[from - 1]] : Double.NaN;
                double outwards = to < n ? sign * at[order[to]] - here : inwards;
                inwards = from > 0 ? inwards : outwards;
                double place = Math.max(0, here);
                double cell = (inwards + outwards) / 2;
                double weight = Math.pow(place, dimensions - 1) * cell;
                if (central && place > outwards) {
                    // Nothing was measured in the middle: the first sample stands for all of it.
                    weight = Math.pow(place + outwards / 2, dimensions) / dimensions;
                } else if (central && dimensions == 2) {
                    double t = place / outwards;
                    weight += outwards * outwards * (t * t - t + 1 / 6.0) / 2;
                }
                central = false;
                for (int i = from; i < to; i++) {
                    weights[first + order[i]] += (float) (share * weight / (to - from));
                }
            }
            from = to;
        }
    }

    /**
     * Weights for any trajectory, by iteration: w becomes w / (C w), where C w sums the weights of a sample's neighbours times a
     * kernel, until every sample sees the same.
     *
     * <p>J. G. Pipe, P. Menon, Sampling density compensation in MRI: rationale and an iterative numerical solution, Magn. Reson. Med.
     * 41, 1999. C spreads onto a grid and interpolates from it, so that it is symmetric and its kernel, the self-convolution of
     * Kaiser-Bessel's, has a positive transform.
     *
     * @param trajectory any
     * @param image spatial axes give the field of view, by which neighbours are near; coil axes do not matter
     * @param iterations at least 1, {@link #ITERATIONS} mostly do
     * @throws IllegalArgumentException if the trajectory has another number of dimensions or leaves the image's band, or there is no
     *     iteration
     */
    public static float[] pipeMenon(Trajectory trajectory, Space image, int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations is " + iterations + ", but must be at least 1");
        }
        int[] sizes = image.axes().stream()
                .filter(a -> a.role().isSpatial())
                .mapToInt(a -> a.size())
                .toArray();
        Nufft.requireWithin(trajectory, sizes);
        int[] lengths = Arrays.stream(sizes)
                .map(n -> Math.max(2 * TAPS, OVERSAMPLING * n))
                .toArray();
        KaiserBesselKernel[] kernels = new KaiserBesselKernel[sizes.length];
        int rows = 1;
        double cell = 1;
        for (int a = 0; a < sizes.length; a++) {
            kernels[a] = new KaiserBesselKernel(TAPS, (double) lengths[a] / sizes[a]);
            rows *= a > 0 ? lengths[a] : 1;
            // The kernel's integral, in cycles: what an even density of one sample per cycle gives.
            double sum = kernels[a].transform(0);
            cell *= sum * sum * sizes[a] / lengths[a];
        }
        GridSamples samples = new GridSamples(trajectory, sizes, new GridChoice(lengths, kernels));
        float[][] grid = GridPool.take(rows, 2 * samples.rowPoints());
        int count = trajectory.count();
        float[] w = new float[2 * count];
        for (int i = 0; i < count; i++) {
            w[2 * i] = 1;
        }
        float[] seen = new float[2 * count];
        for (int iteration = 0; iteration < iterations; iteration++) {
            samples.spread(w, 0, 1, grid);
            samples.interpolate(grid, 1, seen, 0);
            Parallel.ranges(count, 1 << 12, (from, to) -> {
                for (int i = from; i < to; i++) {
                    w[2 * i] /= seen[2 * i];
                }
            });
        }
        GridPool.give(grid);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (w[2 * i] * cell);
        }
        return weights;
    }
}
