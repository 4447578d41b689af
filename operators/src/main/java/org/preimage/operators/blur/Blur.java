package org.preimage.operators.blur;

import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Blur by a point spread function h along the spatial axes,
 *
 * <pre>(A x)[i] = sum over j of h[j + c] x[i - j], c = floor(n / 2),</pre>
 *
 * for h of n samples along an axis, odd or even, and x continued outside the image by the {@link Boundary}. The function may be
 * smaller or larger than the image. Other axes (time, channels) are left alone; of complex images, real and imaginary part are
 * blurred each by itself. The adjoint is exact, also for asymmetric functions and reflecting boundaries.
 */
public final class Blur extends LinearOperator {
    private final Boundary boundary;
    private final Kernel kernel;
    private final Convolution convolution;

    /**
     * @param image domain and range, with one to three of the axes X, Y, Z
     * @param psf real, with one axis for each spatial axis of the image, in the same order; not normalised here
     * @param boundary what is outside the image
     * @throws IllegalArgumentException if the axes do not match, or the function is not finite or zero everywhere
     */
    public Blur(Space image, Image psf, Boundary boundary) {
        super(image, image);
        SpatialParts parts = new SpatialParts(image);
        this.boundary = boundary;
        this.kernel = new Kernel(psf, parts.sizes().length);
        this.convolution = switch (boundary) {
            case PERIODIC ->
                new PeriodicConvolution(new PeriodicFilter(
                        image, TransferFunction.of(new HalfGrid(parts.sizes()), kernel.values, kernel.sizes)));
            case ZERO -> new ZeroConvolution(parts, kernel);
            case REFLECTING -> new ReflectingConvolution(parts, kernel);
        };
    }

    public Boundary boundary() {
        return boundary;
    }

    /** The periodic convolution in the Fourier domain; empty for other boundaries. */
    public Optional<PeriodicFilter> periodic() {
        return convolution instanceof PeriodicConvolution p ? Optional.of(p.filter()) : Optional.empty();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        convolution.apply(x, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        convolution.adjoint(y, out);
    }

    /** With periodic boundaries one filter. */
    @Override
    public LinearOperator gram() {
        return convolution instanceof PeriodicConvolution p ? p.filter().gram() : super.gram();
    }

    /** Exact where a transform makes the blur diagonal. */
    @Override
    protected double computeNorm() {
        return convolution.norm().orElseGet(super::computeNorm);
    }

    @Override
    public double normBound() {
        return convolution.normBound().orElseGet(super::normBound);
    }

    /** For periodic boundaries; for reflecting ones if the function is even along each axis. */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return convolution.dampedNormal();
    }
}
