package org.preimage.operators;

/** A B. */
final class Composition extends LinearOperator {
    private final LinearOperator outer;
    private final LinearOperator inner;

    Composition(LinearOperator outer, LinearOperator inner) {
        super(inner.domain(), outer.range());
        outer.domain().requireShape("the range of the first operator", inner.range());
        this.outer = outer;
        this.inner = inner;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] t = inner.range().zeros();
        inner.computeApply(x, t);
        outer.computeApply(t, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] t = inner.range().zeros();
        outer.computeAdjoint(y, t);
        inner.computeAdjoint(t, out);
    }
}
