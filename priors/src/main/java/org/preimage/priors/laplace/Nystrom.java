package org.preimage.priors.laplace;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.Threads;

/**
 * A preconditioner for H + s<sup>2</sup>: H is replaced by its Nystrom approximation U L U* from products with q random vectors, and
 * beyond its range by its smallest value l_q,
 *
 * <pre>P<sup>-1</sup> r = r - U (1 - (l_q + s<sup>2</sup>) / (L + s<sup>2</sup>)) U* r,</pre>
 *
 * so that conjugate gradients see only what the largest q values leave.
 *
 * <p>Frangella, Tropp and Udell 2023, Randomized Nystrom preconditioning, SIAM J. Matrix Anal. Appl. 44.
 */
final class Nystrom {
    private final float[][] vectors;
    private final double[] values;

    private Nystrom(float[][] vectors, double[] values) {
        this.vectors = vectors;
        this.values = values;
    }

    /**
     * Of H = A J V J* A* of a model.
     *
     * @param variances v_b
     * @param rank q
     */
    static Nystrom of(LinearModel model, double[] variances, int rank, RandomGenerator random) {
        int m = model.operator().range().length();
        int q = Math.min(rank, m);
        float[][] test = new float[q][m];
        for (float[] column : test) {
            for (int i = 0; i < m; i++) {
                column[i] = (float) random.nextGaussian();
            }
        }
        orthonormalise(test);
        float[] deviations = model.blocks().deviations(variances);
        float[][] seen = new float[q][];
        Threads.pieces(q, (from, to) -> {
            try (LinearisedNetwork j = model.linearised()) {
                LinearOperator h = new DataCovariance(model.operator(), j, deviations, 0);
                for (int k = from; k < to; k++) {
                    seen[k] = h.apply(test[k]);
                }
            }
        });
        return of(test, seen);
    }

    /**
     * From orthonormal vectors and H times each.
     *
     * @param test orthonormal; used up
     * @param seen H times them; used up
     */
    static Nystrom of(float[][] test, float[][] seen) {
        int q = test.length;
        double size = 0;
        for (float[] y : seen) {
            size += Vectors.normSquared(y);
        }
        // Rounding makes H indefinite by about its size times float's precision.
        double shift = 1e-6 * Math.sqrt(size);
        for (int k = 0; k < q; k++) {
            Vectors.add(shift, test[k], seen[k]);
        }
        RealMatrix core = new Array2DRowRealMatrix(q, q);
        RealMatrix gram = new Array2DRowRealMatrix(q, q);
        Parallel.ranges(q, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j <= i; j++) {
                    double c = 0.5 * (Vectors.dot(test[i], seen[j]) + Vectors.dot(test[j], seen[i]));
                    double g = Vectors.dot(seen[i], seen[j]);
                    core.setEntry(i, j, c);
                    core.setEntry(j, i, c);
                    gram.setEntry(i, j, g);
                    gram.setEntry(j, i, g);
                }
            }
        });
        // With C^(-1/2) of the core the approximation is B B*, B = Y C^(-1/2); its left singular vectors come from B*
        // B.
        EigenDecomposition c = new EigenDecomposition(core);
        double[] roots = new double[q];
        for (int k = 0; k < q; k++) {
            roots[k] = c.getRealEigenvalue(k) > shift ? 1 / Math.sqrt(c.getRealEigenvalue(k)) : 0;
        }
        RealMatrix inverse = c.getV();
        for (int i = 0; i < q; i++) {
            for (int k = 0; k < q; k++) {
                inverse.multiplyEntry(i, k, roots[k]);
            }
        }
        EigenDecomposition e =
                new EigenDecomposition(inverse.transpose().multiply(gram).multiply(inverse));
        RealMatrix map = inverse.multiply(e.getV());
        double largest = e.getRealEigenvalue(0);
        // Errors of float in H x are as large as its small values, whose vectors are then not quite orthogonal; made
        // so,
        // the preconditioner is positive definite whatever they are.
        List<double[]> vectors = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int k = 0; k < q && e.getRealEigenvalue(k) > 1e-6 * largest; k++) {
            double[] u = new double[test[0].length];
            double scale = 1 / Math.sqrt(e.getRealEigenvalue(k));
            for (int i = 0; i < q; i++) {
                double factor = scale * map.getEntry(i, k);
                for (int l = 0; l < u.length; l++) {
                    u[l] += factor * seen[i][l];
                }
            }
            if (freed(u, vectors)) {
                vectors.add(u);
                values.add(Math.max(0, e.getRealEigenvalue(k) - shift));
            }
        }
        float[][] rounded = new float[vectors.size()][test[0].length];
        for (int k = 0; k < rounded.length; k++) {
            for (int l = 0; l < rounded[k].length; l++) {
                rounded[k][l] = (float) vectors.get(k)[l];
            }
        }
        return new Nystrom(
                rounded, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Makes a vector orthogonal to others and gives it length 1; false where less than half of it is left. */
    private static boolean freed(double[] u, List<double[]> others) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] v : others) {
                double dot = 0;
                for (int i = 0; i < u.length; i++) {
                    dot += u[i] * v[i];
                }
                for (int i = 0; i < u.length; i++) {
                    u[i] -= dot * v[i];
                }
            }
        }
        double square = 0;
        for (double x : u) {
            square += x * x;
        }
        for (int i = 0; i < u.length; i++) {
            u[i] /= Math.sqrt(square);
        }
        return square > 0.25;
    }

    private static void orthonormalise(float[][] columns) {
        for (int k = 0; k < columns.length; k++) {
            // Twice is enough.
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    Vectors.add(-Vectors.dot(columns[j], columns[k]), columns[j], columns[k]);
                }
            }
            Vectors.scale(1 / Vectors.norm(columns[k]), columns[k]);
        }
    }

    /** P<sup>-1</sup> r. */
    float[] apply(float[] r, double noise) {
        float[] out = r.clone();
        double last = values[values.length - 1] + noise;
        for (int k = 0; k < values.length; k++) {
            double factor = (1 - last / (values[k] + noise)) * Vectors.dot(vectors[k], r);
            Vectors.add(-factor, vectors[k], out);
        }
        return out;
    }
}
