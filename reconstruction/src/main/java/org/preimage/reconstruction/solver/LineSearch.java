package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * A step length that obeys the strong Wolfe conditions for phi(a) = f(x + a d), phi'(0) &lt; 0,
 *
 * <pre>phi(a) &lt;= phi(0) + delta a phi'(0),   |phi'(a)| &lt;= sigma |phi'(0)|,</pre>
 *
 * the first one up to the rounding of phi, below which slopes alone decide.
 *
 * <p>A bracket [a, b] with phi'(a) &lt; 0, phi(a) low enough, and phi'(b) &gt;= 0 or phi(b) too high is widened by factors of 5 until
 * there is one, and narrowed by secants of phi', by halves where those are slow: after Hager and Zhang 2005, A new conjugate
 * gradient method with guaranteed descent and an efficient line search, SIAM J. Optim. 16, whose double secants it leaves out. A
 * secant is exact for quadratic f.
 *
 * @param delta of the first condition, above 0 and below sigma and 1/2
 * @param sigma of the second one, below 1
 */
record LineSearch(double delta, double sigma) {
    private static final int MOST = 40;
    private static final double WIDEN = 5;

    /** Rounding of the values of functionals of floats, relative to them. */
    static final double ROUNDING = 1e-6;

    /**
     * What a search ends with.
     *
     * @param step a; 0 where none was found that is no higher than the start
     * @param value f(x + a d)
     */
    record Found(double step, double value) {}

    /**
     * Searches from x along d.
     *
     * @param x the start; not changed
     * @param value f(x)
     * @param d a direction of descent
     * @param slope phi'(0), negative
     * @param first the step to try first, positive
     * @param point x + a d when found; otherwise arbitrary
     * @param gradient that of f at {@code point}
     */
    Found search(
            Differentiable f,
            float[] x,
            double value,
            float[] d,
            double slope,
            double first,
            float[] point,
            float[] gradient) {
        double low = 0;
        double lowSlope = slope;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = Double.NaN;
        double width = Double.POSITIVE_INFINITY;
        double slack = ROUNDING * Math.abs(value);
        double step = first;
        for (int k = 0; k < MOST; k++) {
            Vectors.combine(1, x, step, d, point);
            double found = f.gradient(point, gradient);
            double s = Vectors.dot(gradient, d);
            boolean lowEnough = found <= value + delta * step * slope + slack;
            if (lowEnough && Math.abs(s) <= -sigma * slope) {
                return new Found(step, found);
            }
            if (s < 0 && lowEnough) {
                low = step;
                lowSlope = s;
            } else {
                high = step;
                // Not the end for a secant where the value is too high: what it leads to may be another, higher
                // minimum.
                highSlope = lowEnough ? s : Double.NaN;
            }
            if (Double.isInfinite(high)) {
                step *= WIDEN;
            } else {
                boolean slow = high - low > 0.66 * width;
                width = high - low;
                double secant = low - lowSlope * width / (highSlope - lowSlope);
                boolean inside = secant > low + 1e-3 * width && secant < high - 1e-3 * width;
                step = inside && !slow ? secant : low + share(low, step, value, slope, found) * width;
            }
            boolean exhausted = high < Double.POSITIVE_INFINITY && high - low <= 1e-9 * high;
            if (exhausted || !(step > 0 && step < Double.POSITIVE_INFINITY)) {
                break;
            }
        }
        return settle(f, x, value, d, low, point, gradient);
    }

    /** Where to cut a bracket without a secant: half, or much less where the first step was far too long. */
    private static double share(double low, double step, double value, double slope, double found) {
        if (low > 0) {
            return 0.5;
        }
        double parabola = -0.5 * step * slope / (found - value - step * slope);
        return parabola > 0 && parabola < 0.5 ? Math.max(0.01, parabola) : 0.5;
    }

    /** The best that is known where rounding hides a step that obeys the conditions. */
    private static Found settle(
            Differentiable f, float[] x, double value, float[] d, double low, float[] point, float[] gradient) {
        if (low == 0) {
            return new Found(0, value);
        }
        Vectors.combine(1, x, low, d, point);
        return new Found(low, f.gradient(point, gradient));
    }
}
