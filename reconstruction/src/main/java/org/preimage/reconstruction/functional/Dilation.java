package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The dilation f(c x). Its proximal map is prox_{c<sup>2</sup> gamma f}(c v) / c, its conjugate f*(y / c).
 *
 * <p>Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1.
 */
public final class Dilation implements Proximable {
    private final Proximable f;
    private final double factor;

    /**
     * @param f what is dilated
     * @param factor c, finite and not zero
     * @throws IllegalArgumentException if the factor is zero or not finite
     */
    public Dilation(Proximable f, double factor) {
        if (factor == 0 || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be finite and not zero");
        }
        this.f = f;
        this.factor = factor;
    }

    /** c x in a new array. */
    static float[] multiple(double c, float[] x) {
        float[] out = x.clone();
        Vectors.scale(c, out);
        return out;
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double strongConvexity() {
        return factor * factor * f.strongConvexity();
    }

    @Override
    public Proximable at(int iteration) {
        return new Dilation(f.at(iteration), factor);
    }

    @Override
    public double value(float[] x) {
        return f.value(multiple(factor, x));
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        Vectors.combine(factor, v, 0, v, out);
        double value = f.prox(out, factor * factor * gamma, out);
        Vectors.scale(1 / factor, out);
        return value;
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(multiple(1 / factor, y));
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return f.conjugateValue(multiple(1 / factor, y), Math.abs(factor) * bound);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new Dilation(dual, 1 / factor);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
