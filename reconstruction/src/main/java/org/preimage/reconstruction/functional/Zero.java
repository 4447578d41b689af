package org.preimage.reconstruction.functional;

import java.util.Arrays;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** f = 0, where a solver asks for a term that the problem does not have. */
public final class Zero implements DiagonalProximable, Pointwise, Differentiable {
    private final Space domain;

    public Zero(Space domain) {
        this.domain = domain;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        return 0;
    }

    @Override
    public double gradient(float[] x, float[] out) {
        domain.require("out", out);
        Arrays.fill(out, 0);
        return 0;
    }

    @Override
    public double lipschitz() {
        return 0;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        System.arraycopy(v, 0, out, 0, v.length);
        return 0;
    }

    @Override
    public double conjugateValue(float[] y) {
        for (float v : y) {
            if (v != 0) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return 0;
    }

    /** bound |y|<sub>1</sub>. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        return bound
                * Vectors.sum(y.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += Math.abs(y[i]);
                    }
                    return sum;
                });
    }

    @Override
    public void proxPiece(float[] piece, int at, double gamma) {
        // The identity.
    }

    /** The indicator of the origin; its proximal map gives zeros, without rounding. */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                domain.require("v", v);
                domain.require("out", out);
                Arrays.fill(out, 0);
                return 0;
            }
        };
    }

    @Override
    public void prox(float[] v, float[] steps, float[] out) {
        prox(v, 1, out);
    }
}
