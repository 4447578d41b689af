package org.preimage.operators;

import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** F + G + ..., where not all are linear. */
final class NonlinearSum implements Operator {
    private final List<Operator> terms;

    NonlinearSum(List<Operator> terms) {
        this.terms = List.copyOf(terms);
        for (Operator term : terms) {
            domain().requireShape("the domain of a term", term.domain());
            range().requireShape("the range of a term", term.range());
        }
    }

    @Override
    public Space domain() {
        return terms.get(0).domain();
    }

    @Override
    public Space range() {
        return terms.get(0).range();
    }

    @Override
    public void apply(float[] x, float[] out) {
        terms.get(0).apply(x, out);
        float[] t = range().zeros();
        for (Operator term : terms.subList(1, terms.size())) {
            term.apply(x, t);
            Vectors.add(1, t, out);
        }
    }

    @Override
    public void vjp(float[] x, float[] w, float[] out) {
        terms.get(0).vjp(x, w, out);
        float[] t = domain().zeros();
        for (Operator term : terms.subList(1, terms.size())) {
            term.vjp(x, w, t);
            Vectors.add(1, t, out);
        }
    }
}
