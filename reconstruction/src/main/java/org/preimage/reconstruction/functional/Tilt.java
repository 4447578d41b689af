package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The tilt f(x) + &lt;a, x&gt;. Its proximal map is prox_{gamma f}(v - gamma a), its conjugate f*(y - a).
 *
 * <p>Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1.
 */
public final class Tilt implements Proximable {
    private final Proximable f;
    private final float[] slope;

    /**
     * @param f what is tilted
     * @param slope a; not copied
     * @throws IllegalArgumentException if the slope does not fit
     */
    public Tilt(Proximable f, float[] slope) {
        f.domain().require("slope", slope);
        this.f = f;
        this.slope = slope;
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
        return new Tilt(f.at(iteration), slope);
    }

    @Override
    public double value(float[] x) {
        return f.value(x) + Vectors.dot(slope, x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        Vectors.combine(1, v, -gamma, slope, out);
        double value = f.prox(out, gamma, out);
        return value + Vectors.dot(slope, out);
    }

    private float[] untilted(float[] y) {
        float[] z = y.clone();
        Vectors.add(-1, slope, z);
        return z;
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(untilted(y));
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return f.conjugateValue(untilted(y), bound);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new Translation(dual, slope);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
