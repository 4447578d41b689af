package org.preimage.reconstruction.functional;

import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The sum f(x) = sum_i f_i(x) of functionals with gradients on one space, as a data fidelity and a smooth prior. */
public final class SmoothSum implements Differentiable {
    private final List<Differentiable> terms;

    /**
     * @param terms f_i, at least one
     * @throws IllegalArgumentException if there is none, or their spaces differ
     */
    public SmoothSum(List<? extends Differentiable> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a sum needs at least one term");
        }
        this.terms = List.copyOf(terms);
        this.terms.forEach(f -> domain().requireShape("the domain of a term", f.domain()));
    }

    @Override
    public Space domain() {
        return terms.get(0).domain();
    }

    @Override
    public double value(float[] x) {
        return terms.stream().mapToDouble(f -> f.value(x)).sum();
    }

    @Override
    public double gradient(float[] x, float[] out) {
        double value = terms.get(0).gradient(x, out);
        float[] part = new float[out.length];
        for (Differentiable f : terms.subList(1, terms.size())) {
            value += f.gradient(x, part);
            Vectors.add(1, part, out);
        }
        return value;
    }

    /** The sum of the terms' constants; infinite where one of them knows none. */
    @Override
    public double lipschitz() {
        return terms.stream().mapToDouble(Differentiable::lipschitz).sum();
    }

    @Override
    public boolean convex() {
        return terms.stream().allMatch(Functional::convex);
    }

    @Override
    public double strongConvexity() {
        return terms.stream().mapToDouble(Functional::strongConvexity).sum();
    }
}
