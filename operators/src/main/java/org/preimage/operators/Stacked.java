package org.preimage.operators;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Several operators on one domain, x -&gt; (A_1 x, ..., A_n x). The range is a plain vector that holds the parts' ranges
 * one after the other; {@link #offset} says where each begins.
 */
public final class Stacked extends LinearOperator {
    private final List<LinearOperator> parts;
    private final int[] offsets;

    Stacked(List<LinearOperator> parts) {
        super(parts.get(0).domain(), Space.vector(totalLength(parts)));
        this.parts = parts;
        this.offsets = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            domain().requireShape("the domain of part " + i, parts.get(i).domain());
            offsets[i + 1] = offsets[i] + parts.get(i).range().length();
        }
    }

    private static int totalLength(List<LinearOperator> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one operator");
        }
        long total = parts.stream().mapToLong(p -> p.range().length()).sum();
        if (total > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the stacked ranges have " + total + " values, more than 2^31");
        }
        return (int) total;
    }

    /** The operators, in order. */
    public List<LinearOperator> parts() {
        return parts;
    }

    /** Where the range of part {@code i} begins. */
    public int offset(int i) {
        return offsets[i];
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        for (int i = 0; i < parts.size(); i++) {
            float[] part = parts.get(i).range().zeros();
            parts.get(i).computeApply(x, part);
            System.arraycopy(part, 0, out, offsets[i], part.length);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Arrays.fill(out, 0);
        float[] t = domain().zeros();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).computeAdjoint(Arrays.copyOfRange(y, offsets[i], offsets[i + 1]), t);
            Vectors.add(1, t, out);
        }
    }
}
