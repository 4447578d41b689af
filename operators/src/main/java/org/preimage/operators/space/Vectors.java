package org.preimage.operators.space;

import org.preimage.operators.parallel.Parallel;

/**
 * Inner product and linear combinations of arrays.
 *
 * <p>Sums are taken in double precision over blocks of fixed length and then over the blocks, so that the result is the
 * same for any number of threads.
 */
public final class Vectors {
    private static final int BLOCK = 1 << 14;

    private Vectors() {}

    /** The inner product sum a[i] b[i]. */
    public static double dot(float[] a, float[] b) {
        requireSameLength(a, b);
        return sum(a.length, (from, to) -> {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int i = from;
            for (; i <= to - 4; i += 4) {
                s0 += (double) a[i] * b[i];
                s1 += (double) a[i + 1] * b[i + 1];
                s2 += (double) a[i + 2] * b[i + 2];
                s3 += (double) a[i + 3] * b[i + 3];
            }
            for (; i < to; i++) {
                s0 += (double) a[i] * b[i];
            }
            return (s0 + s1) + (s2 + s3);
        });
    }

    /** The squared Euclidean norm. */
    public static double normSquared(float[] a) {
        return dot(a, a);
    }

    /** The Euclidean norm. */
    public static double norm(float[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** The squared distance sum (a[i] - b[i])^2. */
    public static double distanceSquared(float[] a, float[] b) {
        requireSameLength(a, b);
        return sum(a.length, (from, to) -> {
            double s0 = 0;
            double s1 = 0;
            int i = from;
            for (; i <= to - 2; i += 2) {
                double d0 = (double) a[i] - b[i];
                double d1 = (double) a[i + 1] - b[i + 1];
                s0 += d0 * d0;
                s1 += d1 * d1;
            }
            for (; i < to; i++) {
                double d = (double) a[i] - b[i];
                s0 += d * d;
            }
            return s0 + s1;
        });
    }

    /** The distance of two arrays, relative to the norm of the second: |a - b| / |b|; 0 when both are zero. */
    public static double relativeDistance(float[] a, float[] b) {
        double d = Math.sqrt(distanceSquared(a, b));
        return d == 0 ? 0 : d / norm(b);
    }

    /** out = a x + b y, where {@code out} may be {@code x} or {@code y}. */
    public static void combine(double a, float[] x, double b, float[] y, float[] out) {
        requireSameLength(x, y);
        requireSameLength(x, out);
        float fa = (float) a;
        float fb = (float) b;
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = fa * x[i] + fb * y[i];
            }
        });
    }

    /** y += a x. */
    public static void add(double a, float[] x, float[] y) {
        requireSameLength(x, y);
        float fa = (float) a;
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] += fa * x[i];
            }
        });
    }

    /** x *= a. */
    public static void scale(double a, float[] x) {
        float fa = (float) a;
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                x[i] *= fa;
            }
        });
    }

    /** A term of {@link #sum} over one block of indices. */
    @FunctionalInterface
    public interface Partial {
        double of(int from, int to);
    }

    /** The sum of {@code partial} over the fixed blocks of {@code 0 .. n-1}, in parallel but in one order. */
    public static double sum(int n, Partial partial) {
        int blocks = (n + BLOCK - 1) / BLOCK;
        double[] sums = new double[blocks];
        Parallel.ranges(blocks, 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                sums[k] = partial.of(k * BLOCK, Math.min(n, (k + 1) * BLOCK));
            }
        });
        double total = 0;
        for (double s : sums) {
            total += s;
        }
        return total;
    }

    private static void requireSameLength(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("arrays of " + a.length + " and " + b.length + " values do not match");
        }
    }
}
