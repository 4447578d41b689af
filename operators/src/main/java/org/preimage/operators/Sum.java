package org.preimage.operators;

import java.util.List;
import org.preimage.operators.space.Vectors;

/** A + B + ... */
final class Sum extends LinearOperator {
    private final List<LinearOperator> terms;

    Sum(List<LinearOperator> terms) {
        super(terms.get(0).domain(), terms.get(0).range());
        for (LinearOperator term : terms) {
            domain().requireShape("the domain of a term", term.domain());
            range().requireShape("the range of a term", term.range());
        }
        this.terms = terms;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        terms.get(0).computeApply(x, out);
        float[] t = range().zeros();
        for (LinearOperator term : terms.subList(1, terms.size())) {
            term.computeApply(x, t);
            Vectors.add(1, t, out);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        terms.get(0).computeAdjoint(y, out);
        float[] t = domain().zeros();
        for (LinearOperator term : terms.subList(1, terms.size())) {
            term.computeAdjoint(y, t);
            Vectors.add(1, t, out);
        }
    }
}
