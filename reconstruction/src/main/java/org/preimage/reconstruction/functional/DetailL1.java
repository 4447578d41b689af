package org.preimage.reconstruction.functional;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The sum of magnitudes of wavelet details, f(c) = w sum_i s_i |c_i| over all coefficients but those of the approximation, which
 * stand at the corner of index 0; of complex numbers the modulus. The scales s_i depend on the index along the last axis, the
 * band, or are 1. Its proximal map is soft thresholding of the details
 * (Donoho 1995, De-noising by soft-thresholding, IEEE Trans. Inf. Theory 41).
 */
public final class DetailL1 implements Proximable {
    /** What a transform's rounding may add to a coefficient of a projected point, relative to w. */
    private static final double ROUNDING = 1e-5;

    private final Space domain;
    private final double weight;
    private final float[] weights;
    private final int[] corner;
    private final int[] sizes;
    private final int parts;
    private final int row;
    private final int rows;

    /**
     * @param domain of the coefficients
     * @param approximation how many of the first coefficients along each axis are the approximation's
     * @param weight w, positive
     * @param scales s_i, positive: one for each index along the last axis, or a single one
     * @throws IllegalArgumentException if a number of coefficients or scales does not fit, or a weight is not positive
     */
    public DetailL1(Space domain, int[] approximation, double weight, double... scales) {
        this.domain = domain;
        this.sizes = domain.sizes();
        this.corner = approximation.clone();
        boolean fits = corner.length == sizes.length;
        for (int a = 0; fits && a < sizes.length; a++) {
            fits = corner[a] >= 0 && corner[a] <= sizes[a];
        }
        if (!fits) {
            throw new IllegalArgumentException("the approximation has " + Arrays.toString(approximation)
                    + " coefficients, but must lie in " + domain);
        }
        this.weight = SquaredDistance.requirePositive("weight", weight);
        int last = sizes[sizes.length - 1];
        if (scales.length > 1 && (sizes.length == 1 || scales.length != last)) {
            throw new IllegalArgumentException(
                    "there are " + scales.length + " scales, but must be 1 or one for each of the " + last
                            + " indices along the last axis of " + domain);
        }
        this.weights = new float[Math.max(1, scales.length)];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = (float)
                    (scales.length == 0 ? weight : weight * SquaredDistance.requirePositive("scale", scales[b]));
        }
        this.parts = domain.field() == Field.COMPLEX ? 2 : 1;
        this.row = sizes[0] * parts;
        this.rows = domain.length() / row;
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** Floats at the start of a row that belong to the approximation. */
    private int kept(int r) {
        int rest = r;
        for (int a = 1; a < sizes.length; a++) {
            if (rest % sizes[a] >= corner[a]) {
                return 0;
            }
            rest /= sizes[a];
        }
        return corner[0] * parts;
    }

    private float weight(int r) {
        return weights[(int) ((long) r * weights.length / rows)];
    }

    private interface Details {
        /** Works on the floats {@code from <= i < to}, all details of weight w. */
        double of(int from, int to, float w);
    }

    /** The weighted sum over the details, row by row, in an order that threads do not change. */
    private double sum(Details details) {
        double[] sums = new double[rows];
        Parallel.ranges(rows, Math.max(1, SquaredDistance.BLOCK / row), (from, to) -> {
            for (int r = from; r < to; r++) {
                sums[r] = weight(r) * details.of(r * row + kept(r), (r + 1) * row, weight(r));
            }
        });
        double total = 0;
        for (double s : sums) {
            total += s;
        }
        return total;
    }

    @Override
    public double value(float[] c) {
        domain.require("c", c);
        return sum((from, to, w) -> {
            double sum = 0;
            for (int i = from; i < to; i += parts) {
                sum += parts == 2 ? Math.sqrt(c[i] * c[i] + c[i + 1] * c[i + 1]) : Math.abs(c[i]);
            }
            return sum;
        });
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        float step = (float) SquaredDistance.requirePositive("gamma", gamma);
        double value = sum(
                (from, to, w) -> parts == 2 ? complex(v, step * w, from, to, out) : real(v, step * w, from, to, out));
        if (v != out) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(v, r * row, out, r * row, kept(r));
            }
        }
        return value;
    }

    private static double complex(float[] v, float t, int from, int to, float[] out) {
        double sum = 0;
        float square = t * t;
        for (int i = from; i < to; i += 2) {
            float re = v[i];
            float im = v[i + 1];
            float n = re * re + im * im;
            if (n <= square) {
                out[i] = 0;
                out[i + 1] = 0;
            } else {
                float modulus = (float) Math.sqrt(n);
                float factor = (modulus - t) / modulus;
                out[i] = factor * re;
                out[i + 1] = factor * im;
                sum += modulus - t;
            }
        }
        return sum;
    }

    private static double real(float[] v, float t, int from, int to, float[] out) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            float shrunk = Math.max(0, Math.abs(v[i]) - t);
            out[i] = Math.copySign(shrunk, v[i]);
            sum += shrunk;
        }
        return sum;
    }

    /** The indicator of |y_i| &lt;= w s_i for the details and y_i = 0 for the approximation, up to 1e-5 w. */
    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        return outside(y, (float) (ROUNDING * weight)) ? Double.POSITIVE_INFINITY : 0;
    }

    /** Bounded entries leave the approximation bound |y|<sub>1</sub>; for the details it is an upper bound. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        if (outside(y, Float.MAX_VALUE)) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int kept = kept(r);
            for (int i = 0; i < kept; i++) {
                sum += Math.abs(y[r * row + i]);
            }
        }
        return bound * sum;
    }

    private boolean outside(float[] y, float approximation) {
        return Vectors.sum(rows, (first, last) -> {
                    int count = 0;
                    for (int r = first; r < last; r++) {
                        int details = r * row + kept(r);
                        double limit = weight(r) * (1 + ROUNDING);
                        float square = (float) (limit * limit);
                        for (int i = r * row; i < details; i++) {
                            count += Math.abs(y[i]) > approximation ? 1 : 0;
                        }
                        for (int i = details; i < (r + 1) * row; i += parts) {
                            float n = parts == 2 ? y[i] * y[i] + y[i + 1] * y[i + 1] : y[i] * y[i];
                            count += n > square ? 1 : 0;
                        }
                    }
                    return count;
                })
                > 0;
    }

    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                project(v, out);
                return 0;
            }
        };
    }

    /** Details of modulus above w s scaled back to it, the approximation set to zero. */
    private void project(float[] v, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        Parallel.ranges(rows, Math.max(1, SquaredDistance.BLOCK / row), (first, last) -> {
            for (int r = first; r < last; r++) {
                float w = weight(r);
                int details = r * row + kept(r);
                Arrays.fill(out, r * row, details, 0);
                for (int i = details; i < (r + 1) * row; i += parts) {
                    float re = v[i];
                    float im = parts == 2 ? v[i + 1] : 0;
                    float factor = w / Math.max(w, (float) Math.sqrt(re * re + im * im));
                    out[i] = factor * re;
                    if (parts == 2) {
                        out[i + 1] = factor * im;
                    }
                }
            }
        });
    }
}
