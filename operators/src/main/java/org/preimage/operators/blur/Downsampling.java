package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Fewer, larger pixels: smoothing against aliasing and sampling in one step, for super-resolution. Along each spatial axis
 *
 * <pre>(A x)[i] = sum over k of w[k] x[f i + k - (n - f) / 2]</pre>
 *
 * with n weights of an {@link Antialiasing} kernel: pixel i of the data lies over the pixels f i to f i + f - 1 of the image, with
 * the same outer edges, and its spacing is f times larger. Other axes are left alone.
 */
public final class Downsampling extends LinearOperator {
    private final int[] factors;
    private final Antialiasing kernel;
    private final Boundary boundary;
    private final double[][] weights;

    /**
     * @param image domain, with one to three of the axes X, Y, Z
     * @param factors one for all spatial axes, or one for each; each divides the size of its axis
     * @param kernel weights
     * @param boundary what is outside the image; without effect on box averages
     */
    public Downsampling(Space image, Antialiasing kernel, Boundary boundary, int... factors) {
        super(image, coarse(image, factors));
        this.factors = forEachAxis(image, factors);
        this.kernel = kernel;
        this.boundary = boundary;
        this.weights = Arrays.stream(this.factors).mapToObj(kernel::weights).toArray(double[][]::new);
    }

    /** Box averages by one factor along all spatial axes. */
    public Downsampling(Space image, int factor) {
        this(image, Antialiasing.BOX, Boundary.REFLECTING, factor);
    }

    private static int[] forEachAxis(Space image, int[] factors) {
        int axes = new SpatialParts(image).sizes().length;
        if (factors.length != 1 && factors.length != axes) {
            throw new IllegalArgumentException(
                    "there are " + factors.length + " factors, but one or " + axes + " are needed");
        }
        int[] each = new int[axes];
        for (int a = 0; a < axes; a++) {
            each[a] = factors[factors.length == 1 ? 0 : a];
        }
        return each;
    }

    private static Space coarse(Space image, int[] factors) {
        int[] each = forEachAxis(image, factors);
        int[] sizes = new SpatialParts(image).sizes();
        for (int a = 0; a < sizes.length; a++) {
            if (each[a] < 1 || sizes[a] % each[a] != 0) {
                throw new IllegalArgumentException("factor is " + each[a] + " along an axis of " + sizes[a]
                        + " samples, but must be at least 1 and divide them");
            }
            sizes[a] /= each[a];
        }
        return SpatialParts.resized(image, sizes, each);
    }

    /** The factor along each spatial axis. */
    public int[] factors() {
        return factors.clone();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        int[] spatial = SpatialParts.axes(domain());
        float[] from = x;
        int[] sizes = domain().sizes();
        int floats = domain().field().floats();
        for (int a = 0; a < spatial.length; a++) {
            int axis = spatial[a];
            Decimation step = new Decimation(sizes, axis, floats, factors[a], weights[a], boundary);
            sizes[axis] /= factors[a];
            float[] to = a == spatial.length - 1 ? out : new float[from.length / factors[a]];
            step.apply(from, to);
            from = to;
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        int[] spatial = SpatialParts.axes(domain());
        float[] from = y;
        int[] sizes = range().sizes();
        int floats = domain().field().floats();
        for (int a = spatial.length - 1; a >= 0; a--) {
            int axis = spatial[a];
            sizes[axis] *= factors[a];
            Decimation step = new Decimation(sizes, axis, floats, factors[a], weights[a], boundary);
            float[] to = a == 0 ? out : new float[from.length * factors[a]];
            step.adjoint(from, to);
            from = to;
        }
    }

    /** A A*: a convolution of the data, whose kernel is the kernel's autocorrelation at multiples of the factors. */
    private TransferFunction overlap(boolean mirrored) {
        int axes = factors.length;
        int[] sizes = new int[axes];
        int points = 1;
        double[][] lines = new double[axes][];
        for (int a = 0; a < axes; a++) {
            int reach = (weights[a].length - 1) / factors[a];
            sizes[a] = 2 * reach + 1;
            lines[a] = new double[sizes[a]];
            for (int m = -reach; m <= reach; m++) {
                for (int k = 0; k < weights[a].length; k++) {
                    int j = k + m * factors[a];
                    lines[a][m + reach] += j >= 0 && j < weights[a].length ? weights[a][k] * weights[a][j] : 0;
                }
            }
            points *= sizes[a];
        }
        float[] values = new float[points];
        for (int i = 0; i < points; i++) {
            int rest = i;
            double product = 1;
            for (int a = 0; a < axes; a++) {
                product *= lines[a][rest % sizes[a]];
                rest /= sizes[a];
            }
            values[i] = (float) product;
        }
        return TransferFunction.of(FourierSolver.grid(new SpatialParts(range()), mirrored), values, sizes);
    }

    private boolean separate() {
        return kernel == Antialiasing.BOX;
    }

    /** (A A*)<sup>1/2</sup> is diagonal under the Fourier or cosine transform of the data. */
    @Override
    protected double computeNorm() {
        return boundary == Boundary.ZERO && !separate()
                ? super.computeNorm()
                : Math.sqrt(overlap(boundary == Boundary.REFLECTING).maximum());
    }

    /**
     * (A* A + rho 1)<sup>-1</sup> = (1 - A* (A A* + rho 1)<sup>-1</sup> A) / rho, where A A* is a convolution of the data; for box
     * averages a multiple of the identity. For zero boundaries only with box averages.
     *
     * <p>N. Zhao, Q. Wei, A. Basarab, N. Dobigeon, D. Kouame and J.-Y. Tourneret, Fast single image super-resolution using a new
     * analytical solution for l2-l2 problems, IEEE Trans. Image Process. 25, 2016.
     */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        if (separate()) {
            double square = norm() * norm();
            return Optional.of((rho, r, x) -> {
                float[] y = apply(r);
                adjoint(y, x);
                Vectors.combine(1 / rho, r, -1 / (rho * (square + rho)), x, x);
            });
        }
        if (boundary == Boundary.ZERO) {
            return Optional.empty();
        }
        boolean mirrored = boundary == Boundary.REFLECTING;
        return Optional.of(
                new OuterInverse(this, new FourierSolver(new SpatialParts(range()), overlap(mirrored), mirrored)));
    }

    /** Along one axis. */
    private static final class Decimation {
        private final int factor;
        private final double[] weights;
        private final int size;
        private final int stride;
        private final int[] source;

        Decimation(int[] sizes, int axis, int floats, int factor, double[] weights, Boundary boundary) {
            this.factor = factor;
            this.weights = weights;
            this.size = sizes[axis];
            int step = floats;
            for (int a = 0; a < axis; a++) {
                step *= sizes[a];
            }
            this.stride = step;
            int before = (weights.length - factor) / 2;
            source = new int[size + 2 * before + factor];
            for (int i = 0; i < source.length; i++) {
                int at = i - before;
                source[i] = boundary == Boundary.PERIODIC
                        ? Math.floorMod(at, size)
                        : boundary == Boundary.ZERO
                                ? (at < 0 || at >= size ? -1 : at)
                                : Math.min(Math.floorMod(at, 2 * size), 2 * size - 1 - Math.floorMod(at, 2 * size));
            }
        }

        void apply(float[] x, float[] out) {
            int few = size / factor;
            Parallel.ranges(out.length / (few * stride), 1, (from, to) -> {
                for (int o = from; o < to; o++) {
                    for (int i = 0; i < few; i++) {
                        int at = (o * few + i) * stride;
                        Arrays.fill(out, at, at + stride, 0);
                        for (int k = 0; k < weights.length; k++) {
                            int s = source[i * factor + k];
                            if (s >= 0) {
                                add((float) weights[k], x, (o * size + s) * stride, out, at, stride);
                            }
                        }
                    }
                }
            });
        }

        void adjoint(float[] y, float[] out) {
            int few = size / factor;
            Arrays.fill(out, 0);
            Parallel.ranges(y.length / (few * stride), 1, (from, to) -> {
                for (int o = from; o < to; o++) {
                    for (int i = 0; i < few; i++) {
                        int at = (o * few + i) * stride;
                        for (int k = 0; k < weights.length; k++) {
                            int s = source[i * factor + k];
                            if (s >= 0) {
                                add((float) weights[k], y, at, out, (o * size + s) * stride, stride);
                            }
                        }
                    }
                }
            });
        }

        private static void add(float w, float[] x, int from, float[] out, int to, int n) {
            for (int j = 0; j < n; j++) {
                out[to + j] += w * x[from + j];
            }
        }
    }
}
