package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The constraint lo &lt;= x_i &lt;= hi for all i: 0 where it holds, infinity elsewhere. The proximal map clips; the
 * conjugate is f*(y) = sum_i max(lo y_i, hi y_i).
 */
public final class Box implements DiagonalProximable, Pointwise {
    private final Space domain;
    private final float lo;
    private final float hi;

    /**
     * @param domain a real space
     * @param lo smallest value allowed, or negative infinity
     * @param hi largest value allowed, or infinity
     * @throws IllegalArgumentException if the space is complex or lo is not below hi
     */
    public Box(Space domain, double lo, double hi) {
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but bounds need a real one");
        }
        if (!(lo < hi) || lo == Double.POSITIVE_INFINITY || hi == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "the bounds are " + lo + " and " + hi + ", but the first must be below the second");
        }
        this.domain = domain;
        this.lo = (float) lo;
        this.hi = (float) hi;
    }

    /** The constraint x_i &gt;= 0 for all i. */
    public static Box nonNegative(Space domain) {
        return new Box(domain, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        for (float v : x) {
            if (v < lo || v > hi) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return 0;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        Parallel.ranges(v.length, SquaredDistance.BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.min(hi, Math.max(lo, v[i]));
            }
        });
        return 0;
    }

    @Override
    public void proxPiece(float[] piece, int at, double gamma) {
        float least = lo;
        float most = hi;
        for (int i = 0; i < piece.length; i++) {
            piece[i] = Math.min(most, Math.max(least, piece[i]));
        }
    }

    @Override
    public double conjugateValue(float[] y) {
        return support(y, lo, hi);
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return support(y, Math.max(lo, -bound), Math.min(hi, bound));
    }

    /** The sum of sup x_i y_i over from &lt;= x_i &lt;= to. */
    private double support(float[] y, double from, double to) {
        domain.require("y", y);
        return Vectors.sum(y.length, (begin, end) -> {
            double sum = 0;
            for (int i = begin; i < end; i++) {
                // Not max(from y, to y), which is NaN for y = 0 and an infinite bound.
                sum += y[i] > 0 ? to * y[i] : y[i] < 0 ? from * y[i] : 0;
            }
            return sum;
        });
    }

    /** Clips, whatever the steps. */
    @Override
    public void prox(float[] v, float[] steps, float[] out) {
        prox(v, 1, out);
    }
}
