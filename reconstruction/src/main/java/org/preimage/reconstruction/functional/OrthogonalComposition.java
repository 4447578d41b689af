package org.preimage.reconstruction.functional;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.ScratchArrays;
import org.preimage.operators.space.Space;

/**
 * f(U x) with an orthogonal U, as a wavelet transform: U* U = U U* = 1. Then prox_{gamma f U}(v) = U* prox_{gamma f}(U v), and
 * the conjugate of f U is f* U (Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1).
 */
public final class OrthogonalComposition implements Proximable {
    private final Proximable f;
    private final LinearOperator u;
    private final ScratchArrays scratch;

    /**
     * @param f on the range of U
     * @param u orthogonal; that it is one is not checked
     * @throws IllegalArgumentException if the spaces do not fit, or U changes the length
     */
    public OrthogonalComposition(Proximable f, LinearOperator u) {
        u.range().requireShape("the domain of the functional", f.domain());
        if (u.domain().length() != u.range().length()) {
            throw new IllegalArgumentException("the operator goes from " + u.domain() + " to " + u.range()
                    + ", but an orthogonal one keeps the number of values");
        }
        this.f = f;
        this.u = u;
        this.scratch = new ScratchArrays(u.range().length());
    }

    @Override
    public Space domain() {
        return u.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double strongConvexity() {
        return f.strongConvexity();
    }

    @Override
    public double value(float[] x) {
        return f.value(u.apply(x));
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain().require("v", v);
        domain().require("out", out);
        double[] value = {0};
        scratch.use(c -> {
            u.apply(v, c);
            value[0] = f.prox(c, gamma, c);
            u.adjoint(c, out);
        });
        return value[0];
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(u.apply(y));
    }

    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            private final Proximable inner = new OrthogonalComposition(f.conjugate(), u);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
