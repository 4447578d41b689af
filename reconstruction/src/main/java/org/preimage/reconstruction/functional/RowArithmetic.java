package org.preimage.reconstruction.functional;

/**
 * The arithmetic of one row of an image, its gradient and its dual variable.
 *
 * <p>All loops run over separate arrays with the same plain index, and neighbours are copied into place before: the
 * compiler vectorises only that, as it cannot tell whether shifted accesses to two arrays meet.
 */
final class RowArithmetic {
    private RowArithmetic() {}

    static void extrapolate(float[] p, float[] last, float momentum, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = p[i] + momentum * (p[i] - last[i]);
        }
    }

    /** out = v + w (q - shifted). */
    static void differ(float[] v, float[] q, float[] shifted, float w, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = v[i] + w * (q[i] - shifted[i]);
        }
    }

    /** x += w (q - before), where {@code before} is null at the first row. */
    static void diverge(float[] q, float[] before, float w, float[] x) {
        if (before == null) {
            for (int i = 0; i < x.length; i++) {
                x[i] += w * q[i];
            }
        } else {
            for (int i = 0; i < x.length; i++) {
                x[i] += w * (q[i] - before[i]);
            }
        }
    }

    /** out = q + t (there - x), and its squares added to the norms. */
    static void ascend(float[] q, float[] x, float[] there, float t, float[] out, float[] norms) {
        for (int i = 0; i < out.length; i++) {
            float d = q[i] + t * (there[i] - x[i]);
            out[i] = d;
            norms[i] += d * d;
        }
    }

    /** Squared norms to the factors of the projection. */
    static void factors(float[] norms, float limit) {
        for (int i = 0; i < norms.length; i++) {
            norms[i] = limit / Math.max(limit, (float) Math.sqrt(norms[i]));
        }
    }

    static void multiply(float[] x, float[] factors) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factors[i];
        }
    }

    /** x += share (goal - x). */
    static void approach(float[] x, float[] goal, float share) {
        for (int i = 0; i < x.length; i++) {
            x[i] += share * (goal[i] - x[i]);
        }
    }
}
