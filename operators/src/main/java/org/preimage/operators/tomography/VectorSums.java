package org.preimage.operators.tomography;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops with the Vector API.
 *
 * <p>Where a step is at most one sample, the L positions of a vector lie in a window of L samples and one more: two contiguous
 * loads and two permutes take the place of gathers. For steps up to two samples the window is two vectors wide.
 *
 * <p>A position is a whole number, the window's middle, and a fraction of 21 bits, which becomes a float in [1, 2) by its bits.
 * Adding 1.5 x 2^23 rounds it to the nearest sample in the lowest bits of the mantissa, where the permute finds it. Neither
 * conversions nor comparisons are needed; where numbers are not negative, their maximum is that of integers, which is one
 * instruction, whereas the API's maximum of floats is five. Lines are summed from zero before they are added to the
 * output, which keeps rounding errors from piling up.
 *
 * <p>What limits it is the number of vector instructions: for linear, linear wide, triangle, trapezoid and trapezoid wide
 * there are about 13 : 18 : 18 : 33 : 60 for L outputs, and the times measured stand as 13 : 20 : 17 : 28 : 51. Vectors of half
 * the width take 1.2 to 1.5 times as long, and images of 128 to 2048 pixels a side the same time for each pixel and angle
 * within a quarter, but for forward projections, which take up to twice as long where rows are short: neither caches nor
 * memory matter.
 */
final class VectorSums implements Sums {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = F.length();
    private static final int HALF = L / 2;
    private static final int SIGN = 0x80000000;

    /** Rounds to whole numbers; the lowest bits of the sum count from the start of a window of L. */
    private static final float ROUND = 12582912f + HALF;

    /** The same for a window of 2 L. */
    private static final float ROUND_TWO = 12582912f + L;

    @Override
    public int block() {
        return L;
    }

    @Override
    public int lanes() {
        return L;
    }

    @Override
    public int overrun() {
        return 4 * L + 4;
    }

    @Override
    public void prepare(Footprint footprint, Sweep s) {
        boolean nearest = footprint == Footprint.TRAPEZOID && narrow(s);
        for (int n = 0; n < s.lines; n++) {
            double step = s.step[n] * 0x1p-32;
            // So chosen that positions about the pivot stay within the window.
            int pivot = step >= 0 ? HALF : HALF - 1;
            s.lead[n] = pivot * s.step[n] + (nearest ? 1L << 31 : 0);
            if (n > 0 && s.step[n] == s.step[n - 1]) {
                System.arraycopy(s.offsets, (n - 1) * L, s.offsets, n * L, L);
                continue;
            }
            for (int i = 0; i < L; i++) {
                s.offsets[n * L + i] = (float) ((i - pivot) * step - 1.5);
            }
        }
    }

    /** Whether all lines have steps of at most one sample and trapezoids that touch three. */
    private static boolean narrow(Sweep s) {
        boolean narrow = steps(s) <= 1;
        for (int n = 0; n < s.lines; n++) {
            narrow &= s.shape[Sweep.SHAPE * n + 3] <= 1;
        }
        return narrow;
    }

    private static double steps(Sweep s) {
        long most = 0;
        for (int n = 0; n < s.lines; n++) {
            most = Math.max(most, Math.abs(s.step[n]));
        }
        return most * 0x1p-32;
    }

    @Override
    public void add(Footprint footprint, Sweep s, float[] out, int from, int rows, int stride, int width) {
        boolean small = steps(s) <= 1;
        switch (footprint) {
            case LINEAR -> {
                if (small) {
                    linear(s, out, from, rows, stride);
                } else {
                    linearWide(s, out, from, rows, stride);
                }
            }
            case TRIANGLE -> {
                boolean two = small;
                for (int n = 0; n < s.lines; n++) {
                    two &= s.shape[Sweep.SHAPE * n] >= 1;
                }
                if (two) {
                    triangle(s, out, from, rows, stride);
                } else {
                    triangleWide(s, out, from, rows, stride);
                }
            }
            case TRAPEZOID -> {
                if (narrow(s)) {
                    trapezoid(s, out, from, rows, stride);
                } else {
                    trapezoidWide(s, out, from, rows, stride);
                }
            }
        }
    }

    /** The fraction of a position, plus 1. */
    private static float fraction(long at) {
        return Float.intBitsToFloat((int) at >>> 11 << 2 | 0x3f800000);
    }

    private static IntVector load(float[] table, int from) {
        return FloatVector.fromArray(F, table, from).reinterpretAsInts();
    }

    private static FloatVector pick(float[] table, int from, IntVector index) {
        return index.selectFrom(load(table, from)).reinterpretAsFloats();
    }

    private static FloatVector pick(float[] table, int from, IntVector index, VectorMask<Integer> upper) {
        return index.selectFrom(load(table, from))
                .blend(index.selectFrom(load(table, from + L)), upper)
                .reinterpretAsFloats();
    }

    private static void linear(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - HALF;
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND);
                IntVector index = rounded.reinterpretAsInts().and(L - 1);
                FloatVector part = v.sub(rounded.sub(ROUND));
                FloatVector left = pick(table, base, index);
                FloatVector right = pick(table, base + 1, index);
                FloatVector half = FloatVector.broadcast(F, 0.5f);
                sum = sum.add(right.fma(part.add(half), left.mul(half.sub(part))));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }

    private static void linearWide(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - L;
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND_TWO);
                IntVector bits = rounded.reinterpretAsInts();
                VectorMask<Integer> upper = bits.and(L).compare(VectorOperators.NE, 0);
                IntVector index = bits.and(L - 1);
                FloatVector part = v.sub(rounded.sub(ROUND_TWO));
                FloatVector left = pick(table, base, index, upper);
                FloatVector right = pick(table, base + 1, index, upper);
                FloatVector half = FloatVector.broadcast(F, 0.5f);
                sum = sum.add(right.fma(part.add(half), left.mul(half.sub(part))));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }

    private static FloatVector positive(FloatVector v) {
        return v.reinterpretAsInts().max(0).reinterpretAsFloats();
    }

    private static void triangle(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - HALF;
                FloatVector slope = FloatVector.broadcast(F, s.shape[Sweep.SHAPE * n]);
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND);
                IntVector index = rounded.reinterpretAsInts().and(L - 1);
                FloatVector rise = v.sub(rounded.sub(ROUND)).mul(slope);
                FloatVector middle = FloatVector.broadcast(F, 1 - 0.5f * s.shape[Sweep.SHAPE * n]);
                FloatVector left = pick(table, base, index);
                FloatVector right = pick(table, base + 1, index);
                sum = sum.add(right.fma(positive(middle.add(rise)), left.mul(positive(middle.sub(rise)))));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }

    /** Written out: HotSpot inlines no more methods of ours in a loop as long as this. */
    private static void triangleWide(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - L;
                float slope = s.shape[Sweep.SHAPE * n];
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND_TWO);
                IntVector bits = rounded.reinterpretAsInts();
                VectorMask<Integer> upper = bits.and(L).compare(VectorOperators.NE, 0);
                IntVector index = bits.and(L - 1);
                FloatVector rise = v.sub(rounded.sub(ROUND_TWO)).mul(slope);
                FloatVector near = FloatVector.broadcast(F, 1 - 0.5f * slope);
                FloatVector far = FloatVector.broadcast(F, 1 - 1.5f * slope);
                IntVector w0 = FloatVector.fromArray(F, table, base - 1).reinterpretAsInts();
                IntVector w1 = FloatVector.fromArray(F, table, base).reinterpretAsInts();
                IntVector w2 = FloatVector.fromArray(F, table, base + 1).reinterpretAsInts();
                IntVector w3 = FloatVector.fromArray(F, table, base + 2).reinterpretAsInts();
                IntVector u0 = FloatVector.fromArray(F, table, base - 1 + L).reinterpretAsInts();
                IntVector u1 = FloatVector.fromArray(F, table, base + L).reinterpretAsInts();
                IntVector u2 = FloatVector.fromArray(F, table, base + 1 + L).reinterpretAsInts();
                IntVector u3 = FloatVector.fromArray(F, table, base + 2 + L).reinterpretAsInts();
                FloatVector outerLeft =
                        index.selectFrom(w0).blend(index.selectFrom(u0), upper).reinterpretAsFloats();
                FloatVector left =
                        index.selectFrom(w1).blend(index.selectFrom(u1), upper).reinterpretAsFloats();
                FloatVector right =
                        index.selectFrom(w2).blend(index.selectFrom(u2), upper).reinterpretAsFloats();
                FloatVector outerRight =
                        index.selectFrom(w3).blend(index.selectFrom(u3), upper).reinterpretAsFloats();
                FloatVector atLeft = near.sub(rise).reinterpretAsInts().max(0).reinterpretAsFloats();
                FloatVector atRight = near.add(rise).reinterpretAsInts().max(0).reinterpretAsFloats();
                FloatVector farLeft = far.sub(rise).reinterpretAsInts().max(0).reinterpretAsFloats();
                FloatVector farRight = far.add(rise).reinterpretAsInts().max(0).reinterpretAsFloats();
                FloatVector two = left.fma(atLeft, right.mul(atRight));
                FloatVector outer = outerLeft.fma(farLeft, outerRight.mul(farRight));
                sum = sum.add(two.add(outer));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }

    /** The area of a trapezoid beyond a distance from its middle, of which the argument is how far its end is beyond. */
    private static FloatVector tail(FloatVector beyond, float[] shape, int n) {
        IntVector all = beyond.reinterpretAsInts().max(0);
        float side = shape[Sweep.SHAPE * n + 2];
        FloatVector sloped = all.min(Float.floatToRawIntBits(side)).reinterpretAsFloats();
        FloatVector flat = all.reinterpretAsFloats().sub(sloped).mul(shape[Sweep.SHAPE * n]);
        return sloped.mul(shape[Sweep.SHAPE * n + 1]).fma(sloped, flat);
    }

    private static void trapezoid(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        float[] shape = s.shape;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - HALF;
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND);
                IntVector index = rounded.reinterpretAsInts().and(L - 1);
                FloatVector part = v.sub(rounded.sub(ROUND));
                // The nearest sample's edges are 1/2 away.
                FloatVector end = FloatVector.broadcast(F, shape[Sweep.SHAPE * n + 3] - 0.5f);
                FloatVector middle = pick(table, base, index);
                FloatVector left = pick(table, base - 1, index).sub(middle);
                FloatVector right = pick(table, base + 1, index).sub(middle);
                FloatVector sides = right.fma(tail(end.add(part), shape, n), left.mul(tail(end.sub(part), shape, n)));
                sum = sum.add(middle.add(sides));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }

    /** Written out as {@link #triangleWide}. */
    private static void trapezoidWide(Sweep s, float[] out, int from, int rows, int stride) {
        float[] table = s.table;
        float[] shape = s.shape;
        for (int r = 0; r < rows; r++) {
            FloatVector sum = FloatVector.zero(F);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                int base = (int) (at >>> 32) - L;
                FloatVector inverse = FloatVector.broadcast(F, shape[Sweep.SHAPE * n]);
                FloatVector slope = FloatVector.broadcast(F, shape[Sweep.SHAPE * n + 1]);
                int side = Float.floatToRawIntBits(shape[Sweep.SHAPE * n + 2]);
                FloatVector v = FloatVector.fromArray(F, s.offsets, n * L).add(fraction(at));
                FloatVector rounded = v.add(ROUND_TWO);
                IntVector bits = rounded.reinterpretAsInts();
                VectorMask<Integer> upper = bits.and(L).compare(VectorOperators.NE, 0);
                IntVector index = bits.and(L - 1);
                // From the edge between the two samples in the middle.
                FloatVector part = v.sub(rounded.sub(ROUND_TWO));
                IntVector w0 = FloatVector.fromArray(F, table, base - 1).reinterpretAsInts();
                IntVector w1 = FloatVector.fromArray(F, table, base).reinterpretAsInts();
                IntVector w2 = FloatVector.fromArray(F, table, base + 1).reinterpretAsInts();
                IntVector w3 = FloatVector.fromArray(F, table, base + 2).reinterpretAsInts();
                IntVector u0 = FloatVector.fromArray(F, table, base - 1 + L).reinterpretAsInts();
                IntVector u1 = FloatVector.fromArray(F, table, base + L).reinterpretAsInts();
                IntVector u2 = FloatVector.fromArray(F, table, base + 1 + L).reinterpretAsInts();
                IntVector u3 = FloatVector.fromArray(F, table, base + 2 + L).reinterpretAsInts();
                FloatVector outerLeft =
                        index.selectFrom(w0).blend(index.selectFrom(u0), upper).reinterpretAsFloats();
                FloatVector left =
                        index.selectFrom(w1).blend(index.selectFrom(u1), upper).reinterpretAsFloats();
                FloatVector right =
                        index.selectFrom(w2).blend(index.selectFrom(u2), upper).reinterpretAsFloats();
                FloatVector outerRight =
                        index.selectFrom(w3).blend(index.selectFrom(u3), upper).reinterpretAsFloats();
                FloatVector half = FloatVector.broadcast(F, shape[Sweep.SHAPE * n + 3]);
                FloatVector end = half.sub(1);
                IntVector sign = part.reinterpretAsInts().and(SIGN);
                FloatVector distance = part.reinterpretAsInts().and(~SIGN).reinterpretAsFloats();
                IntVector all = half.sub(distance).reinterpretAsInts().max(0);
                FloatVector sloped = all.min(side).reinterpretAsFloats();
                FloatVector flat = all.reinterpretAsFloats().sub(sloped).mul(inverse);
                FloatVector middle = sloped.mul(slope).fma(sloped, flat);
                all = end.sub(part).reinterpretAsInts().max(0);
                sloped = all.min(side).reinterpretAsFloats();
                flat = all.reinterpretAsFloats().sub(sloped).mul(inverse);
                FloatVector toLeft = sloped.mul(slope).fma(sloped, flat);
                all = end.add(part).reinterpretAsInts().max(0);
                sloped = all.min(side).reinterpretAsFloats();
                flat = all.reinterpretAsFloats().sub(sloped).mul(inverse);
                FloatVector toRight = sloped.mul(slope).fma(sloped, flat);
                FloatVector excess = FloatVector.broadcast(F, 0.5f)
                        .sub(middle)
                        .reinterpretAsInts()
                        .lanewise(VectorOperators.XOR, sign)
                        .reinterpretAsFloats();
                FloatVector two = right.sub(left).fma(excess, left.add(right).mul(0.5f));
                FloatVector sides =
                        outerRight.sub(right).fma(toRight, outerLeft.sub(left).mul(toLeft));
                sum = sum.add(two.add(sides));
            }
            FloatVector.fromArray(F, out, from + r * stride).add(sum).intoArray(out, from + r * stride);
        }
    }
}
