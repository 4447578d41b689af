package org.preimage.reconstruction.functional;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * f(K x) for an operator with K K* = mu 1: the synthesis of a tight frame, an orthogonal transform, a sampling of either, a
 * block that is cut out. Then
 *
 * <pre>prox_{gamma f K}(v) = v + K* (prox_{mu gamma f}(K v) - K v) / mu,</pre>
 *
 * and the conjugate is f*(K y / mu) for y in the range of K*, else infinite, with the proximal map K* prox_{gamma/mu f*}(K v /
 * mu).
 *
 * <p>The analysis of a redundant frame has K* K = mu 1 instead, for which no such rule holds; {@link OrthogonalComposition} saves
 * a pass where both hold.
 *
 * <p>Combettes and Pesquet 2007, A Douglas-Rachford splitting approach to nonsmooth convex variational signal recovery, IEEE J.
 * Sel. Top. Signal Process. 1, proposition 11.
 */
public final class TightFrameComposition implements Proximable {
    private static final double TOLERANCE = 1e-4;

    private final Proximable f;
    private final LinearOperator k;
    private final double mu;

    /**
     * @param f on the range of K
     * @param k with K K* = mu 1, of which mu is found here, on one random array
     * @throws IllegalArgumentException if the spaces do not fit, or K K* is no multiple of the identity on that array
     */
    public TightFrameComposition(Proximable f, LinearOperator k) {
        k.range().requireShape("the domain of the functional", f.domain());
        this.f = f;
        this.k = k;
        this.mu = multiple(k);
    }

    private static double multiple(LinearOperator k) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        float[] z = k.range().zeros();
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        float[] kkz = k.apply(k.adjoint(z));
        double mu = Vectors.dot(z, kkz) / Vectors.normSquared(z);
        Vectors.add(-mu, z, kkz);
        double off = Vectors.norm(kkz) / Vectors.norm(z);
        if (!(mu > 0) || off > TOLERANCE * mu) {
            throw new IllegalArgumentException("the operator K from " + k.domain() + " to " + k.range()
                    + " has a K K* that differs from its mean " + mu + " by " + off
                    + ", but must be a multiple of the identity");
        }
        return mu;
    }

    /** The factor mu. */
    public double factor() {
        return mu;
    }

    @Override
    public Space domain() {
        return k.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double value(float[] x) {
        return f.value(k.apply(x));
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain().require("v", v);
        domain().require("out", out);
        float[] kv = k.apply(v);
        float[] p = new float[kv.length];
        double value = f.prox(kv, mu * gamma, p);
        Vectors.add(-1, kv, p);
        Vectors.combine(1, v, 1 / mu, k.adjoint(p), out);
        return value;
    }

    @Override
    public double conjugateValue(float[] y) {
        float[] z = Dilation.multiple(1 / mu, k.apply(y));
        double outside = Math.sqrt(Vectors.distanceSquared(k.adjoint(z), y));
        return outside > 1e-5 * Vectors.norm(y) ? Double.POSITIVE_INFINITY : f.conjugateValue(z);
    }

    /** An upper bound: the part of y outside the range of K* adds the bound times the sum of its magnitudes. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        float[] z = Dilation.multiple(1 / mu, k.apply(y));
        float[] rest = k.adjoint(z);
        Vectors.combine(1, y, -1, rest, rest);
        return f.conjugateValue(z) + new Zero(domain()).conjugateValue(rest, bound);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                SquaredDistance.requirePositive("gamma", gamma);
                domain().require("v", v);
                domain().require("out", out);
                float[] z = Dilation.multiple(1 / mu, k.apply(v));
                double value = dual.prox(z, gamma / mu, z);
                k.adjoint(z, out);
                return value;
            }
        };
    }
}
