package org.preimage.operators;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Tells whether an operator's {@code adjoint} is the adjoint of its {@code apply}: &lt;A x, y&gt; = &lt;x, A* y&gt;.
 *
 * <p>For independent random x and y both products are near zero, and a wrong scale of the adjoint would hide in the
 * noise. So y = A x / |A x| + r / |r| with r random: the products are then of the size of the norms, and every
 * entry of y still counts. If the adjoint is wrong by nothing but a factor, the report says which: the usual mistake
 * with projectors.
 *
 * @param relativeError the largest |&lt;A x, y&gt; - &lt;x, A* y&gt;| / max(|&lt;A x, y&gt;|, |&lt;x, A* y&gt;|) of all trials
 * @param scale mean of &lt;A x, y&gt; / &lt;x, A* y&gt; over the trials: what the adjoint would have to be multiplied with
 * @param scaleSpread largest relative deviation of that ratio from its mean
 * @param finite whether all outputs were finite
 */
public record DotTest(double relativeError, double scale, double scaleSpread, boolean finite) {
    /** The relative error up to which float arithmetic counts as exact. */
    public static final double TOLERANCE = 1e-5;

    private static final int TRIALS = 4;

    /**
     * Runs the test with four random pairs.
     *
     * @param operator the operator to test
     * @param random makes x and r
     */
    public static DotTest of(LinearOperator operator, RandomGenerator random) {
        double worst = 0;
        boolean finite = true;
        double[] ratio = new double[TRIALS];
        for (int t = 0; t < TRIALS; t++) {
            float[] x = gaussian(operator.domain(), random);
            float[] ax = operator.apply(x);
            float[] r = gaussian(operator.range(), random);
            float[] y = operator.range().zeros();
            double size = Vectors.norm(ax);
            Vectors.combine(size > 0 ? 1 / size : 0, ax, 1 / Vectors.norm(r), r, y);
            float[] aty = operator.adjoint(y);
            double left = Vectors.dot(ax, y);
            double right = Vectors.dot(x, aty);
            finite &= Double.isFinite(left) && Double.isFinite(right);
            double scale = Math.max(Math.abs(left), Math.abs(right));
            worst = Math.max(worst, scale == 0 ? 0 : Math.abs(left - right) / scale);
            ratio[t] = left == right ? 1 : left / right;
        }
        double mean = 0;
        for (double q : ratio) {
            mean += q / TRIALS;
        }
        double spread = 0;
        for (double q : ratio) {
            spread = Math.max(spread, Math.abs(q / mean - 1));
        }
        return new DotTest(finite ? worst : Double.NaN, mean, spread, finite);
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
        String error = String.format(Locale.ROOT, "relative error %.2e", relativeError);
        if (passed()) {
            return "the adjoint is exact in float arithmetic (" + error + ")";
        }
        if (scaleSpread < 1e-3) {
            return String.format(
                    Locale.ROOT, "the adjoint is wrong by a constant factor: multiply it by %.6g (%s)", scale, error);
        }
        return "the adjoint does not belong to the operator (" + error + ")";
    }
}
