package org.preimage.operators;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** x -&gt; (F_1(x), ..., F_n(x)), where not all are linear: one range after the other in a plain vector. */
final class NonlinearStack implements Operator {
    private final List<Operator> parts;
    private final int[] offsets;
    private final Space range;

    NonlinearStack(List<Operator> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one operator");
        }
        this.parts = List.copyOf(parts);
        this.offsets = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            domain().requireShape("the domain of part " + i, parts.get(i).domain());
            long end = (long) offsets[i] + parts.get(i).range().length();
            if (end > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("the stacked ranges have more than 2^31 values");
            }
            offsets[i + 1] = (int) end;
        }
        this.range = Space.vector(offsets[parts.size()]);
    }

    @Override
    public Space domain() {
        return parts.get(0).domain();
    }

    @Override
    public Space range() {
        return range;
    }

    @Override
    public void apply(float[] x, float[] out) {
        range.require("out", out);
        for (int i = 0; i < parts.size(); i++) {
            float[] part = parts.get(i).apply(x);
            System.arraycopy(part, 0, out, offsets[i], part.length);
        }
    }

    @Override
    public void vjp(float[] x, float[] w, float[] out) {
        range.require("w", w);
        float[] t = domain().zeros();
        for (int i = 0; i < parts.size(); i++) {
            float[] part = Arrays.copyOfRange(w, offsets[i], offsets[i + 1]);
            parts.get(i).vjp(x, part, i == 0 ? out : t);
            if (i > 0) {
                Vectors.add(1, t, out);
            }
        }
    }
}
