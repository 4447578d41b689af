package org.preimage.operators.fourier;

import java.util.List;

/** Splits a transform into {@link Step}s, which are added to a list in the order in which they must run. */
final class Factors {
    /** Above this prime the library's transforms of single lines are faster. */
    static final int LARGEST = 31;

    private final List<Step> steps;
    private final int spare;

    /**
     * @param steps to add to
     * @param spare the first of the {@link #spareRows} that the steps use besides the samples
     */
    Factors(List<Step> steps, int spare) {
        this.steps = steps;
        this.spare = spare;
    }

    /** Rows that a transform of n samples needs for intermediate results. */
    static int spareRows(int n) {
        int rows = 0;
        for (int p = 7; p <= LARGEST; p++) {
            rows = n % p == 0 && smallestFactor(p) == p ? p - 1 : rows;
        }
        return rows;
    }

    /** Whether all prime factors are small. */
    static boolean fast(int n) {
        int rest = n;
        for (int p = 2; p <= LARGEST; p++) {
            while (rest % p == 0) {
                rest /= p;
            }
        }
        return rest == 1;
    }

    /**
     * Adds the steps of one transform.
     *
     * @param rows where the samples are, in order
     * @return where the frequencies will be, in order
     */
    int[] transform(int[] rows) {
        int n = rows.length;
        if (n == 1) {
            return rows;
        }
        int prime = smallestFactor(n);
        int power = prime;
        while (n % (power * prime) == 0) {
            power *= prime;
        }
        return power == n ? power(rows, prime) : coprime(rows, power, n / power);
    }

    private static int smallestFactor(int n) {
        int p = 2;
        while (n % p != 0) {
            p++;
        }
        return p;
    }

    /** With i = n2 i1 + n1 i2 and k = k1 mod n1 = k2 mod n2, all mod n: i k / n = i1 k1 / n1 + i2 k2 / n2 mod 1. */
    private int[] coprime(int[] rows, int n1, int n2) {
        int n = rows.length;
        int[][] half = new int[n2][n1];
        for (int i2 = 0; i2 < n2; i2++) {
            int[] part = new int[n1];
            for (int i1 = 0; i1 < n1; i1++) {
                part[i1] = rows[(int) (((long) n2 * i1 + (long) n1 * i2) % n)];
            }
            half[i2] = transform(part);
        }
        int[] out = new int[n];
        for (int k1 = 0; k1 < n1; k1++) {
            int[] part = new int[n2];
            for (int i2 = 0; i2 < n2; i2++) {
                part[i2] = half[i2][k1];
            }
            int[] done = transform(part);
            for (int k = k1; k < n; k += n1) {
                out[k] = done[k % n2];
            }
        }
        return out;
    }

    /** Decimation in time: X[k + m q] = sum over t of exp(-2 pi i t q / r) exp(-2 pi i t k / n) Y_t[k], n = r m. */
    private int[] power(int[] rows, int prime) {
        int n = rows.length;
        // A last stage of radix 2 has its twiddle factors for free.
        boolean even = prime == 2 && Integer.numberOfTrailingZeros(n) % 2 == 0;
        int radix = even ? 4 : prime;
        int m = n / radix;
        int[][] part = new int[radix][];
        for (int t = 0; t < radix; t++) {
            int[] sub = new int[m];
            for (int j = 0; j < m; j++) {
                sub[j] = rows[radix * j + t];
            }
            part[t] = m == 1 ? sub : power(sub, prime);
        }
        int[] out = new int[n];
        for (int k = 0; k < m; k++) {
            int[] at = new int[radix];
            for (int t = 0; t < radix; t++) {
                at[t] = part[t][k];
            }
            int[] done = butterfly(at, -2 * Math.PI * k / n);
            for (int q = 0; q < radix; q++) {
                out[k + m * q] = done[q];
            }
        }
        return out;
    }

    /**
     * Adds one butterfly.
     *
     * @param rows of the samples
     * @param angle of the second one's twiddle factor
     * @return rows of the frequencies
     */
    private int[] butterfly(int[] rows, double angle) {
        if (rows.length == 2) {
            steps.add(new Radix2(rows[0], rows[1], angle));
            return rows;
        }
        if (rows.length == 4 && angle != 0) {
            // Twice radix 2, which has its factors for free.
            steps.add(new Radix2(rows[0], rows[2], 2 * angle));
            steps.add(new Radix2(rows[1], rows[3], 2 * angle));
            steps.add(new Radix2(rows[0], rows[1], angle));
            steps.add(new Radix2(rows[2], rows[3], angle - Math.PI / 2));
            return new int[] {rows[0], rows[2], rows[1], rows[3]};
        }
        steps.add(
                switch (rows.length) {
                    case 3 -> new Radix3(rows, angle);
                    case 4 -> new Radix4(rows);
                    case 5 -> new Radix5(rows, angle);
                    default -> new RadixPrime(rows, angle, spare);
                });
        return rows;
    }
}
