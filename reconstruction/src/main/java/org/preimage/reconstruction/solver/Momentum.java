package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;

/**
 * The extrapolation of accelerated proximal gradients,
 *
 * <pre>y' = x' + (a - 1) / a' (x' - x),   a' = (1 + sqrt(1 + 4 a<sup>2</sup>)) / 2,   a = 1 at first,</pre>
 *
 * by Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm, SIAM J. Imaging Sci. 2. Dropped, a is 1 again and y' =
 * x': by the gradient scheme of O'Donoghue and Candes 2015, Adaptive restart for accelerated gradient schemes, Found. Comput. Math.
 * 15, wherever it points uphill.
 */
final class Momentum {
    private double a = 1;

    /** &lt;y - x', x' - x&gt;: y - x' is a multiple of a generalised gradient, so that above 0 momentum points uphill. */
    static double uphill(float[] y, float[] x, float[] last) {
        return Vectors.sum(x.length, (from, to) -> uphill(y, x, last, from, to));
    }

    private static double uphill(float[] y, float[] x, float[] last, int from, int to) {
        // Four sums, lest each addition wait for the last.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            a += (y[i] - x[i]) * (x[i] - last[i]);
            b += (y[i + 1] - x[i + 1]) * (x[i + 1] - last[i + 1]);
            c += (y[i + 2] - x[i + 2]) * (x[i + 2] - last[i + 2]);
            d += (y[i + 3] - x[i + 3]) * (x[i + 3] - last[i + 3]);
        }
        for (; i < to; i++) {
            a += (y[i] - x[i]) * (x[i] - last[i]);
        }
        return a + b + c + d;
    }

    /** (a - 1) / a', and goes on to a'; 0 if it is dropped. */
    double next(boolean drop) {
        double before = drop ? 1 : a;
        a = (1 + Math.sqrt(1 + 4 * before * before)) / 2;
        return (before - 1) / a;
    }

    /**
     * Puts y' into {@code y}.
     *
     * @param x x'
     * @param last x
     * @param restart whether to drop the momentum if it points uphill
     */
    void extrapolate(float[] x, float[] last, float[] y, boolean restart) {
        double before = a;
        float m = (float) next(false);
        // One pass over memory; a restart, which is rare, takes another one.
        double uphill = Vectors.sum(x.length, (from, to) -> {
            double sum = before > 1 && restart ? uphill(y, x, last, from, to) : 0;
            for (int i = from; i < to; i++) {
                y[i] = x[i] + m * (x[i] - last[i]);
            }
            return sum;
        });
        if (uphill > 0) {
            next(true);
            System.arraycopy(x, 0, y, 0, x.length);
        }
    }

    void persist(Checkpoint c) {
        a = c.number("a", a);
    }
}
