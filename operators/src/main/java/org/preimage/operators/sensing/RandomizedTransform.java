package org.preimage.operators.sensing;

import edu.emory.mathcs.jtransforms.dct.FloatDCT_1D;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Some rows of an orthogonal transform of the image with random signs, A = R T D: fast, and nearly as incoherent with any basis as
 * a dense random matrix. The image counts as one long vector; for the Hadamard transform it is padded with zeros to a power of
 * two. Rows are orthonormal, A A* = 1, unless the image was padded.
 *
 * <p>T. T. Do, L. Gan, N. H. Nguyen and T. D. Tran, Fast and efficient compressive sensing using structurally random matrices, IEEE
 * Trans. Signal Process. 60, 2012.
 */
public final class RandomizedTransform extends LinearOperator {
    private final Basis basis;
    private final int length;
    private final float[] signs;
    private final int[] rows;
    private final Cosine cosine;

    /** The transform T. */
    public enum Basis {
        /** Walsh-Hadamard: +-1, as a single pixel behind a mirror array measures. */
        HADAMARD,
        /** The orthonormal cosine transform DCT-II. */
        COSINE
    }

    /**
     * @param image domain, real, of any shape
     * @param measurements rows, at least 1, at most the length of the transform
     * @param random signs, then rows without repetition
     */
    public RandomizedTransform(Space image, int measurements, Basis basis, RandomGenerator random) {
        super(RandomMatrix.requireReal(image), RandomMatrix.measurements(measurements));
        this.basis = basis;
        int n = image.length();
        this.length = basis == Basis.COSINE || n == 1 ? n : 2 * Integer.highestOneBit(n - 1);
        if (measurements > length) {
            throw new IllegalArgumentException("measurements are " + measurements + ", but must be at most " + length
                    + ", the transform's length");
        }
        signs = new float[n];
        for (int i = 0; i < n; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        int[] all = new int[length];
        for (int i = 0; i < length; i++) {
            all[i] = i;
        }
        for (int i = 0; i < measurements; i++) {
            int j = i + random.nextInt(length - i);
            int swap = all[i];
            all[i] = all[j];
            all[j] = swap;
        }
        rows = Arrays.copyOf(all, measurements);
        cosine = basis == Basis.COSINE ? new Cosine(length) : null;
    }

    /** Whether A A* = 1. */
    public boolean rowsAreOrthonormal() {
        return length == domain().length();
    }

    /** NaN: random measurements look like noise themselves. */
    @Override
    public OptionalDouble noiseLevel(float[] data) {
        range().require("data", data);
        return OptionalDouble.of(Double.NaN);
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] t = new float[length];
        for (int i = 0; i < signs.length; i++) {
            t[i] = signs[i] * x[i];
        }
        if (basis == Basis.COSINE) {
            cosine.transform(t, false);
        } else {
            hadamard(t);
        }
        for (int i = 0; i < rows.length; i++) {
            out[i] = t[rows[i]];
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] t = new float[length];
        for (int i = 0; i < rows.length; i++) {
            t[rows[i]] = y[i];
        }
        if (basis == Basis.COSINE) {
            cosine.transform(t, true);
        } else {
            hadamard(t);
        }
        for (int i = 0; i < signs.length; i++) {
            out[i] = signs[i] * t[i];
        }
    }

    /** The orthonormal Walsh-Hadamard transform, its own inverse, in natural order. */
    private static void hadamard(float[] t) {
        int n = t.length;
        for (int half = 1; half < n; half *= 2) {
            for (int from = 0; from < n; from += 2 * half) {
                for (int i = from; i < from + half; i++) {
                    float a = t[i];
                    float b = t[i + half];
                    t[i] = a + b;
                    t[i + half] = a - b;
                }
            }
        }
        float scale = (float) (1 / Math.sqrt(n));
        for (int i = 0; i < n; i++) {
            t[i] *= scale;
        }
    }

    @Override
    protected double computeNorm() {
        return rowsAreOrthonormal() ? 1 : super.computeNorm();
    }

    /** Rows of an orthogonal matrix, of which padding only leaves out columns. */
    @Override
    public double normBound() {
        return 1;
    }

    /** (A* A + rho 1)<sup>-1</sup> = (1 - A* A / (1 + rho)) / rho, if rows are orthonormal. */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return !rowsAreOrthonormal()
                ? Optional.empty()
                : Optional.of((rho, r, x) -> {
                    adjoint(apply(r), x);
                    Vectors.combine(1 / rho, r, -1 / (rho * (1 + rho)), x, x);
                });
    }

    /** Transforms of the library for many threads: one must not be used by two at once. */
    private static final class Cosine {
        private final int length;
        private final ConcurrentLinkedQueue<FloatDCT_1D> idle = new ConcurrentLinkedQueue<>();

        Cosine(int length) {
            this.length = length;
            // Loading this class forbids the library threads of its own.
            new LineTransform(length).length();
        }

        void transform(float[] t, boolean inverse) {
            FloatDCT_1D dct = idle.poll();
            dct = dct != null ? dct : new FloatDCT_1D(length);
            if (inverse) {
                dct.inverse(t, true);
            } else {
                dct.forward(t, true);
            }
            idle.add(dct);
        }
    }
}
