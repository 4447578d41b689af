package org.preimage.operators.blur;

import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Space;

/**
 * A periodic convolution along the spatial axes, given by its transfer function: x -&gt; F<sup>-1</sup> (H F x). Other axes are
 * left alone, real and imaginary parts are filtered each by itself.
 */
public final class PeriodicFilter extends LinearOperator {
    private final TransferFunction transfer;
    private final WindowedFilter filter;

    /**
     * @param space domain and range
     * @param transfer on a grid of the sizes of the spatial axes, {@link #grid}
     */
    public PeriodicFilter(Space space, TransferFunction transfer) {
        super(space, space);
        SpatialParts parts = new SpatialParts(space);
        HalfGrid grid = grid(space);
        if (!grid.toString().equals(transfer.grid().toString())) {
            throw new IllegalArgumentException(
                    "the transfer function has " + transfer.grid() + " frequencies, but the image needs " + grid);
        }
        this.transfer = transfer;
        this.filter = new WindowedFilter(new RealFilter(grid), parts, parts);
    }

    /** The grid of frequencies of a space. */
    public static HalfGrid grid(Space space) {
        return new HalfGrid(new SpatialParts(space).sizes());
    }

    /** The factor of each frequency. */
    public TransferFunction transfer() {
        return transfer;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        filter.apply(x, out, transfer.multiply());
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        filter.apply(y, out, transfer.multiplyConjugate());
    }

    /** One filter, with the squared magnitude of the transfer function. */
    @Override
    public LinearOperator gram() {
        return LinearOperator.of(
                domain(),
                domain(),
                (x, out) -> filter.apply(x, out, transfer.multiplySquare()),
                (x, out) -> filter.apply(x, out, transfer.multiplySquare()));
    }

    @Override
    protected double computeNorm() {
        return transfer.maximum();
    }

    /** Exact, so without allowance. */
    @Override
    public double normBound() {
        return norm() * (1 + 1e-6);
    }

    /** Division by |H|<sup>2</sup> + rho. */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return Optional.of((rho, r, x) -> filter.apply(r, x, transfer.divideDamped(rho)));
    }
}
