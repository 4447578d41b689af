package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.TwiceDifferentiable;

/** On a strongly convex functional that is not quadratic, errors fall by the factors of the theory, linearly or ever faster. */
class SmoothRateTest {
    private static final Space LINE = Space.vector(4);
    private static final float[] TARGET = {1, -0.5f, 0.25f, 0.75f};

    /**
     * A strongly convex functional that is not quadratic: sum_i c_i log cosh z_i + m/2 z_i<sup>2</sup>, z = Q (x - t) with Q
     * orthogonal, has the value 0 at its minimiser t, the modulus m and L = m + max c_i.
     */
    private record Bowl(double modulus) implements TwiceDifferentiable {
        private static final double[] C = {1, 0.3, 0.1, 0.6};
        private static final double[][] Q = {
            {0.5, 0.5, 0.5, 0.5}, {0.5, -0.5, 0.5, -0.5}, {0.5, 0.5, -0.5, -0.5}, {0.5, -0.5, -0.5, 0.5}
        };

        @Override
        public Space domain() {
            return LINE;
        }

        private static double[] rotated(float[] x) {
            double[] z = new double[4];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    z[i] += Q[i][j] * ((double) x[j] - TARGET[j]);
                }
            }
            return z;
        }

        @Override
        public double value(float[] x) {
            double[] z = rotated(x);
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double s = Math.sinh(z[i] / 2);
                // log cosh z without cancellation near 0.
                sum += C[i] * Math.log1p(2 * s * s) + 0.5 * modulus * z[i] * z[i];
            }
            return sum;
        }

        @Override
        public double gradient(float[] x, float[] out) {
            double[] z = rotated(x);
            for (int j = 0; j < 4; j++) {
                double sum = 0;
                for (int i = 0; i < 4; i++) {
                    sum += Q[i][j] * (C[i] * Math.tanh(z[i]) + modulus * z[i]);
                }
                out[j] = (float) sum;
            }
            return value(x);
        }

        @Override
        public void hessian(float[] x, float[] v, float[] out) {
            double[] z = rotated(x);
            double[] sums = new double[4];
            for (int i = 0; i < 4; i++) {
                double along = 0;
                for (int j = 0; j < 4; j++) {
                    along += Q[i][j] * v[j];
                }
                double t = Math.tanh(z[i]);
                for (int j = 0; j < 4; j++) {
                    sums[j] += Q[i][j] * (C[i] * (1 - t * t) + modulus) * along;
                }
            }
            for (int j = 0; j < 4; j++) {
                out[j] = (float) sums[j];
            }
        }

        @Override
        public double lipschitz() {
            return modulus + 1;
        }
    }

    /** The same without its Hessian. */
    static Differentiable once(Differentiable f) {
        return new Differentiable() {
            @Override
            public Space domain() {
                return f.domain();
            }

            @Override
            public double value(float[] x) {
                return f.value(x);
            }

            @Override
            public double gradient(float[] x, float[] out) {
                return f.gradient(x, out);
            }

            @Override
            public double lipschitz() {
                return f.lipschitz();
            }
        };
    }

    private static final float[] FAR = {3, -2, 2.5f, -1};

    /** Distances from the minimiser of the bowl after each step. */
    private static <S> double[] distances(Iteration<S> method, int steps) {
        S s = method.start(FAR);
        double[] d = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            d[k] = Math.sqrt(Vectors.distanceSquared(method.solution(s), TARGET));
            method.step(s);
        }
        return d;
    }

    /** What floats near 1 cannot tell apart. */
    private static final double FLOOR = 1e-6;

    @Test
    void gradientDescentIsLinear() {
        Bowl f = new Bowl(0.2);
        double[] d = distances(new GradientDescent(f), 100);
        double q = 1 - 0.2 / f.lipschitz();
        for (int k = 1; k <= 100; k++) {
            assertTrue(d[k] <= q * d[k - 1] + FLOOR, "step " + k + ": " + d[k - 1] + " to " + d[k]);
        }
        assertTrue(d[100] < 1e-4);
    }

    @Test
    void nesterovWithModulusIsLinear() {
        Bowl f = new Bowl(0.01);
        Nesterov method = new Nesterov(f, 1 / f.lipschitz(), 0.01);
        Nesterov.State s = method.start(FAR);
        double q = 1 - Math.sqrt(0.01 / f.lipschitz());
        double bound = f.value(FAR) + 0.005 * Vectors.distanceSquared(FAR, TARGET);
        for (int k = 1; k <= 200; k++) {
            method.step(s);
            bound *= q;
            assertTrue(method.objective(s) <= bound + 1e-11, "step " + k + ": " + method.objective(s));
        }
    }

    /** From where the region of fast convergence is surely reached: d' <= C d^order. */
    private static void assertSuperlinear(double[] d, double near, double order, double c) {
        int counted = 0;
        for (int k = 1; k < d.length; k++) {
            if (d[k - 1] < near && d[k - 1] > 2 * FLOOR) {
                counted++;
                assertTrue(
                        d[k] <= c * Math.pow(d[k - 1], order) + FLOOR, "step " + k + ": " + d[k - 1] + " to " + d[k]);
            }
        }
        assertTrue(counted >= 2, counted + " steps are too few to tell");
    }

    @Test
    void newtonIsSuperlinear() {
        double[] d = distances(new NewtonCg(new Bowl(0.2)), 12);
        assertSuperlinear(d, 0.5, 1.5, 2);
        assertTrue(d[12] < FLOOR);
        double[] differences = distances(new NewtonCg(once(new Bowl(0.2))), 12);
        assertTrue(differences[12] < FLOOR);
    }

    /** With as many pairs as unknowns the errors fall ever faster; gradient descent's fall by the same factor. */
    @Test
    void lbfgsIsSuperlinear() {
        double[] d = distances(new Lbfgs(new Bowl(0.2), 10), 30);
        assertSuperlinear(d, 0.3, 1.2, 1);
        assertTrue(d[30] < FLOOR);
    }
}
