package org.preimage.priors.training;

import org.preimage.priors.weights.Layout;

/**
 * Steps of equal length in all directions of a convolution: the momentum of the gradient, as a matrix [out, in x rows x
 * columns], is replaced by the nearest matrix with orthonormal rows (or columns), U V* of its singular value decomposition U S
 * V*, which a fixed quintic iteration approximates. Biases, slopes and convolutions with fewer than {@value #LEAST} channels
 * on either side step by {@link Adam} at a fraction of the rate.
 *
 * <p>Jordan, Jin, Boza, You, Cesista, Newhouse and Bernstein 2024, Muon: an optimizer for hidden layers in neural networks;
 * Bernstein and Newhouse 2024, Old optimizer, new norm: an anthology, arXiv 2409.20325.
 *
 * @param momentum of the gradient, 0 &lt;= momentum &lt; 1
 * @param others rate of the other weights per unit of the learning rate
 * @param adam for the other weights
 */
public record Muon(double momentum, double others, Adam adam) implements Optimiser {
    static final int LEAST = 8;

    private static final int ITERATIONS = 5;

    /** Steep at 0, so that five iterations bring singular values from 1e-3 to about 1 +- 0.3. */
    private static final double A = 3.4445;

    private static final double B = -4.7750;
    private static final double C = 2.0315;

    public Muon {
        if (!(momentum >= 0 && momentum < 1 && others > 0)) {
            throw new IllegalArgumentException("Muon has momentum " + momentum + " and a rate of others of " + others
                    + ", but needs a momentum from 0 to below 1 and a positive rate");
        }
    }

    /** Momentum 0.95, other weights at a tenth of the rate. */
    public static Muon standard() {
        return new Muon(0.95, 0.1, Adam.standard());
    }

    @Override
    public int memories() {
        return 2;
    }

    @Override
    public void update(Layout layout, float[] weights, float[] gradient, float[][] memory, long step, double rate) {
        for (Layout.Entry e : layout.entries()) {
            int[] shape = e.shape();
            if (shape.length >= 2 && shape[0] >= LEAST && shape[1] >= LEAST) {
                update(e, shape[0], weights, gradient, memory[0], rate);
            } else {
                adam.update(e, weights, gradient, memory[0], memory[1], step, rate * others);
            }
        }
    }

    private void update(Layout.Entry e, int rows, float[] weights, float[] gradient, float[] velocity, double rate) {
        int columns = e.length() / rows;
        float[] direction = new float[e.length()];
        for (int i = 0; i < direction.length; i++) {
            int j = e.offset() + i;
            velocity[j] = (float) (momentum * velocity[j] + gradient[j]);
            direction[i] = (float) (gradient[j] + momentum * velocity[j]);
        }
        orthogonalise(direction, rows, columns);
        double length = rate * Math.sqrt(Math.max(1, (double) rows / columns));
        for (int i = 0; i < direction.length; i++) {
            weights[e.offset() + i] -= (float) (length * direction[i]);
        }
    }

    /** Replaces a matrix by about U V* of its singular value decomposition. */
    static void orthogonalise(float[] x, int rows, int columns) {
        if (rows > columns) {
            float[] t = transposed(x, rows, columns);
            orthogonalise(t, columns, rows);
            System.arraycopy(transposed(t, columns, rows), 0, x, 0, x.length);
            return;
        }
        // Every iterate is a polynomial of the first matrix X X* times X, so that the small square matrices are
        // iterated alone.
        double[] square = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = dot(x, i * columns, j * columns, columns);
                square[i * rows + j] = dot;
                square[j * rows + i] = dot;
            }
        }
        double trace = 0;
        for (int i = 0; i < rows; i++) {
            trace += square[i * rows + i];
        }
        double scale = 1 / (Math.sqrt(trace) + 1e-12);
        double[] product = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            product[i * rows + i] = scale;
            for (int j = 0; j < rows; j++) {
                square[i * rows + j] *= scale * scale;
            }
        }
        for (int k = 0; k < ITERATIONS; k++) {
            double[] map = times(square, square, rows);
            for (int i = 0; i < map.length; i++) {
                map[i] = C * map[i] + B * square[i];
            }
            for (int i = 0; i < rows; i++) {
                map[i * rows + i] += A;
            }
            product = times(map, product, rows);
            square = times(times(map, square, rows), map, rows);
        }
        float[] out = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int l = 0; l < rows; l++) {
                float f = (float) product[i * rows + l];
                for (int j = 0; j < columns; j++) {
                    out[i * columns + j] += f * x[l * columns + j];
                }
            }
        }
        System.arraycopy(out, 0, x, 0, x.length);
    }

    /** In eight sums, which the compiler turns into one of vectors. */
    private static double dot(float[] x, int a, int b, int n) {
        float[] sums = new float[8];
        int i = 0;
        for (; i + 8 <= n; i += 8) {
            for (int l = 0; l < 8; l++) {
                sums[l] += x[a + i + l] * x[b + i + l];
            }
        }
        double sum = 0;
        for (float s : sums) {
            sum += s;
        }
        for (; i < n; i++) {
            sum += (double) x[a + i] * x[b + i];
        }
        return sum;
    }

    private static double[] times(double[] a, double[] b, int n) {
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < n; l++) {
                double f = a[i * n + l];
                for (int j = 0; j < n; j++) {
                    out[i * n + j] += f * b[l * n + j];
                }
            }
        }
        return out;
    }

    private static float[] transposed(float[] x, int rows, int columns) {
        float[] t = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = x[i * columns + j];
            }
        }
        return t;
    }
}
