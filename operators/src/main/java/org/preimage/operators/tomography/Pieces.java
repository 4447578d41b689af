package org.preimage.operators.tomography;

import java.util.Arrays;

/**
 * Continuous piecewise linear functions, one after the other in two flat tables, and the loops that sum them at equally
 * spaced positions.
 *
 * <p>On its piece k a function is f(v) = intercept[k] + v slope[k], for v in the function's own coordinate, not from the
 * piece's edge: a sample costs one multiplication and no fractional part. The piece is found in fixed point: positions
 * are longs with 32 fractional bits that count pieces from the start of the tables, so that one addition moves to the next
 * sample and one shift gives the index, exactly, however long the row. As the functions are continuous, the rounding of
 * a position at the edge of a piece does no harm. Positions stay inside the tables because the tables reach beyond every
 * position that is asked for: the loops clamp nothing.
 */
final class Pieces {
    /** One, as a fixed-point position. */
    private static final double ONE = 0x1p32;

    final float[] intercept;
    final float[] slope;

    /** Pieces of one function. */
    final int stride;

    Pieces(int functions, int stride) {
        this.stride = stride;
        int length = Math.multiplyExact(functions, stride);
        intercept = new float[length];
        slope = new float[length];
    }

    /** Position {@code piece} (fractional) of function {@code function}. */
    long position(int function, double piece) {
        return ((long) function * stride << 32) + fixed(piece);
    }

    static long fixed(double v) {
        return (long) (v * ONE);
    }

    /**
     * Makes function {@code function} the linear interpolant of samples at 0, 1, ..., zero outside of them, in a
     * coordinate with its zero at {@code origin}. Piece k reaches from sample {@code first + k} to the next.
     *
     * @param data holds the samples
     * @param offset index of the first
     * @param step distance of two in the array
     * @param samples their number
     * @param factor multiplies them
     */
    void interpolate(
            int function, float[] data, int offset, int step, int samples, long first, double origin, double factor) {
        int base = function * stride;
        int from = (int) Math.max(0, Math.min(stride, -1 - first));
        int to = (int) Math.max(from, Math.min(stride, samples - first));
        Arrays.fill(intercept, base, base + from, 0);
        Arrays.fill(slope, base, base + from, 0);
        float scale = (float) factor;
        int i = (int) (first + from);
        float left = i >= 0 && i < samples ? scale * data[offset + i * step] : 0;
        float x = (float) (i - origin);
        for (int k = base + from; k < base + to; k++) {
            i++;
            float right = i < samples ? scale * data[offset + i * step] : 0;
            float rise = right - left;
            slope[k] = rise;
            intercept[k] = left - x * rise;
            left = right;
            x += 1;
        }
        Arrays.fill(intercept, base + to, base + stride, 0);
        Arrays.fill(slope, base + to, base + stride, 0);
    }

    /**
     * Makes function {@code function} the sum of triangles of height {@code values[j] factor} and half width
     * {@code halfWidth} at j = 0, 1, ..., in a coordinate with its zero at {@code origin}. Its knots are the integers and
     * the integers shifted by +-{@code halfWidth}, three in each unit: piece 3 i + n lies in [first + i, first + i + 1)
     * behind n of the shifted knots there.
     */
    void triangles(
            int function,
            float[] data,
            int offset,
            int samples,
            double halfWidth,
            long first,
            double origin,
            double factor) {
        int base = function * stride;
        Arrays.fill(intercept, base, base + stride, 0);
        Arrays.fill(slope, base, base + stride, 0);
        double whole = Math.floor(halfWidth);
        double part = halfWidth - whole;
        int reach = (int) Math.min(whole, 1 << 30);
        boolean fallEndsFirst = part <= 0.5;
        double near = Math.min(part, 1 - part);
        double edge = factor / halfWidth;
        double value = 0;
        double rise = 0;
        long end = Math.min(first + stride / 3, (long) samples + reach + 1);
        for (long i = -(long) reach - 1; i < end; i++) {
            double ends = edge * sample(data, offset, samples, i - reach);
            double begins = edge * sample(data, offset, samples, i + 1 + reach);
            double x = i - origin;
            long piece = 3 * (i - first);
            boolean kept = piece >= 0;
            rise -= 2 * edge * sample(data, offset, samples, i);
            if (kept) {
                set(base + (int) piece, value, rise, x);
            }
            value += near * rise;
            rise += fallEndsFirst ? ends : begins;
            if (kept) {
                set(base + (int) piece + 1, value, rise, x + near);
            }
            value += (1 - 2 * near) * rise;
            rise += fallEndsFirst ? begins : ends;
            if (kept) {
                set(base + (int) piece + 2, value, rise, x + 1 - near);
            }
            value += near * rise;
        }
    }

    private static double sample(float[] data, int offset, int samples, long i) {
        return i >= 0 && i < samples ? data[offset + (int) i] : 0;
    }

    private void set(int piece, double value, double rise, double x) {
        slope[piece] = (float) rise;
        intercept[piece] = (float) (value - x * rise);
    }

    /**
     * out[i] += the sum of four functions, the n-th at {@code v + n dvNext + (i - from) dv}, for from &lt;= i &lt; to.
     *
     * @param at position of {@code v} in the first function
     * @param step position's step from one i to the next
     * @param next from one function to the next
     */
    void addFour(long at, long step, long next, float v, float dv, float dvNext, float[] out, int from, int to) {
        float[] c = intercept;
        float[] s = slope;
        long next2 = 2 * next;
        long next3 = 3 * next;
        float dv2 = 2 * dvNext;
        float dv3 = 3 * dvNext;
        // A float that counts along: the conversion of an int costs more than the sample in JDK 17.
        float n = 0;
        for (int i = from; i < to; i++) {
            float f = v + n * dv;
            int k0 = (int) (at >>> 32);
            int k1 = (int) ((at + next) >>> 32);
            int k2 = (int) ((at + next2) >>> 32);
            int k3 = (int) ((at + next3) >>> 32);
            float a0 = c[k0] + f * s[k0];
            float a1 = c[k1] + (f + dvNext) * s[k1];
            float a2 = c[k2] + (f + dv2) * s[k2];
            float a3 = c[k3] + (f + dv3) * s[k3];
            out[i] += (a0 + a1) + (a2 + a3);
            at += step;
            n += 1;
        }
    }

    /** out[i] += the sum of four functions, the n-th at {@code v[n] + (i - from) dv[n]}, for from &lt;= i &lt; to. */
    void addFour(long[] at, long[] step, float[] v, float[] dv, float[] out, int from, int to) {
        float[] c = intercept;
        float[] s = slope;
        long at0 = at[0];
        long at1 = at[1];
        long at2 = at[2];
        long at3 = at[3];
        long step0 = step[0];
        long step1 = step[1];
        long step2 = step[2];
        long step3 = step[3];
        float v0 = v[0];
        float v1 = v[1];
        float v2 = v[2];
        float v3 = v[3];
        float dv0 = dv[0];
        float dv1 = dv[1];
        float dv2 = dv[2];
        float dv3 = dv[3];
        float n = 0;
        for (int i = from; i < to; i++) {
            int k0 = (int) (at0 >>> 32);
            int k1 = (int) (at1 >>> 32);
            int k2 = (int) (at2 >>> 32);
            int k3 = (int) (at3 >>> 32);
            at0 += step0;
            at1 += step1;
            at2 += step2;
            at3 += step3;
            float a0 = c[k0] + (v0 + n * dv0) * s[k0];
            float a1 = c[k1] + (v1 + n * dv1) * s[k1];
            float a2 = c[k2] + (v2 + n * dv2) * s[k2];
            float a3 = c[k3] + (v3 + n * dv3) * s[k3];
            n += 1;
            out[i] += (a0 + a1) + (a2 + a3);
        }
    }

    /**
     * out[i] += the sum of two functions with three pieces in each unit, the n-th at {@code v[n] + (i - from) dv[n]}.
     *
     * @param at position in units, not pieces, from the start of the tables
     * @param shift the fractional part of the half width, as a position
     */
    void addTwoOfThreeKnots(
            long[] at, long[] step, long[] shift, float[] v, float[] dv, float[] out, int from, int to) {
        float[] c = intercept;
        float[] s = slope;
        long at0 = at[0];
        long at1 = at[1];
        long step0 = step[0];
        long step1 = step[1];
        long up0 = shift[0];
        long up1 = shift[1];
        long down0 = (1L << 32) - up0;
        long down1 = (1L << 32) - up1;
        float v0 = v[0];
        float v1 = v[1];
        float dv0 = dv[0];
        float dv1 = dv[1];
        float n = 0;
        for (int i = from; i < to; i++) {
            int k0 = (int) (at0 >>> 32) + (int) ((at0 + up0) >>> 32) + (int) ((at0 + down0) >>> 32);
            int k1 = (int) (at1 >>> 32) + (int) ((at1 + up1) >>> 32) + (int) ((at1 + down1) >>> 32);
            at0 += step0;
            at1 += step1;
            out[i] += (c[k0] + (v0 + n * dv0) * s[k0]) + (c[k1] + (v1 + n * dv1) * s[k1]);
            n += 1;
        }
    }
}
