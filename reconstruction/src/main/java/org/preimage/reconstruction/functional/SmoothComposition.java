package org.preimage.reconstruction.functional;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * f(A x) for a smooth f and any linear operator, with the gradient A* grad f(A x): a likelihood of what is measured as one of the
 * image, a smooth prior on differences.
 */
public final class SmoothComposition implements Differentiable {
    private final Differentiable f;
    private final LinearOperator a;

    /**
     * @param f on the range of A
     * @param a A
     * @throws IllegalArgumentException if the spaces do not fit
     */
    public SmoothComposition(Differentiable f, LinearOperator a) {
        a.range().requireShape("the domain of the functional", f.domain());
        this.f = f;
        this.a = a;
    }

    @Override
    public Space domain() {
        return a.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double value(float[] x) {
        return f.value(a.apply(x));
    }

    @Override
    public double gradient(float[] x, float[] out) {
        float[] ax = a.apply(x);
        float[] slope = new float[ax.length];
        double value = f.gradient(ax, slope);
        a.adjoint(slope, out);
        return value;
    }

    /** That of f times the squared {@link LinearOperator#normBound}. */
    @Override
    public double lipschitz() {
        double norm = a.normBound();
        return f.lipschitz() * norm * norm;
    }
}
