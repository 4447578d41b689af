package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The infimal convolution min_z f(z) + g(x - z) of two convex functionals: x split into the two parts that cost least. Its
 * conjugate is f* + g*.
 *
 * <p>There is no closed form of its proximal map or its value. Both are found by iterations that stop when nothing changes by more than
 * 1e-7 of the point, after 5000 steps at most: the proximal map by FISTA with restarts on the two parts, the value by Douglas and
 * Rachford's method. Where g is w/2 |x|<sup>2</sup> the {@link MoreauEnvelope} is direct and much faster; where f and g hide
 * operators, as in total generalised variation, both parts are better made unknowns of the whole problem ({@link Regulariser}).
 *
 * <p>Bauschke and Combettes 2017, Convex Analysis and Monotone Operator Theory in Hilbert Spaces, chapter 12; Douglas and Rachford's
 * method: Lions and Mercier 1979, Splitting algorithms for the sum of two nonlinear operators, SIAM J. Numer. Anal. 16.
 */
public final class InfimalConvolution implements Proximable {
    private static final int STEPS = 5000;
    private static final double TOLERANCE = 1e-7;
    /** So many steps in a row must change nothing: after a restart a single one is small. */
    private static final int QUIET = 20;
    /** Steps between two changes of the step length. */
    private static final int BALANCE = 10;
    /** Relative distance from the conjugate's domain at which a point that iterations gave still counts as inside. */
    private static final double ROUNDING = 1e-5;

    private final Proximable f;
    private final Proximable g;

    /**
     * @param f convex
     * @param g convex, on the same space
     * @throws IllegalArgumentException if the spaces differ or one is not convex
     */
    public InfimalConvolution(Proximable f, Proximable g) {
        f.domain().requireShape("the domain of g", g.domain());
        for (Proximable part : new Proximable[] {f, g}) {
            if (!part.convex()) {
                throw new IllegalArgumentException(part.getClass().getSimpleName()
                        + " is not convex, but an infimal convolution needs convex functionals");
            }
        }
        this.f = f;
        this.g = g;
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    /**
     * With z = prox_{t f}(u) and x - z' = prox_{t g}(x - 2 z + u), u moves by z' - z until both are the same. The step t is balanced as
     * in ADMM with an adaptive penalty: it falls while z' - z is large against the change of z, and rises in the other case.
     */
    @Override
    public double value(float[] x) {
        domain().require("x", x);
        float[] u = Dilation.multiple(0.5, x);
        float[] z = new float[x.length];
        float[] last = new float[x.length];
        float[] rest = new float[x.length];
        double limit = TOLERANCE * (1 + Vectors.norm(x));
        double t = 1;
        double value = 0;
        for (int k = 0, quiet = 0; k < STEPS && quiet < QUIET; k++) {
            System.arraycopy(z, 0, last, 0, z.length);
            value = f.prox(u, t, z);
            Vectors.combine(1, u, -2, z, rest);
            Vectors.add(1, x, rest);
            value += g.prox(rest, t, rest);
            // rest becomes z' - z = x - rest - z.
            Vectors.combine(-1, rest, 1, x, rest);
            Vectors.add(-1, z, rest);
            Vectors.add(1, rest, u);
            double gap = Vectors.norm(rest);
            quiet = gap <= limit ? quiet + 1 : 0;
            if (k % BALANCE == BALANCE - 1 && k < STEPS / 2 && quiet == 0) {
                double change = Math.sqrt(Vectors.distanceSquared(z, last));
                double factor = gap > 10 * change ? 0.5 : change > 10 * gap ? 2 : 1;
                // u - z is t times a subgradient of f, which stays.
                Vectors.combine(factor, u, 1 - factor, z, u);
                t *= factor;
            }
        }
        return value;
    }

    /** min over a and b of f(a) + g(b) + |a + b - v|<sup>2</sup> / (2 gamma); the result is a + b. */
    @Override
    public double prox(float[] v, double gamma, float[] out) {
        SquaredDistance.requirePositive("gamma", gamma);
        domain().require("v", v);
        domain().require("out", out);
        float[][] part = {new float[v.length], new float[v.length]};
        float[][] last = {new float[v.length], new float[v.length]};
        float[][] ahead = {new float[v.length], new float[v.length]};
        float[] half = new float[v.length];
        double limit = TOLERANCE * (1 + Vectors.norm(v));
        double momentum = 1;
        double value = 0;
        for (int k = 0, quiet = 0; k < STEPS && quiet < QUIET; k++) {
            Vectors.combine(-0.5, ahead[0], -0.5, ahead[1], half);
            Vectors.add(0.5, v, half);
            value = 0;
            double change = 0;
            double uphill = 0;
            for (int i = 0; i < 2; i++) {
                float[] swap = last[i];
                last[i] = part[i];
                part[i] = swap;
                Vectors.combine(1, ahead[i], 1, half, part[i]);
                value += (i == 0 ? f : g).prox(part[i], gamma / 2, part[i]);
                change += Vectors.distanceSquared(part[i], last[i]);
                Vectors.add(-1, part[i], ahead[i]);
                uphill += Vectors.dot(ahead[i], part[i]) - Vectors.dot(ahead[i], last[i]);
            }
            double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double m = uphill > 0 ? 0 : (momentum - 1) / next;
            momentum = uphill > 0 ? 1 : next;
            for (int i = 0; i < 2; i++) {
                Vectors.combine(1 + m, part[i], -m, last[i], ahead[i]);
            }
            quiet = Math.sqrt(change) <= limit ? quiet + 1 : 0;
        }
        Vectors.combine(1, part[0], 1, part[1], out);
        return value;
    }

    /** f*(y) + g*(y), where a y up to 1e-5 of it outside of where both are finite counts as the y inside. */
    @Override
    public double conjugateValue(float[] y) {
        double value = f.conjugateValue(y) + g.conjugateValue(y);
        if (value < Double.POSITIVE_INFINITY) {
            return value;
        }
        float[] inside = Dilation.multiple(1 - ROUNDING, y);
        return f.conjugateValue(inside) + g.conjugateValue(inside);
    }
}
