package org.preimage.priors.model;

import java.util.function.UnaryOperator;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;

/**
 * Conjugate gradients for a batch of equations A x = b in the memory of a device, each of which stops by itself.
 *
 * <p>Hestenes and Stiefel 1952, Methods of conjugate gradients for solving linear systems, J. Res. Natl. Bur. Stand. 49.
 *
 * @param operator A, self-adjoint and positive
 * @param iterations at most
 * @param tolerance |A x - b| / |b| at which to stop
 */
record DeviceCg(UnaryOperator<Tensor> operator, int iterations, double tolerance) {
    /**
     * x for b.
     *
     * @param b [N, c, H, W]
     * @param start x with which to begin
     */
    Tensor solve(Tensor b, Tensor start) {
        try (Scope all = Scope.inner()) {
            Tensor x = start.times(1);
            Tensor r = b.minus(operator.apply(start));
            Tensor p = r;
            float[] square = squares(r, r);
            float[] right = squares(b, b);
            for (int k = 0; k < iterations && anyAbove(square, right); k++) {
                try (Scope step = Scope.inner()) {
                    Tensor ap = operator.apply(p);
                    float[] curvature = squares(p, ap);
                    float[] length = new float[square.length];
                    for (int n = 0; n < length.length; n++) {
                        length[n] = above(square[n], right[n]) ? square[n] / curvature[n] : 0;
                    }
                    Tensor a = each(length);
                    x = step.handOver(x.plus(p.times(a)));
                    r = step.handOver(r.minus(ap.times(a)));
                    float[] next = squares(r, r);
                    float[] ratio = new float[square.length];
                    for (int n = 0; n < ratio.length; n++) {
                        ratio[n] = length[n] == 0 ? 0 : next[n] / square[n];
                    }
                    p = step.handOver(r.plus(p.times(each(ratio))));
                    square = next;
                }
            }
            return all.handOver(x);
        }
    }

    private static float[] squares(Tensor x, Tensor y) {
        return x.times(y).sumOver(1, 2, 3).toFloats();
    }

    private static Tensor each(float[] values) {
        return Tensor.of(values, values.length, 1, 1, 1);
    }

    private boolean anyAbove(float[] square, float[] right) {
        for (int n = 0; n < square.length; n++) {
            if (above(square[n], right[n])) {
                return true;
            }
        }
        return false;
    }

    private boolean above(float square, float right) {
        return square > tolerance * tolerance * right;
    }
}
