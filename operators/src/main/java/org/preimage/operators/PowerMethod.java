package org.preimage.operators;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Vectors;

/**
 * The power method on A* A: x_{k+1} = A* A x_k / |A* A x_k|, |A| = lim |A x_k| / |x_k|. It approaches the norm from below;
 * how fast depends on the gap to the second singular value, but the estimate is within a relative accuracy of e after
 * about log(n) / (2 e) steps whatever the gap (Kuczynski and Wozniakowski 1992).
 */
public final class PowerMethod {
    private static final int MAX_ITERATIONS = 500;
    private static final double TOLERANCE = 1e-5;

    private PowerMethod() {}

    /** The norm of {@code operator} with the default start and tolerance: about 0.1 % below it at worst in practice. */
    public static double norm(LinearOperator operator) {
        return norm(
                operator,
                MAX_ITERATIONS,
                TOLERANCE,
                RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
    }

    /**
     * The norm of {@code operator}.
     *
     * @param operator the operator
     * @param maxIterations steps at most, at least 1
     * @param tolerance relative change of the estimate in one step below which it is taken
     * @param random makes the start
     * @return an estimate from below; 0 for the zero operator
     */
    public static double norm(LinearOperator operator, int maxIterations, double tolerance, RandomGenerator random) {
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations is " + maxIterations + ", but must be at least 1");
        }
        float[] x = operator.domain().zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] y = operator.range().zeros();
        double estimate = 0;
        Vectors.scale(1 / Vectors.norm(x), x);
        for (int k = 0; k < maxIterations; k++) {
            operator.apply(x, y);
            double next = Vectors.norm(y);
            if (next == 0) {
                return 0;
            }
            operator.adjoint(y, x);
            Vectors.scale(1 / Vectors.norm(x), x);
            if (Math.abs(next - estimate) <= tolerance * next) {
                return next;
            }
            estimate = next;
        }
        return estimate;
    }
}
