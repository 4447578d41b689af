package org.preimage.operators;

import org.preimage.operators.Stencils.Stencil;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Second differences along the spatial axes, all centred at the sample:
 *
 * <pre>
 * (H x)_kk[i] = (x[i + e_k] - 2 x[i] + x[i - e_k]) (h_0 / h_k)<sup>2</sup>,
 * (H x)_jk[i] = (x[i + e_j + e_k] - x[i + e_j - e_k] - x[i - e_j + e_k] + x[i - e_j - e_k]) h_0<sup>2</sup> / (4 h_j h_k),
 * </pre>
 *
 * and 0 where a neighbour is missing. They are exact for polynomials of degree two, and turn with the image when that is turned by
 * 90 degrees or mirrored.
 *
 * <p>As with {@link Gradient}, differences are per sample of the first spatial axis. The range is a field of symmetric matrices in
 * the layout of {@link SymmetrisedGradient}: along the axis {@link Role#COMPONENT}, slowest, first the diagonal, then the entries
 * xy, xz, yz times the root of 2. Axes that are not spatial are left alone, complex values are differenced part by part.
 */
public final class Hessian extends LinearOperator {
    private final Stencils stencils;

    /**
     * @param domain a space with at least one spatial axis
     * @throws IllegalArgumentException if there is none
     */
    public Hessian(Space domain) {
        super(domain, Stencils.matrices("the Hessian", domain));
        int[] axes = Stencils.spatialAxes("the Hessian", domain);
        double[] h = Stencils.scales(domain, axes);
        this.stencils = new Stencils(domain);
        int target = axes.length;
        for (int k = 0; k < axes.length; k++) {
            int a = axes[k];
            float f = (float) (h[k] * h[k]);
            int[][] taps = {stencils.offset(a, 1), stencils.offset(a, -1), stencils.offset()};
            int[] margin = stencils.margins(a, 1);
            stencils.add(new Stencil(k, 0, taps, new float[] {f, f, -2 * f}, margin, margin));
        }
        for (int j = 0; j < axes.length; j++) {
            for (int k = j + 1; k < axes.length; k++, target++) {
                int a = axes[j];
                int b = axes[k];
                float f = (float) (Math.sqrt(2) * h[j] * h[k] / 4);
                int[][] taps = {
                    stencils.offset(a, 1, b, 1),
                    stencils.offset(a, 1, b, -1),
                    stencils.offset(a, -1, b, 1),
                    stencils.offset(a, -1, b, -1)
                };
                int[] margin = stencils.margins(a, 1, b, 1);
                stencils.add(new Stencil(target, 0, taps, new float[] {f, -f, -f, f}, margin, margin));
            }
        }
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        stencils.apply(x, out, range().size(range().dimensions() - 1));
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        stencils.adjoint(y, out, 1);
    }
}
