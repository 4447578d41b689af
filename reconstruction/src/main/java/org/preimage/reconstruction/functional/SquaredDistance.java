package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The squared distance f(x) = w/2 |x - b|<sup>2</sup>: Gaussian noise of equal variance, up to a factor.
 *
 * <p>Its conjugate is f*(y) = |y|<sup>2</sup> / (2w) + &lt;y, b&gt;, its proximal map (v + gamma w b) / (1 + gamma w).
 */
public final class SquaredDistance implements DiagonalProximable, Pointwise, TwiceDifferentiable {
    static final int BLOCK = 1 << 14;

    private final Space domain;
    private final float[] target;
    private final double weight;

    /**
     * @param domain where x lives
     * @param target b; not copied
     * @param weight w, positive
     * @throws IllegalArgumentException if the target does not fit or the weight is not positive
     */
    public SquaredDistance(Space domain, float[] target, double weight) {
        domain.require("target", target);
        this.domain = domain;
        this.target = target;
        this.weight = requirePositive("weight", weight);
    }

    /** 1/2 |x - b|<sup>2</sup>. */
    public SquaredDistance(Space domain, float[] target) {
        this(domain, target, 1);
    }

    /** The ridge w/2 |x|<sup>2</sup>. */
    public static SquaredDistance ridge(Space domain, double weight) {
        return new SquaredDistance(domain, domain.zeros(), weight);
    }

    static double requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be positive and finite");
        }
        return value;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double strongConvexity() {
        return weight;
    }

    @Override
    public double value(float[] x) {
        return 0.5 * weight * Vectors.distanceSquared(x, target);
    }

    @Override
    public double gradient(float[] x, float[] out) {
        Vectors.combine(weight, x, -weight, target, out);
        return value(x);
    }

    /** w v. */
    @Override
    public void hessian(float[] x, float[] v, float[] out) {
        domain.require("x", x);
        Vectors.combine(weight, v, 0, v, out);
    }

    @Override
    public double lipschitz() {
        return weight;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        requirePositive("gamma", gamma);
        double share = 1 / (1 + gamma * weight);
        Vectors.combine(share, v, 1 - share, target, out);
        return value(out);
    }

    @Override
    public double conjugateValue(float[] y) {
        return 0.5 / weight * Vectors.normSquared(y) + Vectors.dot(y, target);
    }

    /** f* with prox_{gamma f*}(v) = (v - gamma b) / (1 + gamma / w). */
    @Override
    public Proximable conjugate() {
        return new Dual();
    }

    @Override
    public void prox(float[] v, float[] steps, float[] out) {
        domain.require("v", v);
        domain.require("steps", steps);
        domain.require("out", out);
        float w = (float) weight;
        float[] b = target;
        Parallel.ranges(v.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                float t = steps[i] * w;
                out[i] = (v[i] + t * b[i]) / (1 + t);
            }
        });
    }

    @Override
    public void proxConjugate(float[] v, float[] steps, float[] out) {
        domain.require("v", v);
        domain.require("steps", steps);
        domain.require("out", out);
        float inverse = (float) (1 / weight);
        float[] b = target;
        Parallel.ranges(v.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (v[i] - steps[i] * b[i]) / (1 + steps[i] * inverse);
            }
        });
    }

    /** The proximal map of a piece: (piece + t b) scaled by the share. */
    private void combine(float[] piece, int at, float share, float t) {
        float[] b = new float[piece.length];
        System.arraycopy(target, at, b, 0, b.length);
        for (int i = 0; i < piece.length; i++) {
            piece[i] = share * piece[i] + t * b[i];
        }
    }

    @Override
    public void proxPiece(float[] piece, int at, double gamma) {
        double share = 1 / (1 + gamma * weight);
        combine(piece, at, (float) share, (float) (1 - share));
    }

    private final class Dual extends Conjugate implements Pointwise {
        Dual() {
            super(SquaredDistance.this);
        }

        @Override
        public double prox(float[] v, double gamma, float[] out) {
            requirePositive("gamma", gamma);
            domain.require("v", v);
            domain.require("out", out);
            double share = 1 / (1 + gamma / weight);
            Vectors.combine(share, v, -gamma * share, target, out);
            return value(out);
        }

        @Override
        public void proxPiece(float[] piece, int at, double gamma) {
            double share = 1 / (1 + gamma / weight);
            combine(piece, at, (float) share, (float) (-gamma * share));
        }
    }
}
