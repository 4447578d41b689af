package org.preimage.operators.experiment;

import java.util.random.RandomGenerator;

/**
 * The random stream of one sample: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014) from a state that hashes seed, split and number.
 *
 * <p>Normal and exponential variates are made here, by strict arithmetic, as those of {@link RandomGenerator} are not the
 * same in all versions of Java. For one thread.
 */
final class SampleRandom implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;
    private double spare = Double.NaN;

    SampleRandom(long seed, int split, int index) {
        state = mixed(mixed(mixed(seed + GOLDEN) + (split + 1) * GOLDEN) + (index + 1L) * GOLDEN);
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mixed(state);
    }

    private static long mixed(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** By Marsaglia's polar method, two variates at a time. */
    @Override
    public double nextGaussian() {
        if (!Double.isNaN(spare)) {
            double v = spare;
            spare = Double.NaN;
            return v;
        }
        double x;
        double y;
        double s;
        do {
            x = 2 * nextDouble() - 1;
            y = 2 * nextDouble() - 1;
            s = x * x + y * y;
        } while (s >= 1 || s == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
        spare = factor * y;
        return factor * x;
    }

    /** By inversion, -log(1 - U). */
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }
}
