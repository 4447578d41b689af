package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The translation f(x - b). Its proximal map is b + prox_{gamma f}(v - b), its conjugate f*(y) + &lt;b, y&gt;.
 *
 * <p>Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1.
 */
public final class Translation implements Proximable {
    private final Proximable f;
    private final float[] shift;
    private final double reach;

    /**
     * @param f what is translated
     * @param shift b; not copied
     * @throws IllegalArgumentException if the shift does not fit
     */
    public Translation(Proximable f, float[] shift) {
        f.domain().require("shift", shift);
        this.f = f;
        this.shift = shift;
        double largest = 0;
        for (float b : shift) {
            largest = Math.max(largest, Math.abs(b));
        }
        this.reach = largest;
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
        return f.strongConvexity();
    }

    @Override
    public Proximable at(int iteration) {
        return new Translation(f.at(iteration), shift);
    }

    @Override
    public double value(float[] x) {
        float[] z = x.clone();
        Vectors.add(-1, shift, z);
        return f.value(z);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        Vectors.combine(1, v, -1, shift, out);
        double value = f.prox(out, gamma, out);
        Vectors.add(1, shift, out);
        return value;
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(y) + Vectors.dot(shift, y);
    }

    /** An upper bound: where the entries of x are bounded, those of x - b are by the bound and the largest |b_i|. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        double wider = f.conjugateValue(y, bound + reach);
        return Math.min(wider, f.conjugateValue(y)) + Vectors.dot(shift, y);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new Tilt(dual, shift);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
