package org.preimage.operators;

import org.preimage.operators.Stencils.Stencil;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The symmetrised derivative of a vector field, (E v)_jk = (D_j v_k + D_k v_j) / 2, of which v is such as the {@link Gradient} of
 * an image is: v_k[i] stands between the samples i and i + e_k, and its last entries along axis k mean nothing.
 *
 * <p>D_j v[i] = (v[i] - v[i - e_j]) h_0 / h_j are backward differences per sample of the first spatial axis, in keeping with the
 * gradient's forward ones; they are 0 where they would ask for a sample outside, or for one of the entries that mean nothing. So
 * E v = 0 for all that is constant, and E D x = 0 for an affine image x up to its borders.
 *
 * <p>The range has one axis {@link Role#COMPONENT} of d (d + 1) / 2 matrix entries, slowest: the diagonal first, then the entries xy,
 * xz, yz times the root of 2, which makes the plain norm of the components the Frobenius norm of the matrix. Axes that are not
 * spatial are left alone, complex values are differenced part by part.
 *
 * <p>Bredies, Kunisch and Pock 2010, Total generalized variation, SIAM J. Imaging Sci. 3.
 */
public final class SymmetrisedGradient extends LinearOperator {
    private final Stencils stencils;

    /**
     * @param image the space of an image, with at least one spatial axis; the domain is that of its gradients
     * @throws IllegalArgumentException if there is none
     */
    public SymmetrisedGradient(Space image) {
        super(
                Stencils.vectors("the symmetrised gradient", image),
                Stencils.matrices("the symmetrised gradient", image));
        this.stencils = new Stencils(image);
        add(image, stencils, 0, 0);
    }

    /** Adds the stencils of E, of which the first component of the output is {@code target}, that of the input {@code source}. */
    static void add(Space image, Stencils stencils, int target, int source) {
        int[] axes = Stencils.spatialAxes("the symmetrised gradient", image);
        double[] h = Stencils.scales(image, axes);
        int mixed = target + axes.length;
        for (int k = 0; k < axes.length; k++) {
            int[] margin = stencils.margins(axes[k], 1);
            difference(stencils, target + k, source + k, axes[k], h[k], margin, margin);
        }
        double half = Math.sqrt(0.5);
        for (int j = 0; j < axes.length; j++) {
            for (int k = j + 1; k < axes.length; k++, mixed++) {
                int[] a = stencils.margins(axes[j], 1);
                int[] b = stencils.margins(axes[k], 1);
                difference(stencils, mixed, source + k, axes[j], half * h[j], a, b);
                difference(stencils, mixed, source + j, axes[k], half * h[k], b, a);
            }
        }
    }

    private static void difference(
            Stencils stencils, int target, int source, int axis, double factor, int[] before, int[] after) {
        int[][] taps = {stencils.offset(), stencils.offset(axis, -1)};
        float f = (float) factor;
        stencils.add(new Stencil(target, source, taps, new float[] {f, -f}, before, after));
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        stencils.apply(x, out, range().size(range().dimensions() - 1));
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        stencils.adjoint(y, out, domain().size(domain().dimensions() - 1));
    }
}
