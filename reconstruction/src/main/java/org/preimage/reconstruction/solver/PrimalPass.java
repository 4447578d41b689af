package org.preimage.reconstruction.solver;

import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.parallel.Parallel;
import org.preimage.reconstruction.functional.DualSweep;
import org.preimage.reconstruction.functional.Pointwise;

/**
 * The primal half of an iteration of {@link ChambollePock} piece by piece, with the dual half of all terms whose operator is the
 * identity, so that each array is read and written once:
 *
 * <pre>
 * x'   = prox_{tau g}(x - tau (K* y + z + sum_i y_i)),   x += rho (x' - x)
 * y_i' = prox_{sigma_i f_i*}(y_i + sigma_i (2 x' - x)),  y_i += rho (y_i' - y_i)
 * </pre>
 *
 * <p>Pieces are copied to arrays of their own, as the compiler vectorises loops over several arrays only where the indices are the
 * same.
 *
 * @param g pointwise
 * @param x relaxed in place
 * @param next x'
 * @param z what the other terms push with; null without others
 * @param sum of z, to which it is added; null without others
 * @param pixels the terms of the identity
 * @param tau primal step
 * @param omega primal weight times the norm of the stack, which the terms' dual steps follow from
 * @param rho relaxation
 * @param share of this iteration in the means of the dual variables
 */
record PrimalPass(
        Pointwise g,
        float[] x,
        float[] next,
        float[] z,
        float[] sum,
        List<DualVariable> pixels,
        double tau,
        double omega,
        double rho,
        double share)
        implements Supplier<DualSweep.Primal> {
    private static final int PIECE = 1 << 12;

    @Override
    public DualSweep.Primal get() {
        return new Pieces();
    }

    /** The pass without a term that brings its own. */
    void run() {
        Parallel.ranges(x.length, PIECE, (from, to) -> {
            DualSweep.Primal pieces = get();
            for (int at = from; at < to; at += PIECE) {
                pieces.step(at, new float[Math.min(PIECE, to - at)]);
            }
        });
    }

    private final class Pieces implements DualSweep.Primal {
        private float[] here = new float[0];
        private float[] there;
        private float[] field;

        @Override
        public void step(int at, float[] row) {
            if (here.length != row.length) {
                here = new float[row.length];
                there = new float[row.length];
                field = new float[row.length];
            }
            if (z != null) {
                take(z, at, field);
                add(field, row);
                take(sum, at, there);
                add(field, there);
                put(there, sum, at);
            }
            for (DualVariable pixel : pixels) {
                take(pixel.y(), at, field);
                add(field, row);
            }
            take(x, at, here);
            descend(here, row, (float) tau, there);
            g.proxPiece(there, at, tau);
            put(there, next, at);
            extrapolate(there, here, row);
            approach(here, there, (float) rho);
            put(here, x, at);
            for (DualVariable pixel : pixels) {
                double sigma = pixel.step(omega);
                take(pixel.y(), at, here);
                descend(here, row, (float) -sigma, there);
                pixel.pointwise().proxPiece(there, at, sigma);
                approach(here, there, (float) rho);
                put(here, pixel.y(), at);
                take(pixel.mean(), at, here);
                approach(here, there, (float) share);
                put(here, pixel.mean(), at);
            }
        }
    }

    private static void take(float[] whole, int at, float[] piece) {
        System.arraycopy(whole, at, piece, 0, piece.length);
    }

    private static void put(float[] piece, float[] whole, int at) {
        System.arraycopy(piece, 0, whole, at, piece.length);
    }

    private static void add(float[] piece, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += piece[i];
        }
    }

    /** out = v - t d. */
    private static void descend(float[] v, float[] d, float t, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = v[i] - t * d[i];
        }
    }

    /** out = 2 next - last. */
    private static void extrapolate(float[] next, float[] last, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = 2 * next[i] - last[i];
        }
    }

    private static void approach(float[] v, float[] goal, float share) {
        for (int i = 0; i < v.length; i++) {
            v[i] += share * (goal[i] - v[i]);
        }
    }
}
