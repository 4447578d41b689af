package org.preimage.operators;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Tells whether an operator's {@code vjp} belongs to its {@code apply}: &lt;w, (F(x + h d) - F(x - h d)) / (2 h)&gt; = &lt;J(x)* w, d&gt;
 * for random x and d, and a w that holds the difference itself, lest the products be small, and noise, so that all entries count.
 *
 * @param relativeError the largest relative difference of the two products of all trials
 * @param finite whether all outputs were finite
 */
public record DerivativeTest(double relativeError, boolean finite) {
    /** The relative error up to which differences in float arithmetic count as exact. */
    public static final double TOLERANCE = 2e-3;

    private static final int TRIALS = 4;

    /** Step relative to x: rounding and curvature cost equally much. */
    private static final double STEP = 5e-3;

    /**
     * Runs the test at four random points.
     *
     * @param operator the operator to test
     * @param random makes x, d and the noise in w
     */
    public static DerivativeTest of(Operator operator, RandomGenerator random) {
        double worst = 0;
        boolean finite = true;
        for (int t = 0; t < TRIALS; t++) {
            float[] x = gaussian(operator.domain(), random);
            float[] d = gaussian(operator.domain(), random);
            float[] ahead = x.clone();
            Vectors.add(STEP, d, ahead);
            float[] behind = x.clone();
            Vectors.add(-STEP, d, behind);
            float[] difference = operator.apply(ahead);
            Vectors.combine(0.5 / STEP, difference, -0.5 / STEP, operator.apply(behind), difference);
            float[] r = gaussian(operator.range(), random);
            float[] w = operator.range().zeros();
            double size = Vectors.norm(difference);
            Vectors.combine(size > 0 ? 1 / size : 0, difference, 1 / Vectors.norm(r), r, w);
            float[] back = operator.domain().zeros();
            operator.vjp(x, w, back);
            double left = Vectors.dot(w, difference);
            double right = Vectors.dot(back, d);
            finite &= Double.isFinite(left) && Double.isFinite(right);
            double scale = Math.max(Math.abs(left), Math.abs(right));
            worst = Math.max(worst, scale == 0 ? 0 : Math.abs(left - right) / scale);
        }
        return new DerivativeTest(finite ? worst : Double.NaN, finite);
    }

    private static float[] gaussian(Space space, RandomGenerator random) {
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Whether the error is at most {@link #TOLERANCE}. */
    public boolean passed() {
        return finite && relativeError <= TOLERANCE;
    }

    /** One sentence that says what was found. */
    public String message() {
        if (!finite) {
            return "the operator gives NaN or infinite values for finite input";
        }
        return String.format(
                Locale.ROOT,
                passed()
                        ? "the vector-Jacobian product agrees with finite differences (relative error %.2e)"
                        : "the vector-Jacobian product does not belong to the operator (relative error %.2e)",
                relativeError);
    }
}
