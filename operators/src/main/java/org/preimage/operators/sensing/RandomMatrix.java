package org.preimage.operators.sensing;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/** A dense random matrix whose rows have norm 1: each measurement weights all of the image. */
public final class RandomMatrix extends LinearOperator {
    /** Columns that belong together in one task. */
    private static final int GRAIN = 256;

    private final float[][] rows;

    /** How entries are drawn before rows are normalised. */
    public enum Entries {
        /** Independent normal numbers. */
        GAUSSIAN,
        /** +1 or -1 with equal probability: a single pixel behind a mirror array. */
        BERNOULLI
    }

    /**
     * @param image domain, real, of any shape
     * @param measurements rows, at least 1
     * @param entries how they are drawn
     * @param random row after row
     */
    public RandomMatrix(Space image, int measurements, Entries entries, RandomGenerator random) {
        super(requireReal(image), measurements(measurements));
        if ((long) measurements * image.length() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a matrix of " + measurements + " x " + image.length()
                    + " has more than 2^31 entries; a randomised transform needs none");
        }
        rows = new float[measurements][image.length()];
        for (float[] row : rows) {
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                row[j] = entries == Entries.GAUSSIAN ? (float) random.nextGaussian() : random.nextBoolean() ? 1 : -1;
                sum += (double) row[j] * row[j];
            }
            float scale = (float) (1 / Math.sqrt(sum));
            for (int j = 0; j < row.length; j++) {
                row[j] *= scale;
            }
        }
    }

    static Space requireReal(Space image) {
        if (image.field() != Field.REAL) {
            throw new IllegalArgumentException("the image is " + image + ", but must be real");
        }
        return image;
    }

    static Space measurements(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("measurements are " + count + ", but must be at least 1");
        }
        return Space.vector(count);
    }

    /** NaN: random measurements look like noise themselves. */
    @Override
    public OptionalDouble noiseLevel(float[] data) {
        range().require("data", data);
        return OptionalDouble.of(Double.NaN);
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        Parallel.ranges(rows.length, 8, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = dot(rows[i], x);
            }
        });
    }

    private static float dot(float[] a, float[] x) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        double sum = 0;
        int j = 0;
        for (; j <= a.length - 4; j += 4) {
            s0 += a[j] * x[j];
            s1 += a[j + 1] * x[j + 1];
            s2 += a[j + 2] * x[j + 2];
            s3 += a[j + 3] * x[j + 3];
            if ((j & 1023) == 1020) {
                // Short partial sums keep the rounding errors small.
                sum += (double) s0 + s1 + s2 + s3;
                s0 = s1 = s2 = s3 = 0;
            }
        }
        for (; j < a.length; j++) {
            s0 += a[j] * x[j];
        }
        return (float) (sum + s0 + s1 + s2 + s3);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Parallel.ranges(out.length, GRAIN, (from, to) -> {
            Arrays.fill(out, from, to, 0);
            for (int i = 0; i < rows.length; i++) {
                float[] row = rows[i];
                float f = y[i];
                for (int j = from; j < to; j++) {
                    out[j] += f * row[j];
                }
            }
        });
    }
}
