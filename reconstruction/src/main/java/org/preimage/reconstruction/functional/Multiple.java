package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;

/**
 * The multiple c f(x). Its proximal map is that of f with the step c gamma, its conjugate c f*(y / c).
 *
 * <p>The rules of this and of {@link Dilation}, {@link Translation}, {@link Tilt}, {@link QuadraticPerturbation} are those of
 * Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1.
 */
public final class Multiple implements Proximable {
    private final Proximable f;
    private final double factor;

    /**
     * @param f what is multiplied
     * @param factor c, positive
     * @throws IllegalArgumentException if the factor is not positive
     */
    public Multiple(Proximable f, double factor) {
        this.f = f;
        this.factor = SquaredDistance.requirePositive("factor", factor);
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
        return factor * f.strongConvexity();
    }

    @Override
    public Proximable at(int iteration) {
        return new Multiple(f.at(iteration), factor);
    }

    @Override
    public double value(float[] x) {
        return factor * f.value(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        return factor * f.prox(v, factor * gamma, out);
    }

    @Override
    public double conjugateValue(float[] y) {
        return factor * f.conjugateValue(Dilation.multiple(1 / factor, y));
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return factor * f.conjugateValue(Dilation.multiple(1 / factor, y), bound);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new Multiple(new Dilation(dual, 1 / factor), factor);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
