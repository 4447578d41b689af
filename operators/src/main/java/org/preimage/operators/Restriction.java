package org.preimage.operators;

import java.util.Arrays;
import org.preimage.operators.space.Space;

/**
 * One contiguous block of an array as an image of its own, (R u)_i = u_{i + offset}; its adjoint puts the image back among zeros.
 * It takes the image out of unknowns that hold more than that.
 */
public final class Restriction extends LinearOperator {
    private final int offset;

    /**
     * @param domain of the whole array
     * @param offset where the block begins, in floats
     * @param range of the block
     * @throws IllegalArgumentException if the block does not lie in the array
     */
    public Restriction(Space domain, int offset, Space range) {
        super(domain, range);
        if (offset < 0 || (long) offset + range.length() > domain.length()) {
            throw new IllegalArgumentException("the block has " + range.length() + " values from " + offset
                    + " on, but must lie in an array of " + domain.length());
        }
        this.offset = offset;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        System.arraycopy(x, offset, out, 0, out.length);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Arrays.fill(out, 0, offset, 0);
        System.arraycopy(y, 0, out, offset, y.length);
        Arrays.fill(out, offset + y.length, out.length, 0);
    }

    @Override
    protected double computeNorm() {
        return 1;
    }
}
