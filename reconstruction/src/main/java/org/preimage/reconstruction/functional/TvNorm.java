package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Total variation f(x) = w sum_i |(D x)_i|, D the {@link org.preimage.operators.Gradient}, of an image or volume, and on
 * wish with bounds lo &lt;= x &lt;= hi.
 *
 * <p>Isotropic total variation takes the Euclidean norm of all partial differences at a point, anisotropic the sum of
 * their magnitudes. Real and imaginary part count as one; images along other axes (time, channels) are independent of
 * each other, unless {@link #coupled channels are coupled}: then the norm goes over the channels as well, which favours
 * edges at the same place in all of them (Bresson and Chan 2008, Fast dual minimization of the vectorial total variation
 * norm and applications to color image processing, Inverse Problems and Imaging 2).
 *
 * <p>The proximal map is the denoising model of Rudin, Osher and Fatemi (1992). It has no closed form and is computed by
 * accelerated projected gradients of its dual,
 *
 * <pre>
 * x(p) = clip(v - D* p),   p' = P(q + D x(q) / |D|<sup>2</sup>),   q' = p' + (a - 1) / a' (p' - p),
 * </pre>
 *
 * P the projection of each group onto the ball of radius gamma w, from p = 0, to the iteration limit or the relative
 * duality gap asked for, tested every ten iterations. The dual objective lies below its maximum by at most 2 |D|<sup>2</sup>
 * |p*|<sup>2</sup> / (k + 1)<sup>2</sup>, and half the squared distance to the true proximal point is at most the gap. The
 * momentum begins anew where a test finds that the dual objective has fallen.
 *
 * <p>Beck and Teboulle 2009, Fast gradient-based algorithms for constrained total variation image denoising and deblurring
 * problems, IEEE Trans. Image Process. 18.
 */
public final class TvNorm implements Proximable {
    /** Relative duality gap at which the proximal map ends where nothing else is asked for. */
    public static final double TOLERANCE = 1e-6;

    /** Its iterations at most. */
    public static final int ITERATIONS = 500;

    private static final int EVERY = 10;

    private final Space domain;
    private final double weight;
    private final boolean isotropic;
    private final boolean coupled;
    private final float lo;
    private final float hi;
    private final double tolerance;
    private final int iterations;
    private final TvKernel kernel;

    /**
     * Isotropic, each channel for itself, without bounds.
     *
     * @param domain a space with one to three spatial axes
     * @param weight w, positive
     * @throws IllegalArgumentException if there are fewer or more spatial axes, or the weight is not positive
     */
    public TvNorm(Space domain, double weight) {
        this(
                domain,
                weight,
                true,
                false,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                TOLERANCE,
                ITERATIONS,
                new TvKernel(domain, true, false, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
    }

    private TvNorm(
            Space domain,
            double weight,
            boolean isotropic,
            boolean coupled,
            float lo,
            float hi,
            double tolerance,
            int iterations,
            TvKernel kernel) {
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.isotropic = isotropic;
        this.coupled = coupled;
        this.lo = lo;
        this.hi = hi;
        this.tolerance = tolerance;
        this.iterations = iterations;
        this.kernel = kernel;
    }

    private TvNorm with(boolean isotropic, boolean coupled, float lo, float hi) {
        TvKernel other = new TvKernel(domain, isotropic, coupled, lo, hi);
        return new TvNorm(domain, weight, isotropic, coupled, lo, hi, tolerance, iterations, other);
    }

    /** The sum of the magnitudes of the partial differences in place of the gradient's length. */
    public TvNorm anisotropic() {
        return with(false, coupled, lo, hi);
    }

    /** One norm over all channels, the entries along axes of the role CHANNEL. */
    public TvNorm coupled() {
        return with(isotropic, true, lo, hi);
    }

    /**
     * With the constraint lo &lt;= x_i &lt;= hi: f is infinite elsewhere.
     *
     * @param lo smallest value allowed, or negative infinity
     * @param hi largest value allowed, or infinity
     * @throws IllegalArgumentException if the space is complex or lo is not below hi
     */
    public TvNorm within(double lo, double hi) {
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but bounds need a real one");
        }
        if (!(lo < hi) || lo == Double.POSITIVE_INFINITY || hi == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "the bounds are " + lo + " and " + hi + ", but the first must be below the second");
        }
        return with(isotropic, coupled, (float) lo, (float) hi);
    }

    /** With the constraint x_i &gt;= 0. */
    public TvNorm nonNegative() {
        return within(0, Double.POSITIVE_INFINITY);
    }

    /**
     * The same with another accuracy of the proximal map.
     *
     * @param tolerance relative duality gap at which to stop, 0 to make all iterations; float arithmetic attains 1e-6
     * @param iterations at most, at least 1
     */
    public TvNorm accurate(double tolerance, int iterations) {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", but must not be negative");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations is " + iterations + ", but must be at least 1");
        }
        return new TvNorm(domain, weight, isotropic, coupled, lo, hi, tolerance, iterations, kernel);
    }

    /** The same with another weight. */
    public TvNorm weighted(double other) {
        return new TvNorm(domain, other, isotropic, coupled, lo, hi, tolerance, iterations, kernel);
    }

    private boolean bounded() {
        return lo != Float.NEGATIVE_INFINITY || hi != Float.POSITIVE_INFINITY;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        if (bounded() && new Box(domain, lo, hi).value(x) > 0) {
            return Double.POSITIVE_INFINITY;
        }
        return weight * kernel.variation(x, null)[0];
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("out", out);
        Dual dual = new Dual(out == v ? v.clone() : v, gamma);
        boolean done = false;
        while (!done && dual.iteration < iterations) {
            dual.step();
            if (tolerance > 0 && dual.iteration % EVERY == 0 && dual.iteration < iterations) {
                dual.image(out);
                done = dual.relativeGap() <= tolerance;
            }
        }
        if (!done) {
            dual.image(out);
        }
        return weight * dual.variation;
    }

    /**
     * The dual iteration of one proximal map, step by step.
     *
     * @param v the point; not changed, and not to be changed meanwhile
     * @param gamma its step, positive
     */
    public Dual dual(float[] v, double gamma) {
        return new Dual(v, gamma);
    }

    /** The state of the dual iteration. */
    public final class Dual {
        private final float[] v;
        private final float limit;
        private float[][][] p = kernel.dual();
        private float[][][] last = kernel.dual();
        private float[][][] next = kernel.dual();
        private double a = 1;
        private double momentum;
        private int iteration;
        private double variation = Double.NaN;
        private double gap = Double.NaN;
        private double objective = Double.NaN;
        private double dualObjective = Double.NEGATIVE_INFINITY;

        private Dual(float[] v, double gamma) {
            domain.require("v", v);
            this.v = v;
            this.limit = (float) (SquaredDistance.requirePositive("gamma", gamma) * weight);
        }

        /** One iteration. */
        public void step() {
            kernel.step(v, p, last, (float) momentum, limit, next);
            float[][][] swap = last;
            last = p;
            p = next;
            next = swap;
            double grown = (1 + Math.sqrt(1 + 4 * a * a)) / 2;
            momentum = (a - 1) / grown;
            a = grown;
            iteration++;
        }

        /**
         * Writes the image of the dual variable reached and evaluates {@link #objective} and {@link #relativeGap} there.
         *
         * @param out clip(v - D* p)
         */
        public void image(float[] out) {
            kernel.image(v, p, out);
            double[] sums = kernel.variation(out, p);
            variation = sums[0];
            // Pointwise gamma w |(D x)_i| >= <(D x)_i, p_i>: nothing cancels.
            gap = Math.max(0, limit * sums[0] - sums[1]);
            objective = 0.5 * Vectors.distanceSquared(out, v) + limit * variation;
            if (objective - gap < dualObjective) {
                a = 1;
                momentum = 0;
            }
            dualObjective = objective - gap;
        }

        /** |x - v|<sup>2</sup> / 2 + gamma f(x) of the last image. */
        public double objective() {
            return objective;
        }

        /** Its duality gap, relative to the objective: 0 where both are. */
        public double relativeGap() {
            return gap == 0 ? 0 : gap / objective;
        }

        /** Iterations made. */
        public int iterations() {
            return iteration;
        }
    }

    /**
     * Where f is homogeneous, as without bounds or with x &gt;= 0, f* is the indicator of the set that v - prox(v)
     * projects onto: y belongs to it if the proximal map of f is zero there, as it is told to the accuracy of that map.
     * NaN with other bounds.
     */
    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        if (lo != 0 && lo != Float.NEGATIVE_INFINITY || hi != 0 && hi != Float.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        float[] rest = domain.zeros();
        prox(y, 1, rest);
        return Vectors.norm(rest) <= 2e-3 * Vectors.norm(y) ? 0 : Double.POSITIVE_INFINITY;
    }
}
