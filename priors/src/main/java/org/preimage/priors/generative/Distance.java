package org.preimage.priors.generative;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * The best v of 1/2 |A (c + v) - y|<sup>2</sup> / sigma<sup>2</sup> + R(v) for an image c that stays, by a few iterations from where
 * it was.
 *
 * @param operator A
 * @param data y
 * @param noise sigma
 * @param lipschitz |A|<sup>2</sup>
 */
record Distance(LinearOperator operator, float[] data, double noise, double lipschitz) {
    /** A (c + v) - y. */
    float[] residual(float[] c, float[] v) {
        float[] x = c.clone();
        Vectors.add(1, v, x);
        float[] r = operator.apply(x);
        Vectors.add(-1, data, r);
        return r;
    }

    /** A* r / sigma<sup>2</sup>. */
    private float[] pulledBack(float[] r) {
        float[] out = operator.adjoint(r);
        Vectors.scale(1 / (noise * noise), out);
        return out;
    }

    /**
     * For R = 1/2 sum v<sup>2</sup> / variance: conjugate gradients, preconditioned by the variance.
     *
     * @param v start, and result
     */
    void quadratic(float[] c, double[] variance, float[] v, int iterations) {
        // Minus the gradient.
        float[] r = pulledBack(residual(c, v));
        for (int i = 0; i < r.length; i++) {
            r[i] = (float) (-r[i] - v[i] / variance[i]);
        }
        float[] q = times(variance, r);
        float[] p = q.clone();
        double rho = Vectors.dot(r, q);
        for (int k = 0; k < iterations && rho > 0; k++) {
            float[] h = pulledBack(operator.apply(p));
            for (int i = 0; i < h.length; i++) {
                h[i] += (float) (p[i] / variance[i]);
            }
            double step = rho / Vectors.dot(p, h);
            Vectors.add(step, p, v);
            Vectors.add(-step, h, r);
            q = times(variance, r);
            double next = Vectors.dot(r, q);
            Vectors.combine(1, q, next / rho, p, p);
            rho = next;
        }
    }

    private static float[] times(double[] variance, float[] r) {
        float[] out = new float[r.length];
        for (int i = 0; i < r.length; i++) {
            out[i] = (float) (variance[i] * r[i]);
        }
        return out;
    }

    /**
     * For R = weight |v|<sub>1</sub>: proximal gradients with momentum (Beck and Teboulle 2009).
     *
     * @param v start, and result
     */
    void sparse(float[] c, double weight, float[] v, int iterations) {
        double step = noise * noise / lipschitz;
        float[] w = v.clone();
        double t = 1;
        for (int k = 0; k < iterations; k++) {
            float[] slope = pulledBack(residual(c, w));
            double next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
            double momentum = (t - 1) / next;
            for (int i = 0; i < v.length; i++) {
                double u = w[i] - step * slope[i];
                float shrunk = (float) (Math.signum(u) * Math.max(0, Math.abs(u) - step * weight));
                w[i] = (float) (shrunk + momentum * (shrunk - v[i]));
                v[i] = shrunk;
            }
            t = next;
        }
    }
}
