package org.preimage.operators;

import org.preimage.operators.space.Space;

/** F G, where not both are linear; by the chain rule (J_F(G x) J_G(x))* w = J_G(x)* J_F(G x)* w. */
final class NonlinearComposition implements Operator {
    private final Operator outer;
    private final Operator inner;

    NonlinearComposition(Operator outer, Operator inner) {
        outer.domain().requireShape("the range of the first operator", inner.range());
        this.outer = outer;
        this.inner = inner;
    }

    @Override
    public Space domain() {
        return inner.domain();
    }

    @Override
    public Space range() {
        return outer.range();
    }

    @Override
    public void apply(float[] x, float[] out) {
        outer.apply(inner.apply(x), out);
    }

    @Override
    public void vjp(float[] x, float[] w, float[] out) {
        if (out == x || out == w) {
            throw new IllegalArgumentException("out is an input array, but must be another one");
        }
        float[] between = outer.domain().zeros();
        outer.vjp(inner.apply(x), w, between);
        inner.vjp(x, between, out);
    }
}
