package org.preimage.operators;

import org.preimage.operators.Stencils.Stencil;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * What second-order total generalised variation takes the norm of,
 *
 * <pre>K (x, v) = (D x - v, E v)</pre>
 *
 * for an image x and a vector field v, with the {@link Gradient} D and the {@link SymmetrisedGradient} E.
 *
 * <p>Domain and range have the image's axes and one of the role {@link Role#COMPONENT}, slowest: x and the d components of v; then d
 * components of D x - v and d (d + 1) / 2 of E v.
 *
 * <p>Bredies, Kunisch and Pock 2010, Total generalized variation, SIAM J. Imaging Sci. 3.
 */
public final class GeneralisedGradient extends LinearOperator {
    private final Stencils stencils;

    /**
     * @param image the space of x, with at least one spatial axis
     * @throws IllegalArgumentException if there is none
     */
    public GeneralisedGradient(Space image) {
        super(with(image, 1, 0), with(image, 0, 1));
        int[] axes = axes(image);
        double[] h = Stencils.scales(image, axes);
        this.stencils = new Stencils(image);
        int[] none = stencils.offset();
        for (int k = 0; k < axes.length; k++) {
            int[][] neighbours = {stencils.offset(axes[k], 1), none};
            float f = (float) h[k];
            stencils.add(new Stencil(k, 0, neighbours, new float[] {f, -f}, none, stencils.margins(axes[k], 1)));
            stencils.add(new Stencil(k, 1 + k, new int[][] {none}, new float[] {-1}, none, none));
        }
        SymmetrisedGradient.add(image, stencils, axes.length, 1);
    }

    private static int[] axes(Space image) {
        return Stencils.spatialAxes("the generalised gradient", image);
    }

    /** The image's axes with so many images, one vector field, and so many fields of matrices. */
    private static Space with(Space image, int images, int matrices) {
        int d = axes(image).length;
        return image.with(new Axis(Role.COMPONENT, images + d + matrices * d * (d + 1) / 2));
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
