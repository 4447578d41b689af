package org.preimage.operators.fourier;

import java.util.Arrays;

/**
 * An odd prime number of samples, in about (p - 1)<sup>2</sup> / 2 multiplications of rows. With sums s_j and differences d_j of
 * samples j and p - j, frequencies q and p - q are E -+ i O, E = a_0 + sum over j of cos(2 pi q j / p) s_j, O = sum over j of
 * sin(2 pi q j / p) d_j.
 */
final class RadixPrime extends Butterfly {
    private final int prime;
    private final int half;
    private final int spare;

    /** Entry (q - 1) half + j - 1: minus the cosine of 2 pi q j / p. */
    private final float[] cosine;

    private final float[] sine;

    /** @param spare the first of p - 1 rows for this step's own use */
    RadixPrime(int[] rows, double angle, int spare) {
        super(rows, angle);
        this.prime = rows.length;
        this.half = prime / 2;
        this.spare = spare;
        this.cosine = new float[half * half];
        this.sine = new float[half * half];
        for (int q = 1; q <= half; q++) {
            for (int j = 1; j <= half; j++) {
                double phase = 2 * Math.PI * (q * j % prime) / prime;
                cosine[(q - 1) * half + j - 1] = (float) -Math.cos(phase);
                sine[(q - 1) * half + j - 1] = (float) -Math.sin(phase);
            }
        }
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        for (int j = 1; j <= half; j++) {
            two(re[row(j)], im[row(j)], re[row(prime - j)], im[row(prime - j)], n);
        }
        parts(re, n);
        parts(im, n);
        for (int j = 1; j <= half; j++) {
            add(re[row(0)], re[row(j)], n);
            add(im[row(0)], im[row(j)], n);
        }
        for (int q = 1; q <= half; q++) {
            int even = spare + 2 * (q - 1);
            int to = row(q);
            int back = row(prime - q);
            System.arraycopy(re[even], 0, re[to], 0, n);
            System.arraycopy(im[even], 0, im[to], 0, n);
            System.arraycopy(re[even + 1], 0, re[back], 0, n);
            System.arraycopy(im[even + 1], 0, im[back], 0, n);
            join(re[to], im[to], re[back], im[back], n);
        }
    }

    /** Even and odd parts of all frequencies, into spare rows. */
    private void parts(float[][] x, int n) {
        for (int q = 0; q < half; q++) {
            float[] even = x[spare + 2 * q];
            float[] odd = x[spare + 2 * q + 1];
            System.arraycopy(x[row(0)], 0, even, 0, n);
            Arrays.fill(odd, 0, n, 0);
            int c = q * half;
            int j = 0;
            for (; j + 2 < half; j += 3) {
                int r = prime - 1 - j;
                subtract(even, x[row(j + 1)], x[row(j + 2)], x[row(j + 3)], cosine, c + j, n);
                subtract(odd, x[row(r)], x[row(r - 1)], x[row(r - 2)], sine, c + j, n);
            }
            for (; j < half; j++) {
                subtract(even, x[row(j + 1)], cosine[c + j], n);
                subtract(odd, x[row(prime - 1 - j)], sine[c + j], n);
            }
        }
    }

    private static void add(float[] a, float[] b, int n) {
        for (int j = 0; j < n; j++) {
            a[j] = a[j] + b[j];
        }
    }

    private static void subtract(float[] a, float[] b, float f, int n) {
        for (int j = 0; j < n; j++) {
            a[j] = a[j] - f * b[j];
        }
    }

    private static void subtract(float[] a, float[] b, float[] c, float[] d, float[] factors, int at, int n) {
        float f = factors[at];
        float g = factors[at + 1];
        float h = factors[at + 2];
        for (int j = 0; j < n; j++) {
            a[j] = a[j] - f * b[j] - g * c[j] - h * d[j];
        }
    }
}
