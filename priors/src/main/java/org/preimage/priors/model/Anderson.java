package org.preimage.priors.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.preimage.operators.space.Vectors;

/**
 * Anderson acceleration of x &lt;- f(x): the next x is the sum of a_i f(x_i) over the last iterates, with weights of sum 1 for
 * which the sum of a_i (f(x_i) - x_i) is smallest. For linear f it is equivalent to GMRES, restarted.
 *
 * <p>H. F. Walker, P. Ni, "Anderson acceleration for fixed-point iterations", SIAM J. Numer. Anal. 49 (2011).
 *
 * @param memory iterates that are combined; 1 for the plain iteration
 * @param iterations evaluations of f at most
 * @param tolerance |f(x) - x| / |f(x)| at which to stop
 */
public record Anderson(int memory, int iterations, double tolerance) {
    /** Keeps the small linear systems solvable, relative to their largest diagonal entry. */
    private static final double RIDGE = 1e-10;

    public Anderson {
        if (memory < 1 || iterations < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("Anderson acceleration has a memory of " + memory + ", " + iterations
                    + " iterations and a tolerance of " + tolerance
                    + ", but needs at least one of each and no negative tolerance");
        }
    }

    /**
     * What was found.
     *
     * @param x of the smallest residual seen
     * @param iterations evaluations of f
     * @param residual |f(x) - x| / |f(x)|
     * @param converged whether the residual is within the tolerance
     */
    public record Solution(float[] x, int iterations, double residual, boolean converged) {}

    private record Iterate(float[] image, float[] residual) {}

    /**
     * Looks for a fixed point.
     *
     * @param f must not change its argument
     * @param start x to begin with
     */
    public Solution solve(UnaryOperator<float[]> f, float[] start) {
        Deque<Iterate> last = new ArrayDeque<>();
        float[] x = start.clone();
        float[] best = x;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= iterations; k++) {
            float[] image = f.apply(x);
            float[] residual = image.clone();
            Vectors.add(-1, x, residual);
            double size = Vectors.norm(image);
            double relative = size == 0 ? Vectors.norm(residual) : Vectors.norm(residual) / size;
            if (relative < least) {
                least = relative;
                best = x;
            }
            if (relative <= tolerance) {
                return new Solution(x, k, relative, true);
            }
            last.addLast(new Iterate(image, residual));
            if (last.size() > memory) {
                last.removeFirst();
            }
            x = combined(last.toArray(Iterate[]::new));
        }
        return new Solution(best, iterations, least, false);
    }

    private static float[] combined(Iterate[] last) {
        int m = last.length;
        double[][] gram = new double[m][m + 1];
        double largest = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i][j] = Vectors.dot(last[i].residual, last[j].residual);
                gram[j][i] = gram[i][j];
            }
            largest = Math.max(largest, gram[i][i]);
            gram[i][m] = 1;
        }
        for (int i = 0; i < m; i++) {
            gram[i][i] += RIDGE * largest + Double.MIN_NORMAL;
        }
        // The minimiser of a' G a with sum 1 is G^-1 1, scaled.
        double[] a = solved(gram);
        double sum = 0;
        for (double v : a) {
            sum += v;
        }
        float[] x = new float[last[0].image.length];
        for (int i = 0; i < m; i++) {
            Vectors.add(a[i] / sum, last[i].image, x);
        }
        return x;
    }

    /** Gaussian elimination of a positive definite system, its right side in the last column. */
    private static double[] solved(double[][] system) {
        int m = system.length;
        for (int i = 0; i < m; i++) {
            for (int j = i + 1; j < m; j++) {
                double f = system[j][i] / system[i][i];
                for (int l = i; l <= m; l++) {
                    system[j][l] -= f * system[i][l];
                }
            }
        }
        double[] a = new double[m];
        for (int i = m - 1; i >= 0; i--) {
            double v = system[i][m];
            for (int l = i + 1; l < m; l++) {
                v -= system[i][l] * a[l];
            }
            a[i] = v / system[i][i];
        }
        return a;
    }
}
