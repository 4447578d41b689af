package org.preimage.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.preimage.operators.space.Vectors;

/**
 * The largest eigenvalue of a symmetric positive semidefinite operator by the method of Lanczos, from below: the same products as
 * in the {@link PowerMethod}, but the best of all they span, so that a dozen mostly do.
 *
 * <p>Without orthogonalisation: what is lost by rounding returns as copies of eigenvalues already found, the largest first, which
 * does no harm here. C. Lanczos, An iteration method for the solution of the eigenvalue problem of linear differential and integral
 * operators, J. Res. Natl. Bur. Stand. 45, 1950; Kuczynski and Wozniakowski 1992.
 */
public final class LanczosMethod {
    private static final int MAX_ITERATIONS = 100;
    private static final int LEAST = 6;
    private static final double TOLERANCE = 1e-5;

    private LanczosMethod() {}

    /**
     * The largest eigenvalue, to about 0.1 %.
     *
     * @param operator symmetric and positive semidefinite, from a space to itself
     */
    public static double largest(LinearOperator operator) {
        operator.domain().requireShape("the range of a symmetric operator", operator.range());
        var random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        float[] v = operator.domain().zeros();
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) random.nextGaussian();
        }
        Vectors.scale(1 / Vectors.norm(v), v);
        float[] before = operator.domain().zeros();
        float[] w = operator.range().zeros();
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        double estimate = 0;
        double beta = 0;
        for (int k = 0; k < Math.min(MAX_ITERATIONS, v.length); k++) {
            operator.apply(v, w);
            double alpha = Vectors.dot(v, w);
            diagonal.add(alpha);
            Vectors.add(-alpha, v, w);
            Vectors.add(-beta, before, w);
            double next = largest(diagonal, beside);
            beta = Vectors.norm(w);
            boolean invariant = beta <= 1e-6 * next;
            if (invariant || k >= LEAST && next - estimate <= TOLERANCE * next) {
                return next;
            }
            estimate = next;
            beside.add(beta);
            float[] spare = before;
            before = v;
            v = w;
            w = spare;
            Vectors.scale(1 / beta, v);
        }
        return estimate;
    }

    private static double largest(List<Double> diagonal, List<Double> beside) {
        double[] main = diagonal.stream().mapToDouble(d -> d).toArray();
        double[] secondary = beside.stream().mapToDouble(d -> d).toArray();
        return main.length == 1 ? main[0] : new EigenDecomposition(main, secondary).getRealEigenvalue(0);
    }
}
